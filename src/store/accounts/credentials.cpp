#include "store/accounts/accounts.hpp"
#include "store/accounts/audit.hpp"
#include "store/accounts/rows.hpp"

namespace keydesk::store {

namespace {

const std::string kCredentials =
    "SELECT" + std::string{kAgentColumns} +
    ", a.password_hash, a.totp_secret, a.totp_last_step, a.recovery_codes, a.locked_until"
    " FROM agents a WHERE ";
const std::string kByEmail = kCredentials + "a.email = $1";
const std::string kById = kCredentials + "a.id = $1";

constexpr auto kUseStep = R"(
    UPDATE agents SET totp_last_step = $2
    WHERE id = $1 AND totp_active = 1 AND totp_last_step < $2 RETURNING id)";

constexpr auto kRecoveryCodes = "SELECT recovery_codes FROM agents WHERE id = $1";
constexpr auto kSetRecoveryCodes = "UPDATE agents SET recovery_codes = $2 WHERE id = $1";

/// A disabled agent, or one whose password changed while it was compared, opens nothing.
constexpr auto kForgetFailures = R"(
    UPDATE agents SET failed_logins = 0, locked_until = 0
    WHERE id = $1 AND disabled = 0 AND password_hash = $2 RETURNING id)";

constexpr auto kEndReplaced = "DELETE FROM sessions WHERE token_hash = $1";

constexpr auto kCountFailure = R"(
    UPDATE agents SET failed_logins = failed_logins + 1 WHERE id = $1 RETURNING failed_logins)";
constexpr auto kLock = "UPDATE agents SET locked_until = $2 WHERE id = $1";

constexpr auto kSetPassword = "UPDATE agents SET password_hash = $2 WHERE id = $1 RETURNING id";

constexpr auto kProposeTotp = R"(
    UPDATE agents SET totp_secret = $2 WHERE id = $1 AND totp_active = 0 RETURNING id)";
constexpr auto kActivateTotp = R"(
    UPDATE agents SET totp_active = 1, totp_last_step = $2, recovery_codes = $3
    WHERE id = $1 AND totp_active = 0 AND totp_secret IS NOT NULL RETURNING id)";
constexpr auto kRemoveTotp = R"(
    UPDATE agents SET totp_active = 0, totp_secret = NULL, recovery_codes = '[]'
    WHERE id = $1 RETURNING id)";

constexpr auto kReset = R"(
    UPDATE agents SET password_hash = $2, totp_active = 0, totp_secret = NULL,
        recovery_codes = '[]', failed_logins = 0, locked_until = 0, disabled = 0
    WHERE id = $1 RETURNING id)";

desk::Credentials read_credentials(const sql::Row& row)
{
    constexpr auto at = kAgentWidth;
    return {
        read_agent(row),
        row.text(at),
        row.maybe_text(at + 1),
        row.number(at + 2),
        list_of(row.text(at + 3)),
        from_millis(row.number(at + 4))};
}

Result<void> use_recovery_code(
    sql::Connection& db, const std::string& agent, const std::string& print)
{
    auto row = first_row(db.query(kRecoveryCodes, {agent}));
    if (!row) return fail(row.error());
    auto left = list_of(row->text(0));
    if (std::erase(left, print) == 0) return fail(ErrorKind::denied, "recovery code was used");
    auto set = db.query(kSetRecoveryCodes, {agent, list_text(left)});
    if (!set) return fail(set.error());
    return {};
}

Result<void> use_code(sql::Connection& db, const desk::NewLogin& login)
{
    const auto& agent = login.session.agent;
    if (login.recovery_code) return use_recovery_code(db, agent, *login.recovery_code);
    if (!login.totp_step) return {};
    auto used = db.query(kUseStep, {agent, *login.totp_step});
    if (!used) return fail(used.error());
    if (used->empty()) return fail(ErrorKind::denied, "one-time code was used");
    return {};
}

