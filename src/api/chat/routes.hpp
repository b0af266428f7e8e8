#pragma once

#include "api/chat/services.hpp"
#include "desk/conversations/blobs.hpp"
#include "net/router.hpp"

namespace keydesk::api::chat {

/// The customers' places under /chat/v1 (docs/chat-protocol.md). `door` and `blobs` outlive the
/// router.
void add_routes(net::Router& router, ChatDoor& door, desk::Blobs& blobs);

}  // namespace keydesk::api::chat
