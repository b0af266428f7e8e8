#pragma once

#include "api/gate.hpp"
#include "base/clock.hpp"
#include "desk/reports/csat.hpp"
#include "desk/reports/reports.hpp"

#include <functional>

namespace keydesk::api {

struct ReportServices {
    desk::Reports& reports;
    desk::Csat& csat;
    const Clock& clock;
    /// Whether the help centre answers this case type; unset: not known.
    std::function<bool(const std::string& case_type)> has_article = {};
};

/// `/api/v1/reports/…` and `/api/v1/csat/…`: docs/reports.md. `services` outlives `routes`.
void add_report_routes(Routes& routes, ReportServices& services);
void add_csat_routes(Routes& routes, ReportServices& services);

}  // namespace keydesk::api
