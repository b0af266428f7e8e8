#pragma once

#include "api/gate.hpp"
#include "base/clock.hpp"
#include "desk/reports/csat.hpp"
#include "desk/reports/reports.hpp"

namespace keydesk::api {

struct ReportServices {
    desk::Reports& reports;
    desk::Csat& csat;
    const Clock& clock;
};

/// `/api/v1/reports/…` and `/api/v1/csat/…`: docs/reports.md. `services` outlives `routes`.
void add_report_routes(Routes& routes, ReportServices& services);
void add_csat_routes(Routes& routes, ReportServices& services);

}  // namespace keydesk::api
