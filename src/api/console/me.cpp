#include "api/console/me.hpp"

#include "api/read_body.hpp"
#include "api/schema.hpp"
#include "desk/accounts/password.hpp"

namespace keydesk::api {

namespace {

struct MePatch {
    std::optional<std::string> name, locale, availability, signature;
};
BOOST_DESCRIBE_STRUCT(MePatch, (), (name, locale, availability, signature))

struct MeAnswer {
    MeOut me;
};
BOOST_DESCRIBE_STRUCT(MeAnswer, (), (me))

struct PasswordIn {
    std::string current, next;
};
BOOST_DESCRIBE_STRUCT(PasswordIn, (), (current, next))

struct SessionLine {
    std::string id;
    Time created_at, seen_at;
    std::string ip, agent;
    bool current = false;
};
BOOST_DESCRIBE_STRUCT(SessionLine, (), (id, created_at, seen_at, ip, agent, current))

struct SessionList {
    std::vector<SessionLine> items;
};
BOOST_DESCRIBE_STRUCT(SessionList, (), (items))

Faults faults_of(const MePatch& patch)
{
    Faults faults;
    if (patch.name) check_length(faults, "name", *patch.name, 1, 80);
    if (patch.signature) check_length(faults, "signature", *patch.signature, 0, 2000);
    if (patch.locale && !is_locale(*patch.locale))
        faults.push_back({"locale", std::string{problem::not_allowed}});
    if (patch.availability && *patch.availability != "online" && *patch.availability != "away")
        faults.push_back({"availability", std::string{problem::not_allowed}});
    return faults;
}

Task<Answer> show(AccountServices& services, net::Request&, const Caller& caller)
{
    auto agent = co_await services.agents.agent(caller.agent);
    if (!agent) co_return fail(agent.error());
    auto workspace = co_await services.workspace.workspace();
    if (!workspace) co_return fail(workspace.error());
    SessionOut out{me_of(*agent), caller.csrf, workspace_of(std::move(*workspace))};
    co_return net::json(200, write(out));
}

Task<Answer> edit(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<MePatch>(request);
    if (!in) co_return refuse(in.error());
    auto faults = faults_of(*in);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    bool renamed = in->name.has_value();
    desk::SelfPatch patch{
        std::move(in->name),
        std::move(in->locale),
        std::move(in->availability),
        std::move(in->signature)};
    auto audit = audited(services, caller, "agent.self", caller.agent);
    auto agent =
        co_await services.agents.edit_self(caller.agent, std::move(patch), std::move(audit));
    if (!agent) co_return fail(agent.error());
    services.notices.changed("agents");
    if (renamed) services.notices.agent_changed(caller.agent);
    co_return net::json(200, write(MeAnswer{me_of(*agent)}));
}

Task<Answer> change_password(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<PasswordIn>(request);
    if (!in) co_return refuse(in.error());
    auto agent = co_await services.agents.agent(caller.agent);
    if (!agent) co_return fail(agent.error());
    auto weak = desk::password_fault(in->next, agent->email);
    if (weak) co_return refuse(wrong_fields({{"next", std::string{*weak}}}));
    auto ended = co_await services.accounts.change_password(
        caller.agent,
        caller.session,
        Secret{std::move(in->current)},
        Secret{std::move(in->next)},
        origin_of(request));
    if (!ended) {
        Refusal refusal{ended.error()};
        if (refusal.error.kind == ErrorKind::denied) refusal.faults = {{"current", "wrong"}};
        co_return refuse(std::move(refusal));
    }
    services.notices.sessions_ended(*ended);
    co_return net::empty();
}

Task<Answer> list_sessions(AccountServices& services, net::Request&, const Caller& caller)
{
    auto sessions = co_await services.sessions.of_agent(caller.agent);
    if (!sessions) co_return fail(sessions.error());
    auto now = services.clock.now();
    SessionList out;
    for (auto& one : *sessions) {
        if (!desk::alive(one, now, services.gate.rules())) continue;
        bool current = one.id == caller.session;
        out.items.push_back(
            {std::move(one.id),
             one.created_at,
             one.seen_at,
             std::move(one.ip),
             std::move(one.user_agent),
             current});
    }
    co_return net::json(200, write(out));
}

Task<Answer> end_session(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto audit = audited(services, caller, "session.end", *id);
    auto ended = co_await services.sessions.end(*id, caller.agent, std::move(audit));
    if (!ended) co_return fail(ended.error());
    services.notices.sessions_ended({*id});
    auto response = net::empty();
    if (*id == caller.session) response.with_cookie(services.gate.cookie_line(request, ""));
    co_return response;
}

}  // namespace

MeOut me_of(const desk::Agent& agent)
{
    MeOut me{
        agent.id,
        agent.name,
        agent.email,
        agent.role,
        desk::avatar_of(agent.name),
        agent.locale,
        agent.totp,
        {},
        agent.availability,
        agent.signature};
    for (auto name : desk::permissions_of(agent.role)) me.permissions.emplace_back(name);
    return me;
}

void add_me_routes(Routes& routes, AccountServices& services)
{
    using enum net::Method;
    constexpr auto session = desk::Permission::session;
    routes.on(get, "/api/v1/me", session, with(services, show), about<void, SessionOut>());
    routes.on(patch, "/api/v1/me", session, with(services, edit), about<MePatch, MeAnswer>());
    routes.on(
        post, "/api/v1/me/password", session, with(services, change_password), about<PasswordIn>());
    routes.on(
        get,
        "/api/v1/me/sessions",
        session,
        with(services, list_sessions),
        about<void, SessionList>());
    routes.on(del, "/api/v1/me/sessions/:id", session, with(services, end_session));
}

}  // namespace keydesk::api
