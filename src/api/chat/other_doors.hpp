#pragma once

#include "api/chat/services.hpp"
#include "net/router.hpp"

#include <boost/json/array.hpp>

/// From the website's chat to another door, and the conversation goes along.
namespace keydesk::api::chat {

/// The other doors that stand open: {inbox, kind, name, url}.
boost::json::array other_doors(const ChatDoor& door);

/// POST /chat/v1/continue
void add_continue_routes(net::Router& router, ChatDoor& door);

}  // namespace keydesk::api::chat
