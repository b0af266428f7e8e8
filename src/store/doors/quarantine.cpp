#include "store/doors/quarantine.hpp"

#include "base/ids.hpp"

namespace keydesk::store {

namespace {

constexpr auto kColumns = "SELECT id, inbox, reason, sender, subject, size, at";

desk::Quarantined read(const sql::Row& row)
{
    return {
        .id = row.text(0),
        .inbox = row.text(1),
        .reason = row.text(2),
        .from = row.text(3),
        .subject = row.text(4),
        .size = row.number(5),
        .at = from_millis(row.number(6))};
}

}  // namespace

Task<Result<void>> Quarantine::put(
    desk::Quarantined item, std::string external_id, std::string sealed)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(
            "INSERT INTO quarantine (id, inbox, external_id, reason, sender, subject, size, sealed,"
            " at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            " ON CONFLICT (inbox, external_id) DO NOTHING",
            {new_id(now),
             item.inbox,
             external_id,
             item.reason,
             item.from,
             item.subject,
             item.size,
             sealed,
             millis(now)});
        if (!done) return fail(done.error());
        return {};
    });
}

Task<Result<std::vector<desk::Quarantined>>> Quarantine::quarantined()
{
    using List = std::vector<desk::Quarantined>;
    co_return co_await database_.read([](sql::Connection& db) -> Result<List> {
        auto rows = db.query(std::string{kColumns} + " FROM quarantine ORDER BY at DESC LIMIT 500");
        if (!rows) return fail(rows.error());
        List list;
        for (const auto& row : *rows) list.push_back(read(row));
        return list;
    });
}

Task<Result<std::pair<desk::Quarantined, std::string>>> Quarantine::take(std::string id)
{
    using Item = std::pair<desk::Quarantined, std::string>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<Item> {
        auto rows =
            db.query(std::string{kColumns} + ", sealed FROM quarantine WHERE id = $1", {id});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return fail(ErrorKind::not_found, "no such mail in quarantine");
        return Item{read(rows->front()), rows->front().text(7)};
    });
}

Task<Result<void>> Quarantine::drop(std::string id)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query("DELETE FROM quarantine WHERE id = $1", {id});
        if (!done) return fail(done.error());
        if (db.changes() == 0) return fail(ErrorKind::not_found, "no such mail in quarantine");
        return {};
    });
}

Task<Result<std::int64_t>> Quarantine::sweep()
{
    auto limit = millis(clock_.now() - std::chrono::days{7});
    co_return co_await database_.run([&](sql::Connection& db) -> Result<std::int64_t> {
        auto done = db.query("DELETE FROM quarantine WHERE at < $1", {limit});
        if (!done) return fail(done.error());
        return db.changes();
    });
}

}  // namespace keydesk::store
