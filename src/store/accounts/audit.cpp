#include "store/accounts/audit.hpp"

#include "store/accounts/accounts.hpp"

namespace keydesk::store {

namespace {

constexpr auto kLast = "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1";

constexpr auto kInsert = R"(
    INSERT INTO audit (id, at, actor, action, object, detail, previous_hash, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))";

constexpr auto kOlder = R"(
    SELECT id, at, actor, action, object, detail, previous_hash, hash FROM audit
    WHERE $1 = 0 OR id < $1 ORDER BY id DESC LIMIT $2)";

constexpr auto kNewer = R"(
    SELECT id, at, actor, action, object, detail, previous_hash, hash FROM audit
    WHERE id > $1 ORDER BY id LIMIT $2)";

desk::AuditRow read_row(const sql::Row& row)
{
    return {
        row.number(0),
        {from_millis(row.number(1)), row.text(2), row.text(3), row.text(4), row.text(5)},
        row.text(6),
        row.text(7)};
}

}  // namespace

Result<void> append_audit(sql::Connection& db, const desk::AuditEntry& entry)
{
    auto last = db.query(kLast);
    if (!last) return fail(last.error());
    std::int64_t id = last->empty() ? 1 : last->front().number(0) + 1;
    std::string previous = last->empty() ? "" : last->front().text(1);
    auto hash = desk::audit_hash(id, entry, previous);
    auto added = db.query(
        kInsert,
        {id,
         millis(entry.at),
         entry.actor,
         entry.action,
         entry.object,
         entry.detail,
         previous,
         hash});
    if (!added) return fail(added.error());
    return {};
}

Result<desk::AuditVerdict> verify_audit(sql::Connection& db)
{
    constexpr std::int64_t kPiece = 1000;
    desk::AuditCheck check;
    desk::AuditVerdict verdict;
    // By position, not by count: a row that is numbered wrongly must not end the walk.
    for (std::int64_t last = std::numeric_limits<std::int64_t>::min();;) {
        auto rows = db.query(kNewer, {last, kPiece});
        if (!rows) return fail(rows.error());
        for (const auto& one : *rows) {
            auto row = read_row(one);
            last = row.id;
            if (!check.follow(row) && !verdict.broken_at) verdict.broken_at = row.id;
        }
        if (static_cast<std::int64_t>(rows->size()) < kPiece) break;
    }
    verdict.rows = check.rows();
    verdict.head = check.head();
    return verdict;
}

Task<Result<void>> Accounts::add(desk::AuditEntry entry)
{
    co_return co_await database_.run([&](sql::Connection& db) { return append_audit(db, entry); });
}

Task<Result<std::vector<desk::AuditRow>>> Accounts::list(std::int64_t before, std::int64_t limit)
{
    auto work = [&](sql::Connection& db) -> Result<std::vector<desk::AuditRow>> {
        auto rows = db.query(kOlder, {before, limit});
        if (!rows) return fail(rows.error());
        std::vector<desk::AuditRow> out;
        for (const auto& row : *rows) out.push_back(read_row(row));
        return out;
    };
    co_return co_await database_.read(work);
}

Task<Result<desk::AuditVerdict>> Accounts::verify()
{
    co_return co_await database_.read([](sql::Connection& db) { return verify_audit(db); });
}

}  // namespace keydesk::store
