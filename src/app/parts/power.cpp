#include "app/parts/power.hpp"

#include <spdlog/spdlog.h>

namespace keydesk::app {

using namespace std::chrono_literals;

namespace {

store::NoticeFollower::Tell telling(api::LiveDesk& live)
{
    return [&live](const std::string& agent) { live.tell_agent(agent, "notifications"); };
}

Task<void> sweep_rules(store::RuleFollower& rules)
{
    auto swept = co_await rules.sweep();
    if (!swept) spdlog::warn("rules: {}", swept.error().what);
}

Task<void> sweep_undo(store::Bulk& bulk)
{
    auto swept = co_await bulk.sweep();
    if (!swept) spdlog::warn("undo: {}", swept.error().what);
}

}  // namespace

PowerPart::PowerPart(const Around& around)
    : house_{around.house},
      scope_{around.scope},
      live_{around.live},
      macros_{*house_.database, *house_.store, house_.clock},
      bulk_{*house_.database, *house_.store, house_.clock},
      rules_{*house_.database, house_.clock},
      views_{*house_.database, *house_.store},
      bonds_{*house_.database, *house_.store, house_.clock},
      rule_follower_{
          *house_.database, *house_.store, house_.feed, house_.clock, telling(around.live)},
      notices_{telling(around.live)},
      services_{
          .desk = *house_.desk,
          .conversations = *house_.store,
          .cases = *house_.cases,
          .workspace = *house_.accounts,
          .audit = *house_.accounts,
          .macros = macros_,
          .bulk = bulk_,
          .rules = rules_,
          .views = views_,
          .bonds = bonds_,
          .clock = house_.clock,
          .changed = [this](std::string_view what) { live_.changed(what); },
          .changed_for = [this](
                             const std::string& agent,
                             std::string_view what) { live_.tell_agent(agent, what); }}
{
}

void PowerPart::add_routes(net::Router&, api::Routes& routes)
{
    api::add_power_routes(routes, services_);
}

void PowerPart::start()
{
    house_.log->follow(scope_, rule_follower_);
    house_.log->follow(scope_, notices_);
    scope_.every("waiting rules", 30s, [this] { return sweep_rules(rule_follower_); });
    scope_.every("undo", 1h, [this] { return sweep_undo(bulk_); });
}

}  // namespace keydesk::app
