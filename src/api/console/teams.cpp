#include "api/console/services.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"
#include "base/ids.hpp"

namespace keydesk::api {

namespace {

struct TeamOut {
    std::string id, name;
};
BOOST_DESCRIBE_STRUCT(TeamOut, (), (id, name))

struct TeamList {
    std::vector<TeamOut> items;
};
BOOST_DESCRIBE_STRUCT(TeamList, (), (items))

struct TeamAnswer {
    TeamOut team;
};
BOOST_DESCRIBE_STRUCT(TeamAnswer, (), (team))

struct TeamIn {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(TeamIn, (), (name))

Task<std::expected<TeamIn, Refusal>> read_team(net::Request& request)
{
    auto in = co_await read_body<TeamIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    check_length(faults, "name", in->name, 1, 60);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    co_return std::move(*in);
}

Task<Answer> list(AccountServices& services, net::Request&, const Caller&)
{
    auto teams = co_await services.teams.teams();
    if (!teams) co_return fail(teams.error());
    TeamList out;
    for (auto& one : *teams) out.items.push_back({std::move(one.id), std::move(one.name)});
    co_return net::json(200, write(out));
}

Task<Answer> add(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_team(request);
    if (!in) co_return refuse(in.error());
    desk::Team team{new_id(services.clock.now()), in->name};
    auto audit = audited(services, caller, "team.add", team.id, {{"name", team.name}});
    auto added = co_await services.teams.add_team(team, std::move(audit));
    if (!added) co_return refuse(taken(added.error(), "name"));
    services.notices.changed("teams");
    co_return net::json(201, write(TeamAnswer{{team.id, team.name}}));
}

Task<Answer> edit(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_team(request);
    if (!in) co_return refuse(in.error());
    auto audit = audited(services, caller, "team.edit", *id, {{"name", in->name}});
    auto team = co_await services.teams.edit_team(*id, std::move(in->name), std::move(audit));
    if (!team) co_return refuse(taken(team.error(), "name"));
    services.notices.changed("teams");
    co_return net::json(200, write(TeamAnswer{{team->id, team->name}}));
}

Task<Answer> remove(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto audit = audited(services, caller, "team.remove", *id);
    auto removed = co_await services.teams.remove_team(*id, std::move(audit));
    if (!removed) co_return fail(removed.error());
    services.notices.changed("teams");
    co_return net::empty();
}

}  // namespace

void add_team_routes(Routes& routes, AccountServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    routes.on(get, "/api/v1/teams", session, with(services, list), about<void, TeamList>());
    routes.on(post, "/api/v1/teams", teams_edit, with(services, add), about<TeamIn, TeamAnswer>());
    routes.on(
        patch, "/api/v1/teams/:id", teams_edit, with(services, edit), about<TeamIn, TeamAnswer>());
    routes.on(del, "/api/v1/teams/:id", teams_edit, with(services, remove));
}

}  // namespace keydesk::api
