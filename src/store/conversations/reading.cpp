// Timelines as they are read, and the marks of who has read them.
#include "store/conversations/entries.hpp"
#include "store/conversations/rows.hpp"
#include "store/store.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::store {

namespace json = boost::json;

namespace {

const std::string kSelect =
    "SELECT" + std::string{kMessageColumns} + "FROM" + std::string{kMessageTables};

/// public_seq never runs ahead of seq, so `seq > after` bounds the index range for both.
const std::string kAfterAll =
    kSelect + "WHERE m.conversation = $1 AND m.seq > $2 ORDER BY m.seq LIMIT $3";
const std::string kAfterPublic = kSelect +
                                 "WHERE m.conversation = $1 AND m.seq > $2 AND m.public_seq > $2"
                                 " ORDER BY m.seq LIMIT $3";

const std::string kHistoryAll =
    kSelect +
    "WHERE m.conversation = $1 AND m.seq < $2"
    " AND m.kind IN ('customer', 'reply', 'note', 'system', 'event') ORDER BY m.seq DESC LIMIT $3";
const std::string kHistoryPublic =
    kSelect +
    "WHERE m.conversation = $1 AND m.public_seq < $2"
    " AND m.kind IN ('customer', 'reply', 'system') ORDER BY m.seq DESC LIMIT $3";

constexpr auto kCustomerRead = R"(
    UPDATE conversations SET
        customer_read = min($2, public_seq), customer_got = max(customer_got, min($2, public_seq)),
        change = $3
    WHERE id = $1 AND customer_read < min($2, public_seq))";

constexpr auto kCustomerGot = R"(
    UPDATE conversations SET customer_got = min($2, public_seq), change = $3
    WHERE id = $1 AND customer_got < min($2, public_seq))";

/// seq is never below public_seq, so going back from the newest meets the right one soon.
constexpr auto kCustomerMarks = R"(
    SELECT (SELECT id FROM messages WHERE conversation = c.id AND public_seq <= c.customer_read
              AND kind IN ('customer', 'reply', 'system') ORDER BY seq DESC LIMIT 1),
           (SELECT id FROM messages WHERE conversation = c.id AND public_seq <= c.customer_got
              AND kind IN ('customer', 'reply', 'system') ORDER BY seq DESC LIMIT 1)
    FROM conversations c WHERE c.id = $1)";

constexpr auto kSeen = R"(
    INSERT INTO agent_reads (agent, conversation, seen_count)
    SELECT $1, id, customer_count FROM conversations WHERE id = $2
    ON CONFLICT (agent, conversation) DO UPDATE SET seen_count = excluded.seen_count
    WHERE seen_count < excluded.seen_count)";

constexpr auto kNewestOfCustomer = R"(
    SELECT m.id, m.public_seq FROM messages m JOIN conversations c ON c.id = m.conversation
    WHERE m.conversation = $1 AND m.kind = 'customer' AND m.public_seq > c.agent_read
    ORDER BY m.seq DESC LIMIT 1)";

Result<std::vector<desk::MessagePtr>> read_messages(const Result<sql::Rows>& rows)
{
    if (!rows) return fail(rows.error());
    std::vector<desk::MessagePtr> messages;
    messages.reserve(rows->size());
    for (const auto& row : *rows) messages.push_back(read_message(row));
    return messages;
}

}  // namespace

Task<Result<std::vector<desk::MessagePtr>>> Store::after(
    std::string conversation, std::int64_t after, std::size_t limit, bool only_public)
{
    co_return co_await database_.read([&](sql::Connection& db) {
        const auto& text = only_public ? kAfterPublic : kAfterAll;
        return read_messages(db.query(text, {conversation, after, std::int64_t(limit)}));
    });
}

Task<Result<std::vector<desk::MessagePtr>>> Store::history(
    std::string conversation, std::int64_t before, std::size_t limit, bool only_public)
{
    auto end = before > 0 ? before : std::int64_t{1} << 60;
    auto messages = co_await database_.read([&](sql::Connection& db) {
        const auto& text = only_public ? kHistoryPublic : kHistoryAll;
        return read_messages(db.query(text, {conversation, end, std::int64_t(limit)}));
    });
    if (messages) std::ranges::reverse(*messages);
    co_return messages;
}

Task<Result<bool>> Store::customer_saw(std::string conversation, std::int64_t public_seq, bool read)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<bool> {
        auto text = read ? kCustomerRead : kCustomerGot;
        auto done = db.query(text, {conversation, public_seq, next_change()});
        if (!done) return fail(done.error());
        return db.changes() > 0;
    });
}

Task<Result<std::pair<std::string, std::string>>> Store::customer_marks(std::string conversation)
{
    using Marks = std::pair<std::string, std::string>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<Marks> {
        auto rows = db.query(kCustomerMarks, {conversation});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return fail(ErrorKind::not_found, "no such conversation");
        return Marks{rows->front().text(0), rows->front().text(1)};
    });
}

Task<Result<std::vector<desk::MessagePtr>>> Store::agent_read(
    std::string conversation, desk::Face agent)
{
    auto now = clock_.now();
    using Entries = std::vector<desk::MessagePtr>;
    co_return co_await database_.run([&](sql::Connection& db) -> Result<Entries> {
        auto seen = db.query(kSeen, {agent.id, conversation});
        if (!seen) return fail(seen.error());
        auto newest = db.query(kNewestOfCustomer, {conversation});
        if (!newest) return fail(newest.error());
        if (newest->empty()) return Entries{};

        const auto& row = newest->front();
        auto marked = db.query(
            "UPDATE conversations SET agent_read = $2 WHERE id = $1",
            {conversation, row.number(1)});
        if (!marked) return fail(marked.error());
        json::object payload{{"mid", row.text(0)}, {"by", "agent"}};
        auto entry = add_entry(
            db,
            {.conversation = conversation,
             .kind = "read",
             .author = agent,
             .payload = json::serialize(payload),
             .is_public = true,
             .at = now,
             .change = next_change()});
        if (!entry) return fail(entry.error());
        return Entries{*entry};
    });
}

}  // namespace keydesk::store
