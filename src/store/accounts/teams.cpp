#include "store/accounts/accounts.hpp"
#include "store/accounts/audit.hpp"
#include "store/accounts/rows.hpp"

namespace keydesk::store {

namespace {

constexpr auto kTeams = "SELECT id, name FROM teams ORDER BY name, id";
constexpr auto kAddTeam = "INSERT INTO teams (id, name) VALUES ($1, $2) RETURNING id, name";
constexpr auto kEditTeam =
    "UPDATE teams SET name = coalesce($2, name) WHERE id = $1 RETURNING id, name";
constexpr auto kRemoveTeam = "DELETE FROM teams WHERE id = $1 RETURNING id, name";

constexpr auto kLabels = "SELECT id, name, color FROM labels ORDER BY name, id";
constexpr auto kAddLabel =
    "INSERT INTO labels (id, name, color) VALUES ($1, $2, $3) RETURNING id, name, color";
constexpr auto kEditLabel = R"(
    UPDATE labels SET name = coalesce($2, name), color = coalesce($3, color)
    WHERE id = $1 RETURNING id, name, color)";
constexpr auto kRemoveLabel = "DELETE FROM labels WHERE id = $1 RETURNING id, name, color";

desk::Team read_team(const sql::Row& row)
{
    return {row.text(0), row.text(1)};
}

desk::LabelSettings read_label(const sql::Row& row)
{
    return {row.text(0), row.text(1), row.text(2)};
}

/// One statement that returns the row it changed, and the audit row with it.
Result<sql::Row> audited(sql::Connection& db, Result<sql::Rows> rows, const desk::AuditEntry& audit)
{
    auto row = first_row(std::move(rows));
    if (!row) return row;
    auto noted = append_audit(db, audit);
    if (!noted) return fail(noted.error());
    return row;
}

Result<void> done(const Result<sql::Row>& row)
{
    if (!row) return fail(row.error());
    return {};
}

template <class T>
Result<std::vector<T>> all(Result<sql::Rows> rows, T (*read)(const sql::Row&))
{
    if (!rows) return fail(rows.error());
    std::vector<T> out;
    for (const auto& row : *rows) out.push_back(read(row));
    return out;
}

}  // namespace

Task<Result<std::vector<desk::Team>>> Accounts::teams()
{
    co_return co_await database_.read(
        [](sql::Connection& db) { return all(db.query(kTeams), read_team); });
}

Task<Result<void>> Accounts::add_team(desk::Team team, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) {
        return done(audited(db, db.query(kAddTeam, {team.id, team.name}), audit));
    };
    co_return co_await database_.run(work);
}

Task<Result<desk::Team>> Accounts::edit_team(
    std::string id, std::optional<std::string> name, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) {
        return as(audited(db, db.query(kEditTeam, {id, name}), audit), read_team);
    };
    co_return co_await database_.run(work);
}

Task<Result<void>> Accounts::remove_team(std::string id, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) {
        return done(audited(db, db.query(kRemoveTeam, {id}), audit));
    };
    co_return co_await database_.run(work);
}

Task<Result<std::vector<desk::LabelSettings>>> Accounts::labels()
{
    co_return co_await database_.read(
        [](sql::Connection& db) { return all(db.query(kLabels), read_label); });
}

Task<Result<void>> Accounts::add_label(desk::LabelSettings label, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) {
        auto rows = db.query(kAddLabel, {label.id, label.name, label.color});
        return done(audited(db, std::move(rows), audit));
    };
    co_return co_await database_.run(work);
}

Task<Result<desk::LabelSettings>> Accounts::edit_label(
    std::string id, desk::LabelPatch patch, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) {
        auto rows = db.query(kEditLabel, {id, patch.name, patch.color});
        return as(audited(db, std::move(rows), audit), read_label);
    };
    co_return co_await database_.run(work);
}

Task<Result<void>> Accounts::remove_label(std::string id, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) {
        return done(audited(db, db.query(kRemoveLabel, {id}), audit));
    };
    co_return co_await database_.run(work);
}

}  // namespace keydesk::store
