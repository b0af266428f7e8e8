#pragma once

#include "api/gate.hpp"
#include "desk/accounts/audit.hpp"
#include "desk/accounts/notices.hpp"
#include "desk/feed.hpp"
#include "desk/queue/ports.hpp"

#include <functional>
#include <string>

namespace keydesk::api {

/// What the routes of queue, service levels and incidents work with; everything outlives the
/// server.
struct QueueServices {
    desk::Claims& claims;
    desk::QueueSetup& setup;
    desk::ServiceLevels& levels;
    desk::Incidents& incidents;
    const desk::Places& places;
    desk::Feed& feed;
    desk::Notices& notices;
    desk::AuditLog& audit;
    const Clock& clock;
    std::function<void()> moved;  ///< Somebody or something that routing depends on changed.
};

/// /api/v1/queue, /claim, /agents/:id/routing, /calendars, /sla, /incidents. See docs/queue.md.
void add_queue_routes(Routes& routes, QueueServices& services);

void add_queue_setup_routes(Routes& routes, QueueServices& services);
void add_service_level_routes(Routes& routes, QueueServices& services);
void add_incident_routes(Routes& routes, QueueServices& services);

using QueueFunction = Task<Answer> (*)(QueueServices&, net::Request&, const Caller&);
CallerHandler with(QueueServices& services, QueueFunction function);

/// Notes in the audit log what the caller did.
Task<Result<void>> note(
    QueueServices& services, Caller caller, std::string action, std::string object);

/// What a person typed, without secrets.
std::string guarded(const std::string& text);

}  // namespace keydesk::api
