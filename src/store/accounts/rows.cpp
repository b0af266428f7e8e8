#include "store/accounts/rows.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

namespace keydesk::store {

namespace json = boost::json;

namespace {

constexpr auto kInsertAgent = R"(
    INSERT INTO agents (id, name, email, role, password_hash, locale, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))";

constexpr auto kInsertSession = R"(
    INSERT INTO sessions
        (id, token_hash, agent, csrf, created_at, seen_at, expires_at, ip, user_agent)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))";

constexpr auto kEndOthers = "DELETE FROM sessions WHERE agent = $1 AND id <> $2 RETURNING id";

const std::string kAgentById =
    "SELECT" + std::string{kAgentColumns} + "FROM agents a WHERE a.id = $1";

}  // namespace

Result<sql::Row> first_row(Result<sql::Rows> rows)
{
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(ErrorKind::not_found, "no such row");
    return std::move(rows->front());
}

std::string list_text(const std::vector<std::string>& list)
{
    return json::serialize(json::value_from(list));
}

std::vector<std::string> list_of(const std::string& text)
{
    json::error_code ec;
    auto value = json::parse(text, ec);
    std::vector<std::string> out;
    const auto* array = ec ? nullptr : value.if_array();
    if (!array) return out;
    for (const auto& one : *array)
        if (const auto* item = one.if_string()) out.emplace_back(*item);
    return out;
}

std::string map_text(const std::map<std::string, std::string>& map)
{
    return json::serialize(json::value_from(map));
}

std::map<std::string, std::string> map_of(const std::string& text)
{
    json::error_code ec;
    auto value = json::parse(text, ec);
    std::map<std::string, std::string> out;
    const auto* object = ec ? nullptr : value.if_object();
    if (!object) return out;
    for (const auto& one : *object)
        if (const auto* item = one.value().if_string()) out.emplace(one.key(), *item);
    return out;
}

desk::Agent read_agent(const sql::Row& row)
{
    desk::Agent agent;
    agent.id = row.text(0);
    agent.name = row.text(1);
    agent.email = row.text(2);
    // The column's CHECK lets no other word in.
    agent.role = desk::role_of(row.text(3)).value_or(desk::Role::agent);
    agent.locale = row.text(4);
    agent.availability = row.text(5);
    agent.signature = row.text(6);
    agent.totp = row.truth(7);
    agent.disabled = row.truth(8);
    agent.created_at = from_millis(row.number(9));
    agent.teams = list_of(row.text(10));
    return agent;
}

Result<desk::Agent> agent_by_id(sql::Connection& db, const std::string& id)
{
    return as(first_row(db.query(kAgentById, {id})), read_agent);
}

Result<void> insert_agent(sql::Connection& db, const desk::NewAgent& agent)
{
    auto added = db.query(
        kInsertAgent,
        {agent.id,
         agent.name,
         agent.email,
         desk::name_of(agent.role),
         agent.password_hash,
         agent.locale,
         millis(agent.created_at)});
    if (!added) return fail(added.error());
    return {};
}

Result<void> insert_session(sql::Connection& db, const desk::NewLogin& login)
{
    const auto& session = login.session;
    auto added = db.query(
        kInsertSession,
        {session.id,
         login.token_hash,
         session.agent,
         session.csrf,
         millis(session.created_at),
         millis(session.seen_at),
         millis(session.expires_at),
         session.ip,
         session.user_agent});
    if (!added) return fail(added.error());
    return {};
}

Result<std::vector<std::string>> end_sessions(
    sql::Connection& db, const std::string& agent, const std::string& keep)
{
    auto rows = db.query(kEndOthers, {agent, keep});
    if (!rows) return fail(rows.error());
    std::vector<std::string> out;
    for (const auto& row : *rows) out.push_back(row.text(0));
    return out;
}

}  // namespace keydesk::store
