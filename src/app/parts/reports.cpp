#include "app/parts/reports.hpp"

#include "api/chat/rate.hpp"

#include <spdlog/spdlog.h>

namespace keydesk::app {

using namespace std::chrono_literals;

ReportsPart::ReportsPart(const Around& around)
    : house_{around.house},
      scope_{around.scope},
      door_{around.door},
      reports_{*around.house.database},
      csat_{*around.house.database, *around.house.store, around.house.feed, around.house.clock},
      services_{reports_, csat_, around.house.clock}
{
}

void ReportsPart::add_routes(net::Router& router, api::Routes& routes)
{
    api::add_report_routes(routes, services_);
    api::add_csat_routes(routes, services_);
    api::chat::add_rate_route(router, door_, csat_);
}

void ReportsPart::start()
{
    house_.log->follow(scope_, tally_);
    house_.log->follow(scope_, csat_);
    scope_.every("csat", 5s, [this]() -> Task<void> {
        auto asked = co_await csat_.ask_due();
        if (!asked) spdlog::warn("csat: {}", asked.error().what);
    });
}

}  // namespace keydesk::app