Result<void> open_session(
    sql::Connection& db, const desk::NewLogin& login, const desk::AuditEntry& audit)
{
    auto used = use_code(db, login);
    if (!used) return used;
    auto allowed = db.query(kForgetFailures, {login.session.agent, login.password_hash});
    if (!allowed) return fail(allowed.error());
    if (allowed->empty()) return fail(ErrorKind::denied, "agent is disabled or has a new password");
    auto replaced = db.query(kEndReplaced, {login.replaces});
    if (!replaced) return fail(replaced.error());
    auto opened = insert_session(db, login);
    if (!opened) return opened;
    return append_audit(db, audit);
}

/// For the changes that come to one statement: not_found or `otherwise` when it met no row.
Result<void> changed(
    sql::Connection& db,
    Result<sql::Rows> rows,
    const desk::AuditEntry& audit,
    ErrorKind otherwise = ErrorKind::not_found)
{
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(otherwise, "agent is not in that state");
    return append_audit(db, audit);
}

}  // namespace

Task<Result<std::optional<desk::Credentials>>> Accounts::by_email(std::string email)
{
    auto work = [&](sql::Connection& db) -> Result<std::optional<desk::Credentials>> {
        auto rows = db.query(kByEmail, {email});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return std::nullopt;
        return read_credentials(rows->front());
    };
    co_return co_await database_.read(work);
}

Task<Result<desk::Credentials>> Accounts::credentials(std::string agent)
{
    auto work = [&](sql::Connection& db) {
        return as(first_row(db.query(kById, {agent})), read_credentials);
    };
    co_return co_await database_.read(work);
}

Task<Result<void>> Accounts::log_in(desk::NewLogin login, desk::AuditEntry audit)
{
    co_return co_await database_.run(
        [&](sql::Connection& db) { return open_session(db, login, audit); });
}

Task<Result<void>> Accounts::login_failed(std::string agent, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) -> Result<void> {
        auto counted = db.query(kCountFailure, {agent});
        if (!counted) return fail(counted.error());
        auto failures = counted->empty() ? 0 : counted->front().number(0);
        auto wait = desk::wait_after(failures, lockout_);
        if (wait.count() > 0) {
            auto locked = db.query(kLock, {agent, millis(audit.at + wait)});
            if (!locked) return fail(locked.error());
        }
        return append_audit(db, audit);
    };
    co_return co_await database_.run(work);
}

Task<Result<std::vector<std::string>>> Accounts::set_password(
    std::string agent, std::string hash, std::string keep, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) -> Result<std::vector<std::string>> {
        auto set = changed(db, db.query(kSetPassword, {agent, hash}), audit);
        if (!set) return fail(set.error());
        return end_sessions(db, agent, keep);
    };
    co_return co_await database_.run(work);
}

Task<Result<void>> Accounts::propose_totp(std::string agent, std::string sealed)
{
    auto work = [&](sql::Connection& db) -> Result<void> {
        auto set = db.query(kProposeTotp, {agent, sealed});
        if (!set) return fail(set.error());
        if (set->empty()) return fail(ErrorKind::conflict, "one-time codes are active already");
        return {};
    };
    co_return co_await database_.run(work);
}

Task<Result<void>> Accounts::activate_totp(
    std::string agent, std::int64_t step, std::vector<std::string> codes, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) {
        auto set = db.query(kActivateTotp, {agent, step, list_text(codes)});
        return changed(db, std::move(set), audit, ErrorKind::conflict);
    };
    co_return co_await database_.run(work);
}

Task<Result<void>> Accounts::remove_totp(std::string agent, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) {
        return changed(db, db.query(kRemoveTotp, {agent}), audit);
    };
    co_return co_await database_.run(work);
}

Task<Result<void>> Accounts::reset(std::string agent, std::string hash, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) -> Result<void> {
        auto set = changed(db, db.query(kReset, {agent, hash}), audit);
        if (!set) return set;
        auto ended = end_sessions(db, agent, "");
        if (!ended) return fail(ended.error());
        return {};
    };
    co_return co_await database_.run(work);
}

}  // namespace keydesk::store
