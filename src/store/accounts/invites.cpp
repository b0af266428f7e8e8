#include "store/accounts/accounts.hpp"
#include "store/accounts/audit.hpp"
#include "store/accounts/rows.hpp"

namespace keydesk::store {

namespace {

constexpr auto kHasAccount = "SELECT id FROM agents WHERE email = $1";
constexpr auto kForgetEarlier = "DELETE FROM invites WHERE email = $1 AND used_at IS NULL";

constexpr auto kInsert = R"(
    INSERT INTO invites (token_hash, email, name, role, created_by, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))";

constexpr auto kFind = R"(
    SELECT email, name, role, created_by, created_at, expires_at FROM invites
    WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2)";

constexpr auto kUse = R"(
    UPDATE invites SET used_at = $2
    WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING token_hash)";

constexpr auto kEndReplaced = "DELETE FROM sessions WHERE token_hash = $1";

desk::Invite read_invite(const sql::Row& row)
{
    return {
        row.text(0),
        row.text(1),
        desk::role_of(row.text(2)).value_or(desk::Role::agent),
        row.text(3),
        from_millis(row.number(4)),
        from_millis(row.number(5))};
}

Result<void> add_invite(
    sql::Connection& db,
    const desk::Invite& invite,
    const std::string& token_hash,
    const desk::AuditEntry& audit)
{
    auto known = db.query(kHasAccount, {invite.email});
    if (!known) return fail(known.error());
    if (!known->empty()) return fail(ErrorKind::conflict, "address has an account");
    auto forgotten = db.query(kForgetEarlier, {invite.email});
    if (!forgotten) return fail(forgotten.error());
    auto added = db.query(
        kInsert,
        {token_hash,
         invite.email,
         invite.name,
         desk::name_of(invite.role),
         invite.created_by,
         millis(invite.created_at),
         millis(invite.expires_at)});
    if (!added) return fail(added.error());
    return append_audit(db, audit);
}

Result<void> accept(
    sql::Connection& db,
    const std::string& token_hash,
    const desk::NewAgent& agent,
    const desk::NewLogin& login,
    const desk::AuditEntry& audit)
{
    auto used = first_row(db.query(kUse, {token_hash, millis(agent.created_at)}));
    if (!used) return fail(used.error());
    auto made = insert_agent(db, agent);
    if (!made) return made;
    auto replaced = db.query(kEndReplaced, {login.replaces});
    if (!replaced) return fail(replaced.error());
    auto opened = insert_session(db, login);
    if (!opened) return opened;
    return append_audit(db, audit);
}

}  // namespace

Task<Result<void>> Accounts::invite(
    desk::Invite invite, std::string token_hash, desk::AuditEntry audit)
{
    co_return co_await database_.run(
        [&](sql::Connection& db) { return add_invite(db, invite, token_hash, audit); });
}

Task<Result<desk::Invite>> Accounts::find_invite(std::string token_hash, Time now)
{
    auto work = [&](sql::Connection& db) {
        return as(first_row(db.query(kFind, {token_hash, millis(now)})), read_invite);
    };
    co_return co_await database_.read(work);
}

Task<Result<void>> Accounts::accept_invite(
    std::string token_hash, desk::NewAgent agent, desk::NewLogin login, desk::AuditEntry audit)
{
    co_return co_await database_.run(
        [&](sql::Connection& db) { return accept(db, token_hash, agent, login, audit); });
}

}  // namespace keydesk::store
