// Ratings as leads read them, and how each inbox asks.
#include "store/conversations/rows.hpp"
#include "store/reports/csat.hpp"

#include <charconv>

namespace keydesk::store {

namespace {

constexpr auto kRatings = R"(
    SELECT a.id, a.conversation, u.name, a.comment, c.number, a.score, a.reasons, a.rated_at,
           coalesce(g.name, ''), coalesce(f.name, '')
    FROM csat_asks a JOIN conversations c ON c.id = a.conversation
    JOIN customers u ON u.id = a.customer
    LEFT JOIN agents g ON g.id = c.assignee LEFT JOIN agents f ON f.id = a.followed_by
    WHERE a.rated_at >= $1 AND a.rated_at < $2 AND a.score <= $3
      AND (a.rated_at < $4 OR (a.rated_at = $4 AND a.id < $5))
    ORDER BY a.rated_at DESC, a.id DESC LIMIT $6)";

constexpr auto kAllSettings = R"(
    SELECT i.id, i.name, i.kind, coalesce(s.enabled, 1), coalesce(s.delay_seconds, 300)
    FROM inboxes i LEFT JOIN csat_settings s ON s.inbox = i.id WHERE i.closed = 0
    ORDER BY i.created_at, i.id LIMIT 500)";

constexpr auto kChange = R"(
    INSERT INTO csat_settings (inbox, enabled, delay_seconds) VALUES ($1, $2, $3)
    ON CONFLICT (inbox) DO UPDATE SET enabled = excluded.enabled,
        delay_seconds = excluded.delay_seconds)";

desk::Rating read_rating(const sql::Row& row)
{
    return {
        .id = row.text(0),
        .conversation = row.text(1),
        .customer_name = row.text(2),
        .comment = row.text(3),
        .number = row.number(4),
        .score = row.number(5),
        .reasons = read_list(row.text(6)),
        .at = from_millis(row.number(7)),
        .agent = row.text(8),
        .followed_by = row.text(9)};
}

}  // namespace

Task<Result<desk::RatingPage>> Csat::ratings(
    Time from, Time to, bool low, std::string after, std::size_t limit)
{
    // "<milliseconds>.<id>" of the last one of the page before.
    std::int64_t before = millis(to);
    auto dot = after.find('.');
    std::string id;
    if (dot != std::string::npos) {
        std::from_chars(after.data(), after.data() + dot, before);
        id = after.substr(dot + 1);
    }
    co_return co_await database_.read([&](sql::Connection& db) -> Result<desk::RatingPage> {
        auto most = low ? desk::kLowScore : 5;
        auto rows = db.query(
            kRatings,
            {millis(from), millis(to), most, before, id, static_cast<std::int64_t>(limit) + 1});
        if (!rows) return fail(rows.error());
        desk::RatingPage page;
        for (const auto& row : *rows) {
            if (page.items.size() == limit) {
                const auto& last = page.items.back();
                page.next = std::to_string(millis(last.at)) + "." + last.id;
                break;
            }
            page.items.push_back(read_rating(row));
        }
        return page;
    });
}

Task<Result<void>> Csat::follow_up(std::string id, std::string agent)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(
            "UPDATE csat_asks SET followed_by = coalesce(followed_by, $2)"
            " WHERE id = $1 AND score IS NOT NULL",
            {id, agent});
        if (!done) return fail(done.error());
        if (db.changes() == 0) return fail(ErrorKind::not_found, "no such rating");
        return {};
    });
}

Task<Result<std::vector<desk::CsatSettings>>> Csat::settings()
{
    using All = std::vector<desk::CsatSettings>;
    co_return co_await database_.read([](sql::Connection& db) -> Result<All> {
        auto rows = db.query(kAllSettings);
        if (!rows) return fail(rows.error());
        All all;
        for (const auto& row : *rows) {
            all.push_back({row.text(0), row.text(1), row.text(2), row.truth(3), row.number(4)});
        }
        return all;
    });
}

Task<Result<void>> Csat::change_settings(
    std::string inbox, bool enabled, std::int64_t delay_seconds)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto known = db.query("SELECT 1 FROM inboxes WHERE id = $1", {inbox});
        if (!known) return fail(known.error());
        if (known->empty()) return fail(ErrorKind::not_found, "no such inbox");
        auto done = db.query(kChange, {inbox, enabled, delay_seconds});
        if (!done) return fail(done.error());
        return {};
    });
}

}  // namespace keydesk::store
