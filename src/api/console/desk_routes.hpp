#pragma once

#include "api/gate.hpp"
#include "base/seal.hpp"
#include "desk/accounts/audit.hpp"
#include "desk/channels/open_doors.hpp"
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
    desk::OpenDoors& open;
    desk::Doors& doors;
    desk::Outbox& outbox;
    desk::Joins& joins;
    desk::Quarantine& quarantine;
    desk::AuditLog& audit;
    const Sealer& sealer;
    const Clock& clock;
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
void add_door_routes(Routes& routes, DeskServices& services);
void add_delivery_routes(Routes& routes, DeskServices& services);
void add_join_routes(Routes& routes, DeskServices& services);
void add_quarantine_routes(Routes& routes, DeskServices& services);

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

/// Messages with what became of them on their way out.
Task<Result<boost::json::array>> messages_of(
    DeskServices& services,
    std::vector<desk::MessagePtr> messages,
    std::int64_t read,
    std::int64_t got);

/// Health of every door beside what waits there.
Task<Result<boost::json::array>> health_of(DeskServices& services);

/// An audit entry of what the caller does now. `detail` holds no secret and no customer's text.
desk::AuditEntry audited(
    const DeskServices& services, const Caller& caller, std::string action, std::string object);

boost::json::array diagnoses(const std::vector<desk::Case>& cases);

}  // namespace keydesk::api
