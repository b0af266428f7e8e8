#pragma once

#include "api/gate.hpp"
#include "desk/conversations/blobs.hpp"
#include "desk/conversations/ports.hpp"
#include "desk/desk.hpp"
#include "desk/diagnosis/follower.hpp"
#include "desk/presence.hpp"

#include <boost/json/array.hpp>

namespace keydesk::api {

/// What the routes of conversations work with; everything outlives the server.
struct DeskServices {
    desk::Desk& desk;
    desk::Conversations& conversations;
    desk::Files& files;
    desk::Blobs& blobs;
    desk::Presence& presence;
    desk::Cases& cases;
    desk::Follower& follower;
};

/// `/api/v1`: conversations, customers, search, files. See docs/api.md.
void add_desk_routes(Routes& routes, DeskServices& services);

/// One file a noun.
void add_conversation_routes(Routes& routes, DeskServices& services);
void add_message_routes(Routes& routes, DeskServices& services);
void add_customer_routes(Routes& routes, DeskServices& services);
void add_search_routes(Routes& routes, DeskServices& services);
void add_file_routes(Routes& routes, DeskServices& services);
void add_diagnosis_routes(Routes& routes, DeskServices& services);

using DeskFunction = Task<Answer> (*)(DeskServices&, net::Request&, const Caller&);
CallerHandler with(DeskServices& services, DeskFunction function);

/// A number of the query string within bounds; `otherwise` when absent or no number.
std::int64_t query_number(
    const net::Request& request,
    std::string_view name,
    std::int64_t otherwise,
    std::int64_t least,
    std::int64_t most);

desk::Face face_of(const Caller& caller);

boost::json::array diagnoses(const std::vector<desk::Case>& cases);

}  // namespace keydesk::api
