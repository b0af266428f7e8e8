#include "store/accounts/accounts.hpp"
#include "store/accounts/audit.hpp"
#include "store/accounts/rows.hpp"

namespace keydesk::store {

namespace {

constexpr auto kFind = R"(
    SELECT s.id, s.agent, s.csrf, s.created_at, s.seen_at, s.expires_at, s.ip, s.user_agent,
           a.name, a.role, a.locale, a.disabled
    FROM sessions s JOIN agents a ON a.id = s.agent WHERE s.token_hash = $1)";

constexpr auto kTouch = "UPDATE sessions SET seen_at = max(seen_at, $2), ip = $3 WHERE id = $1";

constexpr auto kOfAgent = R"(
    SELECT id, agent, csrf, created_at, seen_at, expires_at, ip, user_agent FROM sessions
    WHERE agent = $1 ORDER BY seen_at DESC, id DESC)";

constexpr auto kEnd = "DELETE FROM sessions WHERE id = $1 AND agent = $2 RETURNING id";
constexpr auto kSweep = "DELETE FROM sessions WHERE expires_at <= $1 OR seen_at <= $2";

desk::Session read_session(const sql::Row& row)
{
    return {
        row.text(0),
        row.text(1),
        row.text(2),
        from_millis(row.number(3)),
        from_millis(row.number(4)),
        from_millis(row.number(5)),
        row.text(6),
        row.text(7)};
}

Result<void> done(Result<sql::Rows> rows)
{
    if (!rows) return fail(rows.error());
    return {};
}

}  // namespace

Task<Result<std::optional<desk::LoggedIn>>> Accounts::find(std::string token_hash)
{
    auto work = [&](sql::Connection& db) -> Result<std::optional<desk::LoggedIn>> {
        auto rows = db.query(kFind, {token_hash});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return std::nullopt;
        const auto& row = rows->front();
        auto role = desk::role_of(row.text(9)).value_or(desk::Role::agent);
        return desk::LoggedIn{read_session(row), row.text(8), role, row.text(10), row.truth(11)};
    };
    co_return co_await database_.read(work);
}

Task<Result<void>> Accounts::touch(std::string id, Time now, std::string ip)
{
    auto work = [&](sql::Connection& db) { return done(db.query(kTouch, {id, millis(now), ip})); };
    co_return co_await database_.run(work);
}

Task<Result<std::vector<desk::Session>>> Accounts::of_agent(std::string agent)
{
    auto work = [&](sql::Connection& db) -> Result<std::vector<desk::Session>> {
        auto rows = db.query(kOfAgent, {agent});
        if (!rows) return fail(rows.error());
        std::vector<desk::Session> out;
        for (const auto& row : *rows) out.push_back(read_session(row));
        return out;
    };
    co_return co_await database_.read(work);
}

Task<Result<void>> Accounts::end(std::string id, std::string agent, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) -> Result<void> {
        auto ended = first_row(db.query(kEnd, {id, agent}));
        if (!ended) return fail(ended.error());
        return append_audit(db, audit);
    };
    co_return co_await database_.run(work);
}

Task<Result<void>> Accounts::sweep(Time time, Time seen)
{
    auto work = [&](sql::Connection& db) {
        return done(db.query(kSweep, {millis(time), millis(seen)}));
    };
    co_return co_await database_.run(work);
}

}  // namespace keydesk::store
