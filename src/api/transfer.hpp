#pragma once

#include "api/problem.hpp"
#include "desk/conversations/blobs.hpp"
#include "desk/conversations/ports.hpp"
#include "net/message.hpp"

namespace keydesk::api {

/// Uploads and downloads, the same for customers and agents.

inline constexpr std::int64_t kLargestFile = 20 << 20;

/// Streams the body of `request` into the blob folder and fills the announced file.
Task<std::expected<desk::Attachment, Refusal>> receive_file(
    net::Request& request, desk::Files& files, desk::Blobs& blobs, desk::StoredFile file);

/// Pictures inline under a content type of ours, everything else as a download; neither may run
/// anything in our origin.
net::Response send_file(const desk::StoredFile& file, const desk::Blobs& blobs);

}  // namespace keydesk::api
