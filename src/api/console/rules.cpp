// Automation rules: kept by leads, tried before they are let loose.
#include "api/console/power.hpp"
#include "api/console/shapes.hpp"
#include "api/read_body.hpp"
#include "base/ids.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::api {

namespace json = boost::json;

namespace {

struct RuleOut {
    std::string id, name;
    bool enabled = false;
    std::string occasion;
    desk::Conditions conditions;
    desk::Actions actions;
    std::int64_t runs = 0;
    OrNull<Time> last_run_at, paused_at;
    std::string last_error;
};
BOOST_DESCRIBE_STRUCT(
    RuleOut,
    (),
    (id, name, enabled, occasion, conditions, actions, runs, last_run_at, paused_at, last_error))

struct RuleList {
    std::vector<RuleOut> items;
};
BOOST_DESCRIBE_STRUCT(RuleList, (), (items))

struct RuleAnswer {
    RuleOut rule;
};
BOOST_DESCRIBE_STRUCT(RuleAnswer, (), (rule))

/// A rule is always sent whole.
struct RuleIn {
    std::string name;
    bool enabled = false;
    std::string occasion;
    desk::Conditions conditions;
    desk::Actions actions;
};
BOOST_DESCRIBE_STRUCT(RuleIn, (), (name, enabled, occasion, conditions, actions))

struct OrderIn {
    std::vector<std::string> ids;
};
BOOST_DESCRIBE_STRUCT(OrderIn, (), (ids))

struct TrialIn {
    RuleIn rule;
    std::int64_t conversations = 200;
};
BOOST_DESCRIBE_STRUCT(TrialIn, (), (rule, conversations))

struct Would {
    std::optional<std::string> status, priority, assignee, team;
    std::optional<std::vector<std::string>> labels;
};
BOOST_DESCRIBE_STRUCT(Would, (), (status, priority, assignee, team, labels))

RuleOut out_of(desk::Rule r)
{
    return {
        std::move(r.id),
        std::move(r.name),
        r.enabled,
        std::move(r.occasion),
        std::move(r.conditions),
        std::move(r.actions),
        r.runs,
        {r.last_run_at},
        {r.paused_at},
        std::move(r.last_error)};
}

void check_conditions(Faults& faults, const desk::Conditions& c, bool waiting)
{
    auto wrong = [&](std::string_view field, std::string_view what) {
        faults.push_back({"conditions." + std::string{field}, std::string{what}});
    };
    for (const auto* list : {&c.inboxes, &c.doors, &c.locales, &c.cases, &c.labels, &c.tiers})
        check_list(faults, "conditions", *list);
    check_list(faults, "conditions.words", c.words);
    for (const auto& one : c.locales)
        if (!one_of(one, {"zh", "en"})) wrong("locales", problem::not_allowed);
    for (const auto& one : c.priorities) {
        if (!one_of(one, {"none", "low", "medium", "high", "urgent"}))
            wrong("priorities", problem::not_allowed);
    }
    for (const auto& one : c.statuses)
        if (!one_of(one, {"open", "snoozed", "resolved"})) wrong("statuses", problem::not_allowed);
    if (!one_of(c.hours, {"", "inside", "outside"})) wrong("hours", problem::not_allowed);
    bool day = c.from_minute >= 0 && c.from_minute < c.to_minute && c.to_minute <= 1440;
    if (!day) wrong("from_minute", problem::out_of_range);
    if (c.zone_minutes < -720 || c.zone_minutes > 840) wrong("zone_minutes", problem::out_of_range);
    auto no_day = [](std::int64_t one) { return one < 1 || one > 7; };
    if (c.days.size() > 7 || std::ranges::any_of(c.days, no_day))
        wrong("days", problem::out_of_range);
    if (c.waiting_minutes < 0 || c.waiting_minutes > 60 * 24 * 365)
        wrong("waiting_minutes", problem::out_of_range);
    if (waiting && c.waiting_minutes == 0) wrong("waiting_minutes", problem::missing);
}

std::expected<desk::Rule, Refusal> rule_of(RuleIn in)
{
    Faults faults;
    check_length(faults, "name", in.name, 1, 120);
    if (std::ranges::find(desk::kOccasions, in.occasion) == std::end(desk::kOccasions))
        faults.push_back({"occasion", std::string{problem::not_allowed}});
    check_conditions(faults, in.conditions, in.occasion == "waiting");
    check_actions(faults, in.actions, "actions");
    // Nobody applies a rule: there is no "me".
    if (in.actions.assignee == "me")
        faults.push_back({"actions.assignee", std::string{problem::not_allowed}});
    if (in.actions == desk::Actions{}) faults.push_back({"actions", std::string{problem::missing}});
    if (!faults.empty()) return refuse(wrong_fields(std::move(faults)));
    for (auto& word : in.conditions.words) word = guarded(std::move(word));
    return desk::Rule{
        .id = {},
        .name = guarded(std::move(in.name)),
        .enabled = in.enabled,
        .occasion = std::move(in.occasion),
        .conditions = std::move(in.conditions),
        .actions = guarded(std::move(in.actions)),
        .last_run_at = {},
        .paused_at = {},
        .last_error = {}};
}

Task<Answer> list(PowerServices& services, net::Request&, const Caller&)
{
    auto rules = co_await services.rules.rules();
    if (!rules) co_return fail(rules.error());
    RuleList out;
    for (auto& one : *rules) out.items.push_back(out_of(std::move(one)));
    co_return net::json(200, write(out));
}

Task<Answer> keep(
    PowerServices& services, desk::Rule rule, const Caller& caller, std::string action, int status)
{
    auto id = rule.id;
    auto kept = co_await services.rules.keep(std::move(rule));
    if (!kept) co_return fail(kept.error());
    auto noted = co_await services.audit.add(audited(services, caller, std::move(action), id));
    if (!noted) co_return fail(noted.error());
    services.changed("rules");
    auto now = co_await services.rules.rule(std::move(id));
    if (!now) co_return fail(now.error());
    RuleAnswer answer{out_of(std::move(*now))};
    co_return net::json(status, write(answer));
}

Task<Answer> add(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<RuleIn>(request, 131'072);
    if (!in) co_return refuse(in.error());
    auto rule = rule_of(std::move(*in));
    if (!rule) co_return refuse(rule.error());
    rule->created_at = services.clock.now();
    rule->id = new_id(rule->created_at);
    co_return co_await keep(services, std::move(*rule), caller, "rule.add", 201);
}

Task<Answer> edit(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<RuleIn>(request, 131'072);
    if (!in) co_return refuse(in.error());
    auto rule = rule_of(std::move(*in));
    if (!rule) co_return refuse(rule.error());
    auto before = co_await services.rules.rule(*id);
    if (!before) co_return fail(before.error());
    rule->id = before->id;
    rule->created_at = before->created_at;
    co_return co_await keep(services, std::move(*rule), caller, "rule.edit", 200);
}

Task<Answer> remove(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto before = co_await services.rules.rule(*id);
    if (!before) co_return fail(before.error());
    auto removed = co_await services.rules.remove(*id);
    if (!removed) co_return fail(removed.error());
    auto noted = co_await services.audit.add(audited(services, caller, "rule.remove", *id));
    if (!noted) co_return fail(noted.error());
    services.changed("rules");
    co_return net::empty();
}

Task<Answer> order(PowerServices& services, net::Request& request, const Caller&)
{
    auto in = co_await read_body<OrderIn>(request);
    if (!in) co_return refuse(in.error());
    if (in->ids.size() > 1000)
        co_return refuse(wrong_fields({{"ids", std::string{problem::out_of_range}}}));
    auto ordered = co_await services.rules.order(std::move(in->ids));
    if (!ordered) co_return fail(ordered.error());
    services.changed("rules");
    co_return net::empty();
}

Task<Answer> dry_run(PowerServices& services, net::Request& request, const Caller&)
{
    auto in = co_await read_body<TrialIn>(request, 131'072);
    if (!in) co_return refuse(in.error());
    auto rule = rule_of(std::move(in->rule));
    if (!rule) co_return refuse(rule.error());
    auto limit = std::clamp<std::int64_t>(in->conversations, 1, 1000);
    auto hits = co_await services.rules.dry_run(std::move(*rule), limit);
    if (!hits) co_return fail(hits.error());
    json::array items;
    for (const auto& hit : *hits) {
        if (items.size() == 50) break;
        const auto& change = hit.change;
        auto would = write(
            Would{change.status, change.priority, change.assignee, change.team, change.labels});
        items.push_back(json::object{
            {"conversation", conversation(hit.conversation)},
            {"text", hit.text},
            {"at", millis(hit.at)},
            {"says", hit.says},
            {"would", json::parse(would)}});
    }
    json::object out{{"looked_at", limit}, {"hits", hits->size()}, {"items", std::move(items)}};
    co_return net::json(200, json::serialize(out));
}

}  // namespace

void add_rule_routes(Routes& routes, PowerServices& services)
{
    using net::Method;
    constexpr auto kNeeds = desk::Permission::rules_edit;
    routes.on(Method::get, "/api/v1/rules", kNeeds, with(services, list));
    routes.on(Method::post, "/api/v1/rules", kNeeds, with(services, add));
    routes.on(Method::post, "/api/v1/rules/order", kNeeds, with(services, order));
    routes.on(Method::post, "/api/v1/rules/dry_run", kNeeds, with(services, dry_run));
    routes.on(Method::patch, "/api/v1/rules/:id", kNeeds, with(services, edit));
    routes.on(Method::del, "/api/v1/rules/:id", kNeeds, with(services, remove));
}

}  // namespace keydesk::api
