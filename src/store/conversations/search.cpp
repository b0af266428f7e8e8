#include "store/conversations/rows.hpp"
#include "store/conversations/search_index.hpp"
#include "store/store.hpp"
#include "text/segment.hpp"

#include <algorithm>
#include <charconv>

namespace keydesk::store {

namespace {

/// Newest messages that are read instead of looked up: see index_messages.
constexpr std::int64_t kLargestTail = 2'000;

const std::string kHit =
    "SELECT" + std::string{kConversationColumns} + ", m.position," + std::string{kMessageColumns} +
    "FROM messages m JOIN conversations c ON c.id = m.conversation"
    " JOIN inboxes i ON i.id = c.inbox JOIN customers u ON u.id = c.customer"
    " LEFT JOIN agents g ON g.id = c.assignee LEFT JOIN teams t ON t.id = c.team"
    " LEFT JOIN agents a ON a.id = m.author LEFT JOIN arrivals r ON r.message = m.id"
    " LEFT JOIN inboxes j ON j.id = r.inbox WHERE m.position = $1";

struct Wanted {
    std::vector<text::Term> terms;
    std::string from, inbox;
    std::size_t limit;
};

/// Looks a candidate up and checks it: pairs of characters may promise more than the text holds.
Result<void> take(
    sql::Connection& db, std::int64_t position, const Wanted& wanted, std::vector<desk::Found>& out)
{
    auto rows = db.query(kHit, {position});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return {};
    auto known = [&](const desk::Found& one) { return one.position == position; };
    if (std::ranges::any_of(out, known)) return {};
    const auto& row = rows->front();
    auto message = read_message(row, kConversationWidth + 1);
    if (!message->said()) return {};
    bool by_customer = message->kind == "customer";
    if (wanted.from == "customer" && !by_customer) return {};
    if (wanted.from == "agent" && by_customer) return {};
    auto conversation = read_conversation(row);
    if (!wanted.inbox.empty() && conversation.inbox.id != wanted.inbox) return {};
    if (!text::matches(text::fold(message->body), wanted.terms)) return {};
    out.push_back({std::move(conversation), std::move(message), position});
    return {};
}

/// "#123" asks for the conversation of that number, too: what was said last in it is the hit.
Result<void> search_number(
    sql::Connection& db, std::string_view words, Wanted wanted, std::vector<desk::Found>& out)
{
    if (!words.starts_with('#')) return {};
    words.remove_prefix(1);
    std::int64_t number = 0;
    auto [end, broken] = std::from_chars(words.data(), words.data() + words.size(), number);
    if (broken != std::errc{} || end != words.data() + words.size()) return {};
    auto rows = db.query(
        "SELECT m.position FROM conversations c JOIN messages m ON m.conversation = c.id"
        " WHERE c.number = $1 AND m.kind IN ('customer', 'reply', 'note')"
        " ORDER BY m.seq DESC LIMIT 1",
        {number});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return {};
    wanted.terms.clear();
    return take(db, rows->front().number(0), wanted, out);
}

Result<void> search_tail(
    sql::Connection& db,
    std::int64_t after,
    std::int64_t before,
    const Wanted& wanted,
    std::vector<desk::Found>& out)
{
    auto rows = db.query(
        "SELECT position, body FROM messages WHERE position > $1 AND position < $2"
        " ORDER BY position DESC",
        {after, before});
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) {
        if (out.size() == wanted.limit) break;
        if (!text::matches(text::fold(row.text(1)), wanted.terms)) continue;
        auto taken = take(db, row.number(0), wanted, out);
        if (!taken) return taken;
    }
    return {};
}

Result<void> search_indexed(
    sql::Connection& db, std::int64_t before, const Wanted& wanted, std::vector<desk::Found>& out)
{
    auto query = text::fts_query(wanted.terms);
    // In slices: filters and false friends may use up many candidates, but not without end.
    for (int slice = 0; slice < 20 && out.size() < wanted.limit; ++slice) {
        auto rows = db.query(
            "SELECT rowid FROM search WHERE search MATCH $1 AND rowid < $2"
            " ORDER BY rowid DESC LIMIT 100",
            {query, before});
        if (!rows) return fail(rows.error());
        for (const auto& row : *rows) {
            if (out.size() == wanted.limit) return {};
            auto taken = take(db, row.number(0), wanted, out);
            if (!taken) return taken;
            before = row.number(0);
        }
        if (rows->size() < 100) break;
    }
    return {};
}

/// Newest first: what is not in the index yet, then the index.
Result<void> search_all(
    sql::Connection& db,
    std::int64_t indexed,
    std::int64_t newest,
    const Wanted& wanted,
    std::vector<desk::Found>& out)
{
    auto fresh = search_tail(db, indexed, newest, wanted, out);
    if (!fresh) return fresh;
    return search_indexed(db, std::min(newest, indexed + 1), wanted, out);
}

}  // namespace

