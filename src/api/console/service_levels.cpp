// Policies of service levels.
#include "api/console/queue.hpp"
#include "api/read_body.hpp"
#include "base/ids.hpp"

#include <algorithm>

namespace keydesk::api {

namespace {

struct PolicyBody {
    std::optional<std::string> id;
    std::string name;
    OrNull<std::string> inbox, priority, case_type, calendar;
    OrNull<std::int64_t> first_minutes, next_minutes, resolve_minutes;
};
BOOST_DESCRIBE_STRUCT(
    PolicyBody,
    (),
    (id, name, inbox, priority, case_type, calendar, first_minutes, next_minutes, resolve_minutes))

struct PolicyList {
    std::vector<PolicyBody> items;
};
BOOST_DESCRIBE_STRUCT(PolicyList, (), (items))

struct PolicyId {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(PolicyId, (), (id))

OrNull<std::string> or_null(const std::string& text)
{
    if (text.empty()) return {};
    return {text};
}

Faults faults_of(const PolicyBody& in)
{
    Faults faults;
    check_length(faults, "name", in.name, 1, 60);
    constexpr std::string_view known[] = {"none", "low", "medium", "high", "urgent"};
    if (in.priority.value && std::ranges::find(known, *in.priority.value) == std::end(known)) {
        faults.push_back({"priority", std::string{problem::not_allowed}});
    }
    if (in.case_type.value) check_length(faults, "case_type", *in.case_type.value, 1, 60);
    auto minutes = [&](const char* field, const OrNull<std::int64_t>& target) {
        bool wrong = target.value && (*target.value < 1 || *target.value > 60 * 24 * 90);
        if (wrong) faults.push_back({field, std::string{problem::out_of_range}});
    };
    minutes("first_minutes", in.first_minutes);
    minutes("next_minutes", in.next_minutes);
    minutes("resolve_minutes", in.resolve_minutes);
    return faults;
}

Task<Answer> list(QueueServices& services, net::Request&, const Caller&)
{
    PolicyList out;
    for (const auto& p : services.setup.book()->policies) {
        out.items.push_back(
            {p.id,
             p.name,
             or_null(p.inbox),
             or_null(p.priority),
             or_null(p.case_type),
             or_null(p.calendar),
             {p.first_minutes},
             {p.next_minutes},
             {p.resolve_minutes}});
    }
    co_return net::json(200, write(out));
}

Task<Answer> put_policy(QueueServices& services, net::Request& request, Caller caller, bool fresh)
{
    std::string id;
    if (!fresh) {
        auto named = request.params.uuid("id");
        if (!named) co_return fail(named.error());
        id = *named;
    }
    auto in = co_await read_body<PolicyBody>(request);
    if (!in) co_return refuse(in.error());
    auto faults = faults_of(*in);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    desk::SlaPolicy policy;
    policy.id = id;
    policy.name = guarded(in->name);
    policy.inbox = in->inbox.value.value_or("");
    policy.priority = in->priority.value.value_or("");
    policy.case_type = in->case_type.value.value_or("");
    policy.calendar = in->calendar.value.value_or("");
    policy.first_minutes = in->first_minutes.value;
    policy.next_minutes = in->next_minutes.value;
    policy.resolve_minutes = in->resolve_minutes.value;
    auto put = co_await services.levels.put_policy(std::move(policy));
    if (!put) co_return fail(put.error());
    auto noted = co_await note(services, caller, "sla.policy", *put);
    if (!noted) co_return fail(noted.error());
    services.notices.changed("queue");
    co_return net::json(fresh ? 201 : 200, write(PolicyId{*put}));
}

Task<Answer> add(QueueServices& services, net::Request& request, const Caller& caller)
{
    co_return co_await put_policy(services, request, caller, true);
}

Task<Answer> edit(QueueServices& services, net::Request& request, const Caller& caller)
{
    co_return co_await put_policy(services, request, caller, false);
}

Task<Answer> remove(QueueServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto removed = co_await services.levels.remove_policy(*id);
    if (!removed) co_return fail(removed.error());
    auto noted = co_await note(services, caller, "sla.policy_remove", *id);
    if (!noted) co_return fail(noted.error());
    services.notices.changed("queue");
    co_return net::empty();
}

}  // namespace

void add_service_level_routes(Routes& routes, QueueServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    routes.on(get, "/api/v1/sla", conversations_read, with(services, list));
    routes.on(post, "/api/v1/sla", queue_edit, with(services, add));
    routes.on(patch, "/api/v1/sla/:id", queue_edit, with(services, edit));
    routes.on(del, "/api/v1/sla/:id", queue_edit, with(services, remove));
}

}  // namespace keydesk::api
