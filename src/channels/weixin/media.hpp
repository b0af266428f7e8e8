#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "channels/weixin/api.hpp"
#include "desk/channels/channel.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <string>

namespace keydesk::weixin {

/// A file of ours on its way to the platform.
struct OwnFile {
    desk::Departure::File file;
    std::string name;  ///< As the platform is to see it.
    std::string kind;  ///< image voice video file
    std::int64_t largest = 0;
};
using Judge = std::function<desk::SendError(const Fault&)>;

/// Brings a file to the platform, which keeps it for three days, and returns its media_id. `judge`
/// says what a fault means; an upload that may have worked has still sent nothing to anybody.
Task<std::expected<std::string, desk::SendError>> upload_media(Api* api, OwnFile file, Judge judge);

/// What a customer sent, by its media_id, at most `limit` bytes. Of a film the platform tells where
/// it lies (video_url): that is followed to the platform's own hosts only. The platform keeps files
/// for three days. Errors: `not_found` when it no longer does, and those of Fault::kind.
Task<Result<desk::Fetched>> fetch_media(Api* api, std::string media_id, std::size_t limit);

/// Whether a URL that an answer named leads to the platform: qq.com, or where its API is.
bool of_the_platform(std::string_view url, std::string_view api_root);

}  // namespace keydesk::weixin
