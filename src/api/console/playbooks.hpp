#pragma once

#include "api/console/desk_routes.hpp"
#include "desk/playbooks/ports.hpp"

namespace keydesk::api {

/// What the routes of playbooks and cases work with; everything outlives the server.
struct PlaybookServices {
    desk::PlaybookShelf& shelf;
    desk::CaseDesk& cases;
    desk::Feed& feed;
    desk::AuditLog& audit;
    const Clock& clock;
};

/// /api/v1/playbooks…, /api/v1/conversations/{id}/facts and /case, /api/v1/customers/{id}/signals.
void add_playbook_routes(Routes& routes, PlaybookServices& services);
void add_playbook_inbox_routes(Routes& routes, PlaybookServices& services);
void add_case_routes(Routes& routes, PlaybookServices& services);

using PlaybookFunction = Task<Answer> (*)(PlaybookServices&, net::Request&, const Caller&);
CallerHandler with(PlaybookServices& services, PlaybookFunction function);

}  // namespace keydesk::api
