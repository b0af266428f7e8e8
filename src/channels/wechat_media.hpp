#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "channels/wechat_api.hpp"
#include "desk/channels/channel.hpp"

#include <cstddef>
#include <filesystem>
#include <string>

namespace keydesk::weixin {

/// A file of ours, whole. Errors: `unavailable`, `invalid_input` when it is longer than `limit`.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit);

/// What a customer sent, by its media_id, at most `limit` bytes. Of a film the platform tells where
/// it lies (video_url): that is followed to the platform's own hosts only. The platform keeps files
/// for three days. Errors: `not_found` when it no longer does, and those of Fault::kind.
Task<Result<desk::Fetched>> fetch_media(Api* api, std::string media_id, std::size_t limit);

/// Whether a URL that an answer named leads to the platform: qq.com, or where its API is.
bool of_the_platform(std::string_view url, std::string_view api_root);

}  // namespace keydesk::weixin
