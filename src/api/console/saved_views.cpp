// Saved views: own and shared lists with a filter of their own.
#include "api/console/desk_routes.hpp"
#include "api/console/owned.hpp"
#include "api/console/power.hpp"
#include "api/console/shapes.hpp"
#include "api/read_body.hpp"
#include "base/ids.hpp"

#include <boost/json.hpp>

namespace keydesk::api {

namespace json = boost::json;

namespace {

struct ViewOut {
    std::string id, name, icon;
    bool shared = false, own = false;
    desk::ViewFilter filter;
    std::string sort;
};
BOOST_DESCRIBE_STRUCT(ViewOut, (), (id, name, icon, shared, own, filter, sort))

struct ViewList {
    std::vector<ViewOut> items;
};
BOOST_DESCRIBE_STRUCT(ViewList, (), (items))

struct ViewAnswer {
    ViewOut view;
};
BOOST_DESCRIBE_STRUCT(ViewAnswer, (), (view))

/// A view is always sent whole.
struct ViewIn {
    std::string name, icon;
    bool shared = false;
    desk::ViewFilter filter;
    std::string sort;
};
BOOST_DESCRIBE_STRUCT(ViewIn, (), (name, icon, shared, filter, sort))

struct CountsOut {
    std::map<std::string, std::int64_t> counts;
};
BOOST_DESCRIBE_STRUCT(CountsOut, (), (counts))

ViewOut out_of(desk::View v, const Caller& caller)
{
    bool own = v.owner == caller.agent;
    return {
        std::move(v.id),
        std::move(v.name),
        std::move(v.icon),
        v.shared,
        own,
        std::move(v.filter),
        std::move(v.sort)};
}

void check_filter(Faults& faults, const desk::ViewFilter& f)
{
    const std::pair<const char*, const std::vector<std::string>*> lists[] = {
        {"filter.statuses", &f.statuses},
        {"filter.inboxes", &f.inboxes},
        {"filter.doors", &f.doors},
        {"filter.labels", &f.labels},
        {"filter.teams", &f.teams},
        {"filter.cases", &f.cases},
        {"filter.tiers", &f.tiers},
        {"filter.priorities", &f.priorities},
        {"filter.assignees", &f.assignees},
        {"filter.locales", &f.locales},
        {"filter.sla", &f.sla}};
    for (const auto& [field, list] : lists) check_list(faults, field, *list);
}

std::optional<Refusal> wrong(const ViewIn& in, const Caller& caller)
{
    Faults faults;
    check_length(faults, "name", in.name, 1, 60);
    check_length(faults, "icon", in.icon, 0, 16);
    check_filter(faults, in.filter);
    if (!one_of(in.sort, {"newest", "oldest", "waiting", "priority"}))
        faults.push_back({"sort", std::string{problem::not_allowed}});
    if (!faults.empty()) return wrong_fields(std::move(faults));
    if (in.shared && !caller.may(desk::Permission::views_share))
        return Refusal{Error{ErrorKind::denied, "may not share views"}};
    return std::nullopt;
}

/// One that he may see: his own or a shared one.
Task<std::expected<desk::View, Refusal>> visible(
    PowerServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return refuse(id.error());
    auto view = co_await services.views.view(*id);
    if (!view) co_return refuse(view.error());
    if (!view->shared && view->owner != caller.agent)
        co_return refuse(Error{ErrorKind::not_found, "view of another agent"});
    co_return std::move(*view);
}

/// One that he may change.
Task<std::expected<desk::View, Refusal>> own(
    PowerServices& services, net::Request& request, const Caller& caller)
{
    auto view = co_await visible(services, request, caller);
    if (!view) co_return view;
    bool may = view->shared ? caller.may(desk::Permission::views_share) : true;
    if (!may) co_return refuse(Error{ErrorKind::denied, "may not edit shared views"});
    co_return view;
}

Task<Answer> list(PowerServices& services, net::Request&, const Caller& caller)
{
    auto views = co_await services.views.views(caller.agent);
    if (!views) co_return fail(views.error());
    ViewList out;
    for (auto& one : *views) out.items.push_back(out_of(std::move(one), caller));
    co_return net::json(200, write(out));
}

Task<Answer> keep(PowerServices& services, desk::View view, ViewIn in, const Caller& caller)
{
    view.name = guarded(std::move(in.name));
    view.icon = std::move(in.icon);
    view.shared = in.shared;
    view.filter = std::move(in.filter);
    view.sort = std::move(in.sort);
    auto kept = co_await services.views.keep(view);
    if (!kept) co_return fail(kept.error());
    services.changed("views");
    ViewAnswer answer{out_of(std::move(view), caller)};
    co_return net::json(200, write(answer));
}

constexpr Owned<ViewIn, desk::View> kViews{wrong, own, keep};

Task<Answer> add(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_owned(kViews, request, caller);
    if (!in) co_return refuse(in.error());
    auto now = services.clock.now();
    desk::View view{.id = new_id(now), .name = {}, .icon = {}, .owner = caller.agent, .filter = {}};
    view.created_at = now;
    co_return co_await keep(services, std::move(view), std::move(*in), caller);
}

Task<Answer> edit(PowerServices& services, net::Request& request, const Caller& caller)
{
    co_return co_await edit_owned(kViews, services, request, caller);
}

Task<Answer> remove(PowerServices& services, net::Request& request, const Caller& caller)
{
    co_return co_await remove_owned(kViews, services.views, "views", services, request, caller);
}

Task<Answer> show(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto view = co_await visible(services, request, caller);
    if (!view) co_return refuse(view.error());
    desk::ListQuery page{
        .agent = caller.agent,
        .inbox = {},
        .label = {},
        .team = {},
        .customer = {},
        .sort = view->sort,
        .after = request.query("after").value_or(""),
        .limit = static_cast<std::size_t>(query_number(request, "limit", 50, 1, 200))};
    auto found = co_await services.views.list(std::move(*view), std::move(page));
    if (!found) co_return fail(found.error());
    json::array items;
    for (const auto& c : found->items) items.push_back(conversation(c));
    json::object out{{"items", std::move(items)}, {"change", found->change}};
    out["next"] = found->next.empty() ? json::value{} : json::value(found->next);
    co_return net::json(200, json::serialize(out));
}

Task<Answer> count(PowerServices& services, net::Request&, const Caller& caller)
{
    auto found = co_await services.views.counts(caller.agent);
    if (!found) co_return fail(found.error());
    CountsOut out;
    for (const auto& [id, number] : *found) out.counts[id] = number;
    co_return net::json(200, write(out));
}

}  // namespace

void add_view_routes(Routes& routes, PowerServices& services)
{
    using net::Method;
    using enum desk::Permission;
    routes.on(Method::get, "/api/v1/views", conversations_read, with(services, list));
    routes.on(Method::post, "/api/v1/views", conversations_read, with(services, add));
    routes.on(Method::get, "/api/v1/views/counts", conversations_read, with(services, count));
    routes.on(Method::patch, "/api/v1/views/:id", conversations_read, with(services, edit));
    routes.on(Method::del, "/api/v1/views/:id", conversations_read, with(services, remove));
    constexpr auto kShown = "/api/v1/views/:id/conversations";
    routes.on(Method::get, kShown, conversations_read, with(services, show));
}

}  // namespace keydesk::api
