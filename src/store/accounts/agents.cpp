#include "store/accounts/accounts.hpp"
#include "store/accounts/audit.hpp"
#include "store/accounts/rows.hpp"

namespace keydesk::store {

namespace {

const std::string kAgents =
    "SELECT" + std::string{kAgentColumns} + "FROM agents a ORDER BY a.name, a.id";

constexpr auto kEditSelf = R"(
    UPDATE agents SET name = coalesce($2, name), locale = coalesce($3, locale),
        availability = coalesce($4, availability), signature = coalesce($5, signature)
    WHERE id = $1 RETURNING id)";

constexpr auto kEditAgent = R"(
    UPDATE agents SET role = coalesce($2, role), disabled = coalesce($3, disabled)
    WHERE id = $1 RETURNING id)";

constexpr auto kAdminsLeft = "SELECT count(*) FROM agents WHERE role = 'admin' AND disabled = 0";

constexpr auto kLeaveTeams = "DELETE FROM team_members WHERE agent = $1";
constexpr auto kJoinTeam = R"(
    INSERT INTO team_members (team, agent)
    SELECT id, $2 FROM teams WHERE id = $1
    ON CONFLICT DO UPDATE SET agent = excluded.agent RETURNING team)";

Result<void> set_teams(
    sql::Connection& db, const std::string& agent, const std::vector<std::string>& teams)
{
    auto left = db.query(kLeaveTeams, {agent});
    if (!left) return fail(left.error());
    for (const auto& team : teams) {
        auto joined = db.query(kJoinTeam, {team, agent});
        if (!joined) return fail(joined.error());
        if (joined->empty()) return fail(ErrorKind::invalid_input, "no such team");
    }
    return {};
}

Result<desk::AgentEdited> edit(
    sql::Connection& db,
    const std::string& id,
    const desk::AgentPatch& patch,
    const desk::AuditEntry& audit)
{
    std::optional<std::string> role;
    if (patch.role) role = desk::name_of(*patch.role);
    auto edited = first_row(db.query(kEditAgent, {id, role, patch.disabled}));
    if (!edited) return fail(edited.error());
    auto admins = first_row(db.query(kAdminsLeft));
    if (!admins) return fail(admins.error());
    // The savepoint of this function takes the change back.
    if (admins->number(0) == 0) return fail(ErrorKind::conflict, "no administrator would be left");
    if (patch.teams) {
        auto joined = set_teams(db, id, *patch.teams);
        if (!joined) return fail(joined.error());
    }
    desk::AgentEdited out;
    if (patch.disabled.value_or(false)) {
        auto ended = end_sessions(db, id, "");
        if (!ended) return fail(ended.error());
        out.ended_sessions = std::move(*ended);
    }
    auto noted = append_audit(db, audit);
    if (!noted) return fail(noted.error());
    auto agent = agent_by_id(db, id);
    if (!agent) return fail(agent.error());
    out.agent = std::move(*agent);
    return out;
}

}  // namespace

Task<Result<std::vector<desk::Agent>>> Accounts::agents()
{
    auto work = [](sql::Connection& db) -> Result<std::vector<desk::Agent>> {
        auto rows = db.query(kAgents);
        if (!rows) return fail(rows.error());
        std::vector<desk::Agent> out;
        for (const auto& row : *rows) out.push_back(read_agent(row));
        return out;
    };
    co_return co_await database_.read(work);
}

Task<Result<desk::Agent>> Accounts::agent(std::string id)
{
    co_return co_await database_.read([&](sql::Connection& db) { return agent_by_id(db, id); });
}

Task<Result<void>> Accounts::create_agent(desk::NewAgent agent, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) -> Result<void> {
        auto made = insert_agent(db, agent);
        if (!made) return made;
        return append_audit(db, audit);
    };
    co_return co_await database_.run(work);
}

Task<Result<desk::Agent>> Accounts::edit_self(
    std::string id, desk::SelfPatch patch, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) -> Result<desk::Agent> {
        auto edited = first_row(db.query(
            kEditSelf, {id, patch.name, patch.locale, patch.availability, patch.signature}));
        if (!edited) return fail(edited.error());
        auto noted = append_audit(db, audit);
        if (!noted) return fail(noted.error());
        return agent_by_id(db, id);
    };
    co_return co_await database_.run(work);
}

Task<Result<desk::AgentEdited>> Accounts::edit_agent(
    std::string id, desk::AgentPatch patch, desk::AuditEntry audit)
{
    co_return co_await database_.run(
        [&](sql::Connection& db) { return edit(db, id, patch, audit); });
}

}  // namespace keydesk::store
