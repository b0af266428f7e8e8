// Agents' skills and capacity, calendars, rules.
#include "api/console/queue.hpp"
#include "api/read_body.hpp"
#include "base/ids.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::api {

namespace json = boost::json;

namespace {

struct RoutingIn {
    int capacity = desk::kUsualCapacity;
    bool specialist = false;
    std::vector<std::string> languages, skills;
    OrNull<std::string> calendar;
};
BOOST_DESCRIBE_STRUCT(RoutingIn, (), (capacity, specialist, languages, skills, calendar))

struct CalendarIn {
    std::string name, zone;
    boost::json::value rules;
    std::vector<std::string> teams;
};
BOOST_DESCRIBE_STRUCT(CalendarIn, (), (name, zone, rules, teams))

struct CalendarOut {
    std::string id, name, zone;
    Raw rules;
    std::vector<std::string> teams;
};
BOOST_DESCRIBE_STRUCT(CalendarOut, (), (id, name, zone, rules, teams))

struct CalendarList {
    std::vector<CalendarOut> items;
};
BOOST_DESCRIBE_STRUCT(CalendarList, (), (items))

struct IdOut {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(IdOut, (), (id))

struct RulesBody {
    bool automatic = false, tell_place = true;
    std::int64_t over_minutes = 30, slow_hours = 24;
    OrNull<std::string> calendar;
};
BOOST_DESCRIBE_STRUCT(RulesBody, (), (automatic, tell_place, over_minutes, slow_hours, calendar))

void out_of_range(Faults& faults, const char* field, bool wrong)
{
    if (wrong) faults.push_back({field, std::string{problem::out_of_range}});
}

bool is_word(std::string_view text)
{
    auto plain = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-'; };
    return !text.empty() && text.size() <= 60 && std::ranges::all_of(text, plain);
}

Faults faults_of(const RoutingIn& in)
{
    Faults faults;
    auto wrong = [&](const char* field, bool is) {
        if (is) faults.push_back({field, std::string{problem::not_allowed}});
    };
    out_of_range(faults, "capacity", in.capacity < 0 || in.capacity > 200);
    auto known = [](const std::string& one) { return one == "zh" || one == "en"; };
    wrong("languages", !std::ranges::all_of(in.languages, known) || in.languages.size() > 10);
    wrong("skills", !std::ranges::all_of(in.skills, is_word) || in.skills.size() > 100);
    return faults;
}

Task<Answer> put_routing(QueueServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<RoutingIn>(request);
    if (!in) co_return refuse(in.error());
    auto faults = faults_of(*in);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    desk::AgentRouting routing;
    routing.agent = *id;
    routing.capacity = in->capacity;
    routing.specialist = in->specialist;
    routing.languages = std::move(in->languages);
    routing.skills = std::move(in->skills);
    routing.calendar = in->calendar.value.value_or("");
    auto set = co_await services.setup.set_routing(std::move(routing));
    if (!set) co_return fail(set.error());
    auto noted = co_await note(services, caller, "queue.routing", *id);
    if (!noted) co_return fail(noted.error());
    services.moved();
    services.notices.changed("queue");
    co_return net::empty();
}

Task<Answer> list_calendars(QueueServices& services, net::Request&, const Caller&)
{
    auto found = co_await services.setup.calendars();
    if (!found) co_return fail(found.error());
    CalendarList out;
    for (auto& one : *found) {
        out.items.push_back({one.id, one.name, one.zone, {one.rules}, one.teams});
    }
    co_return net::json(200, write(out));
}

Task<Answer> put_calendar(QueueServices& services, net::Request& request, Caller caller, bool fresh)
{
    std::string id;
    if (!fresh) {
        auto named = request.params.uuid("id");
        if (!named) co_return fail(named.error());
        id = *named;
    }
    auto in = co_await read_body<CalendarIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    check_length(faults, "name", in->name, 1, 60);
    auto rules = json::serialize(in->rules);
    auto malformed = [&](const char* field) {
        faults.push_back({field, std::string{problem::malformed}});
    };
    if (!desk::read_calendar(rules)) malformed("rules");
    if (!std::ranges::all_of(in->teams, is_uuid) || in->teams.size() > 100) malformed("teams");
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    desk::NamedCalendar calendar{id, guarded(in->name), in->zone, rules, std::move(in->teams)};
    auto put = co_await services.setup.put_calendar(std::move(calendar));
    if (!put && put.error().kind == ErrorKind::invalid_input) {
        co_return refuse(wrong_fields({{"zone", std::string{problem::unknown}}}));
    }
    if (!put) co_return fail(put.error());
    auto noted = co_await note(services, caller, "queue.calendar", *put);
    if (!noted) co_return fail(noted.error());
    services.moved();
    services.notices.changed("queue");
    co_return net::json(fresh ? 201 : 200, write(IdOut{*put}));
}

Task<Answer> add_calendar(QueueServices& services, net::Request& request, const Caller& caller)
{
    co_return co_await put_calendar(services, request, caller, true);
}

Task<Answer> edit_calendar(QueueServices& services, net::Request& request, const Caller& caller)
{
    co_return co_await put_calendar(services, request, caller, false);
}

Task<Answer> remove_calendar(QueueServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto removed = co_await services.setup.remove_calendar(*id);
    if (!removed) co_return fail(removed.error());
    auto noted = co_await note(services, caller, "queue.calendar_remove", *id);
    if (!noted) co_return fail(noted.error());
    services.moved();
    services.notices.changed("queue");
    co_return net::empty();
}

Task<Answer> show_rules(QueueServices& services, net::Request&, const Caller&)
{
    const auto& set = services.setup.book()->settings;
    RulesBody out;
    out.automatic = set.rules.automatic;
    out.tell_place = set.rules.tell_place;
    out.over_minutes = set.rules.over.count();
    out.slow_hours = set.rules.slow_reply.count();
    if (!set.calendar.empty()) out.calendar.value = set.calendar;
    co_return net::json(200, write(out));
}

Task<Answer> put_rules(QueueServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<RulesBody>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    out_of_range(faults, "over_minutes", in->over_minutes < 2 || in->over_minutes > 1440);
    out_of_range(faults, "slow_hours", in->slow_hours < 1 || in->slow_hours > 240);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    desk::QueueSettings set;
    set.rules.automatic = in->automatic;
    set.rules.tell_place = in->tell_place;
    set.rules.over = std::chrono::minutes{in->over_minutes};
    set.rules.slow_reply = std::chrono::hours{in->slow_hours};
    set.calendar = in->calendar.value.value_or("");
    auto put = co_await services.setup.set_rules(std::move(set));
    if (!put) co_return fail(put.error());
    auto noted = co_await note(services, caller, "queue.rules", "");
    if (!noted) co_return fail(noted.error());
    services.moved();
    services.notices.changed("queue");
    co_return net::empty();
}

}  // namespace

void add_queue_setup_routes(Routes& routes, QueueServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    routes.on(put, "/api/v1/agents/:id/routing", queue_edit, with(services, put_routing));
    routes.on(get, "/api/v1/calendars", conversations_read, with(services, list_calendars));
    routes.on(post, "/api/v1/calendars", queue_edit, with(services, add_calendar));
    routes.on(patch, "/api/v1/calendars/:id", queue_edit, with(services, edit_calendar));
    routes.on(del, "/api/v1/calendars/:id", queue_edit, with(services, remove_calendar));
    routes.on(get, "/api/v1/queue/rules", conversations_read, with(services, show_rules));
    routes.on(put, "/api/v1/queue/rules", queue_edit, with(services, put_rules));
}

}  // namespace keydesk::api