Result<void> index(sql::Connection& db, std::int64_t position, const std::string& body)
{
    auto done = db.query(
        "INSERT INTO search (rowid, tokens) VALUES ($1, $2)", {position, text::index_tokens(body)});
    if (!done) return fail(done.error());
    return {};
}

Result<void> unindex(sql::Connection& db, std::int64_t position, const std::string& body)
{
    auto done = db.query(
        "INSERT INTO search (search, rowid, tokens) VALUES ('delete', $1, $2)",
        {position, text::index_tokens(body)});
    if (!done) return fail(done.error());
    return {};
}

Task<Result<std::vector<desk::Found>>> Store::search(
    std::string words, std::string from, std::string inbox, std::int64_t before, std::size_t limit)
{
    using List = std::vector<desk::Found>;
    Wanted wanted{text::terms(words), std::move(from), std::move(inbox), limit};
    if (wanted.terms.empty()) co_return List{};
    // Imported messages lie below zero.
    auto newest = before != 0 ? before : std::int64_t{1} << 60;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        List found;
        std::int64_t indexed = indexed_;
        auto numbered = before != 0 ? Result<void>{} : search_number(db, words, wanted, found);
        if (!numbered) return fail(numbered.error());
        auto done = search_all(db, indexed, newest, wanted, found);
        if (!done) return fail(done.error());
        // Older pages of a respelt query come here, too: their first page found nothing either.
        if (!found.empty()) return found;
        auto other = respelt(db, words);
        if (!other) return fail(other.error());
        wanted.terms = std::move(*other);
        done = search_all(db, indexed, newest, wanted, found);
        if (!done) return fail(done.error());
        return found;
    });
}

/// Messages go into the index only when they have been quiet for a while: the guard may still
/// find that they are pieces of a split secret, and an index does not forget (its old segments
/// live until they are merged). Until then search reads them one by one; there are few.
Task<Result<std::int64_t>> Store::index_messages(
    std::chrono::milliseconds quiet, std::int64_t limit)
{
    auto old = millis(clock_.now() - quiet);
    using LastAndCount = std::pair<std::int64_t, std::int64_t>;
    auto done = co_await database_.run([&](sql::Connection& db) -> Result<LastAndCount> {
        auto rows = db.query(
            "SELECT position, kind, body FROM messages WHERE position > $1"
            " AND (at <= $2 OR position <= (SELECT max(position) FROM messages) - $3)"
            " ORDER BY position LIMIT $4",
            {indexed_.load(), old, kLargestTail, limit});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return LastAndCount{};
        for (const auto& row : *rows) {
            auto kind = row.text(1);
            bool said = kind == "customer" || kind == "reply" || kind == "note" || kind == "system";
            if (!said || row.text(2).empty()) continue;
            auto done = index(db, row.number(0), row.text(2));
            if (!done) return fail(done.error());
        }
        auto last = rows->back().number(0);
        auto noted = db.query(
            "INSERT INTO meta (key, value) VALUES ('indexed', $1)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            {std::to_string(last)});
        if (!noted) return fail(noted.error());
        return std::pair{last, static_cast<std::int64_t>(rows->size())};
    });
    if (!done) co_return fail(done.error());
    if (done->second > 0) indexed_ = done->first;
    co_return done->second;
}

Task<Result<bool>> Store::scrub()
{
    if (!scrub_wanted_.exchange(false)) co_return false;
    co_return co_await database_.maintain([&](sql::Connection& db) -> Result<bool> {
        auto merged = db.query("INSERT INTO search (search) VALUES ('optimize')");
        if (!merged) return fail(merged.error());
        auto emptied = db.query("PRAGMA wal_checkpoint(TRUNCATE)");
        if (!emptied) return fail(emptied.error());
        // A reader in the middle of a page holds the log: the next round tries again.
        if (emptied->front().number(0) != 0) scrub_wanted_ = true;
        return true;
    });
}

}  // namespace keydesk::store
