#include "store/accounts/accounts.hpp"
#include "store/accounts/audit.hpp"
#include "store/accounts/rows.hpp"

namespace keydesk::store {

namespace {

constexpr auto kFor = R"(
    SELECT id, shortcut, title, body, locale, owner, created_at FROM saved_replies
    WHERE owner IS NULL OR owner = $1 ORDER BY shortcut, id)";

constexpr auto kGet = R"(
    SELECT id, shortcut, title, body, locale, owner, created_at FROM saved_replies WHERE id = $1)";

constexpr auto kAdd = R"(
    INSERT INTO saved_replies (id, shortcut, title, body, locale, owner, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))";

/// $5 and $7 say whether the nullable column after them is meant at all.
constexpr auto kEdit = R"(
    UPDATE saved_replies SET shortcut = coalesce($2, shortcut), title = coalesce($3, title),
        body = coalesce($4, body), locale = CASE WHEN $5 THEN $6 ELSE locale END,
        owner = CASE WHEN $7 THEN $8 ELSE owner END
    WHERE id = $1
    RETURNING id, shortcut, title, body, locale, owner, created_at)";

constexpr auto kRemove = "DELETE FROM saved_replies WHERE id = $1 RETURNING id";

desk::SavedReply read_reply(const sql::Row& row)
{
    return {
        row.text(0),
        row.text(1),
        row.text(2),
        row.text(3),
        row.maybe_text(4),
        row.maybe_text(5),
        from_millis(row.number(6))};
}

}  // namespace

Task<Result<std::vector<desk::SavedReply>>> Accounts::saved_replies(std::string agent)
{
    auto work = [&](sql::Connection& db) -> Result<std::vector<desk::SavedReply>> {
        auto rows = db.query(kFor, {agent});
        if (!rows) return fail(rows.error());
        std::vector<desk::SavedReply> out;
        for (const auto& row : *rows) out.push_back(read_reply(row));
        return out;
    };
    co_return co_await database_.read(work);
}

Task<Result<desk::SavedReply>> Accounts::saved_reply(std::string id)
{
    auto work = [&](sql::Connection& db) {
        return as(first_row(db.query(kGet, {id})), read_reply);
    };
    co_return co_await database_.read(work);
}

Task<Result<void>> Accounts::add_saved_reply(desk::SavedReply reply, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) -> Result<void> {
        auto added = db.query(
            kAdd,
            {reply.id,
             reply.shortcut,
             reply.title,
             reply.body,
             reply.locale,
             reply.owner,
             millis(reply.created_at)});
        if (!added) return fail(added.error());
        return append_audit(db, audit);
    };
    co_return co_await database_.run(work);
}

Task<Result<desk::SavedReply>> Accounts::edit_saved_reply(
    std::string id, desk::SavedReplyPatch patch, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) -> Result<desk::SavedReply> {
        auto row = first_row(db.query(
            kEdit,
            {id,
             patch.shortcut,
             patch.title,
             patch.body,
             patch.locale.has_value(),
             patch.locale.value_or(std::nullopt),
             patch.owner.has_value(),
             patch.owner.value_or(std::nullopt)}));
        if (!row) return fail(row.error());
        auto noted = append_audit(db, audit);
        if (!noted) return fail(noted.error());
        return read_reply(*row);
    };
    co_return co_await database_.run(work);
}

Task<Result<void>> Accounts::remove_saved_reply(std::string id, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) -> Result<void> {
        auto removed = first_row(db.query(kRemove, {id}));
        if (!removed) return fail(removed.error());
        return append_audit(db, audit);
    };
    co_return co_await database_.run(work);
}

}  // namespace keydesk::store
