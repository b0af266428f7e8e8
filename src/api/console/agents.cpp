#include "api/console/me.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"

namespace keydesk::api {

namespace {

struct AgentOut {
    std::string id, name, email;
    desk::Role role = desk::Role::agent;
    std::string availability, avatar;
    bool online = false;
    std::vector<std::string> teams;
    bool disabled = false;
    bool totp = false;
};
BOOST_DESCRIBE_STRUCT(
    AgentOut, (), (id, name, email, role, availability, avatar, online, teams, disabled, totp))

struct AgentList {
    std::vector<AgentOut> items;
};
BOOST_DESCRIBE_STRUCT(AgentList, (), (items))

struct AgentAnswer {
    AgentOut agent;
};
BOOST_DESCRIBE_STRUCT(AgentAnswer, (), (agent))

struct InviteIn {
    std::string email;
    desk::Role role = desk::Role::agent;
    std::optional<std::string> name;
};
BOOST_DESCRIBE_STRUCT(InviteIn, (), (email, role, name))

struct InviteAnswer {
    std::string url;
    Time expires_at;
};
BOOST_DESCRIBE_STRUCT(InviteAnswer, (), (url, expires_at))

struct AgentIn {
    std::optional<desk::Role> role;
    std::optional<bool> disabled;
    std::optional<std::vector<std::string>> teams;
};
BOOST_DESCRIBE_STRUCT(AgentIn, (), (role, disabled, teams))

AgentOut out_of(const AccountServices& services, desk::Agent agent)
{
    AgentOut out{
        agent.id,
        agent.name,
        std::move(agent.email),
        agent.role,
        std::move(agent.availability),
        desk::avatar_of(agent.name),
        false,
        std::move(agent.teams),
        agent.disabled,
        agent.totp};
    out.online = services.online && services.online(out.id);
    return out;
}

Task<Answer> list(AccountServices& services, net::Request&, const Caller&)
{
    auto agents = co_await services.agents.agents();
    if (!agents) co_return fail(agents.error());
    AgentList out;
    for (auto& one : *agents) out.items.push_back(out_of(services, std::move(one)));
    co_return net::json(200, write(out));
}

Task<Answer> invite(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<InviteIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    auto email = desk::tidy_email(in->email);
    if (email.empty()) faults.push_back({"email", std::string{problem::malformed}});
    auto name = in->name.value_or("");
    check_length(faults, "name", name, 0, 80);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto made = co_await services.accounts.invite(
        caller.agent, std::move(email), std::move(name), in->role);
    if (!made) co_return refuse(taken(made.error(), "email"));
    InviteAnswer out{base_url(request) + "/console/invite/" + made->token, made->expires_at};
    co_return net::json(201, write(out));
}

std::map<std::string, std::string> told(const AgentIn& in)
{
    std::map<std::string, std::string> detail;
    if (in.role) detail["role"] = desk::name_of(*in.role);
    if (in.disabled) detail["disabled"] = *in.disabled ? "yes" : "no";
    if (in.teams) detail["teams"] = std::to_string(in.teams->size());
    return detail;
}

Task<Answer> edit(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<AgentIn>(request);
    if (!in) co_return refuse(in.error());
    auto audit = audited(services, caller, "agent.edit", *id, told(*in));
    desk::AgentPatch patch{in->role, in->disabled, std::move(in->teams)};
    auto edited = co_await services.agents.edit_agent(*id, std::move(patch), std::move(audit));
    if (!edited) {
        Refusal refusal{edited.error()};
        if (refusal.error.kind == ErrorKind::invalid_input)
            refusal.faults = {{"teams", std::string{problem::unknown}}};
        co_return refuse(std::move(refusal));
    }
    if (!edited->ended_sessions.empty()) services.notices.sessions_ended(edited->ended_sessions);
    services.notices.agent_changed(*id);
    services.notices.changed("agents");
    AgentAnswer out{out_of(services, std::move(edited->agent))};
    co_return net::json(200, write(out));
}

}  // namespace

void add_agent_routes(Routes& routes, AccountServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    routes.on(get, "/api/v1/agents", agents_read, with(services, list), about<void, AgentList>());
    routes.on(
        post,
        "/api/v1/agents/invite",
        agents_edit,
        with(services, invite),
        about<InviteIn, InviteAnswer>());
    routes.on(
        net::Method::patch,
        "/api/v1/agents/:id",
        agents_edit,
        with(services, edit),
        about<AgentIn, AgentAnswer>());
}

}  // namespace keydesk::api
