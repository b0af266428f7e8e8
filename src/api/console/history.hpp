#pragma once

#include "api/gate.hpp"
#include "desk/accounts/audit.hpp"
#include "desk/history/exports.hpp"
#include "desk/history/import_room.hpp"

namespace keydesk::api {

/// What the routes of imports and exports work with; everything outlives the server.
struct HistoryServices {
    desk::ImportRoom& imports;
    desk::ExportStore& exports;
    desk::AuditLog& audit;
    const Clock& clock;
};

/// `/api/v1/imports`, `/api/v1/exports/:what`. See docs/integrating.md.
void add_history_routes(Routes& routes, HistoryServices& services);

}  // namespace keydesk::api
