#pragma once

#include "api/chat/services.hpp"
#include "desk/queue/ports.hpp"
#include "net/router.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <string>
#include <vector>

/// What a customer's device is told of the queue and of incidents.
namespace keydesk::api::chat {

/// {"state", "place", "p50", "p90", "low", "high", "reply_by", "offers"}; null: he stands in none.
boost::json::value queue_of(const std::optional<desk::QueuePlace>& place);

/// What the routes below work with; outlives the router.
struct WaitingServices {
    desk::Claims& claims;
    /// Those that are open, kept in memory: every panel that opens asks for them.
    std::function<std::vector<desk::Incident>()> incidents;
};

/// POST /chat/v1/callback, GET /chat/v1/status
void add_waiting_routes(net::Router& router, ChatDoor& door, WaitingServices& services);

}  // namespace keydesk::api::chat
