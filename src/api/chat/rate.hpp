#pragma once

#include "api/chat/services.hpp"
#include "desk/reports/csat.hpp"
#include "net/router.hpp"

namespace keydesk::api::chat {

/// POST /chat/v1/rate {score, reasons?, comment?, conversation?}: how content the customer is. 409
/// when he was not asked. Both outlive the router.
void add_rate_route(net::Router& router, ChatDoor& door, desk::Csat& csat);

}  // namespace keydesk::api::chat
