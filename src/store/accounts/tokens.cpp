#include "store/accounts/tokens.hpp"

#include "store/accounts/audit.hpp"
#include "store/accounts/rows.hpp"

namespace keydesk::store {

namespace {

const std::string kTokens = R"(
    SELECT t.id, t.name, t.hint, t.agent, t.scopes, t.networks, t.per_minute, t.expires_at,
           t.created_at, t.used_at, t.used_ip, a.name, a.role, a.locale, a.disabled
    FROM api_tokens t JOIN agents a ON a.id = t.agent )";

constexpr auto kAdd = R"(
    INSERT INTO api_tokens
        (id, name, token_hash, hint, agent, scopes, networks, per_minute, expires_at, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))";

std::optional<Time> maybe_time(const sql::Row& row, std::size_t column)
{
    return row.null(column) ? std::nullopt : std::optional{from_millis(row.number(column))};
}

desk::ApiToken read_token(const sql::Row& row)
{
    desk::ApiToken token{
        .id = row.text(0),
        .name = row.text(1),
        .hint = row.text(2),
        .agent = row.text(3),
        .networks = list_of(row.text(5)),
        .per_minute = row.number(6),
        .expires_at = maybe_time(row, 7),
        .created_at = from_millis(row.number(8)),
        .used_at = maybe_time(row, 9),
        .used_ip = row.text(10),
        .agent_name = row.text(11)};
    for (const auto& name : list_of(row.text(4))) {
        if (auto scope = desk::permission_of(name)) token.scopes.push_back(*scope);
    }
    return token;
}

}  // namespace

Task<Result<std::optional<desk::TokenHolder>>> Tokens::holder(std::string token_hash)
{
    using Maybe = std::optional<desk::TokenHolder>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<Maybe> {
        auto rows = db.query(kTokens + "WHERE t.token_hash = $1", {token_hash});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return std::nullopt;
        const auto& row = rows->front();
        return desk::TokenHolder{
            .token = read_token(row),
            .role = desk::role_of(row.text(12)).value_or(desk::Role::agent),
            .locale = row.text(13),
            .disabled = row.truth(14)};
    });
}

Task<Result<void>> Tokens::used(std::string id, Time now, std::string ip)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(
            "UPDATE api_tokens SET used_at = $2, used_ip = $3 WHERE id = $1",
            {id, millis(now), ip});
        if (!done) return fail(done.error());
        return {};
    });
}

Task<Result<std::vector<desk::ApiToken>>> Tokens::tokens()
{
    using List = std::vector<desk::ApiToken>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        auto rows = db.query(kTokens + "ORDER BY t.created_at DESC, t.id");
        if (!rows) return fail(rows.error());
        List out;
        for (const auto& row : *rows) out.push_back(read_token(row));
        return out;
    });
}

Task<Result<void>> Tokens::add_token(
    desk::ApiToken token, std::string token_hash, desk::AuditEntry audit)
{
    std::vector<std::string> scopes;
    for (auto scope : token.scopes) scopes.emplace_back(desk::name_of(scope));
    std::optional<std::int64_t> expires;
    if (token.expires_at) expires = millis(*token.expires_at);
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto added = db.query(
            kAdd,
            {token.id,
             token.name,
             token_hash,
             token.hint,
             token.agent,
             list_text(scopes),
             list_text(token.networks),
             token.per_minute,
             expires,
             millis(token.created_at)});
        if (!added) return fail(added.error());
        return append_audit(db, audit);
    });
}

Task<Result<void>> Tokens::revoke(std::string id, desk::AuditEntry audit)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto gone = first_row(db.query("DELETE FROM api_tokens WHERE id = $1 RETURNING id", {id}));
        if (!gone) return fail(gone.error());
        return append_audit(db, audit);
    });
}

}  // namespace keydesk::store
