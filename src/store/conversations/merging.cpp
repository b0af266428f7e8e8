// Conversations that belong together: linked, merged, split; and handed over.
#include "base/ids.hpp"
#include "store/conversations/bonds.hpp"
#include "store/conversations/changes.hpp"
#include "store/conversations/joins.hpp"
#include "store/conversations/rows.hpp"
#include "store/doors/delivery_rows.hpp"

#include <boost/json.hpp>

namespace keydesk::store {

namespace json = boost::json;

namespace {

using Told = std::vector<desk::Happening>;

constexpr auto kLink = R"(
    INSERT INTO conversation_links (id, kind, source, target, reason, agent, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))";

/// A conversation of the same customer beside the first one; it answers by the same door.
constexpr auto kSplit = R"(
    INSERT INTO conversations (id, number, inbox, customer, thread, team, assignee, priority, via,
                               customer_count, change, last_message_at, created_at, waiting_since)
    SELECT $2, (SELECT max(number) + 1 FROM conversations), inbox, customer, 'split:' || $2, team,
           assignee, priority, via, $5, $3, $4, $4, waiting_since
    FROM conversations WHERE id = $1)";

constexpr auto kCopied = R"(
    SELECT kind, author, body, attachments, redacted, at FROM messages
    WHERE conversation = $1 AND seq >= $2 AND kind IN ('customer', 'reply', 'note')
    ORDER BY seq LIMIT 1000)";

constexpr auto kCopy = R"(
    INSERT INTO messages (id, conversation, seq, kind, author, body, attachments, redacted, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))";

struct Binding {
    std::string kind, source, target, reason;
    desk::Face agent;
};

Result<void> done(const Result<sql::Rows>& rows)
{
    if (!rows) return fail(rows.error());
    return {};
}

Result<void> add_link(sql::Connection& db, const Binding& b, Time now)
{
    return done(db.query(
        kLink, {new_id(now), b.kind, b.source, b.target, b.reason, b.agent.id, millis(now)}));
}

/// A line in both conversations that names the other one.
Result<void> tell_both(
    sql::Connection& db,
    Store& store,
    const Binding& b,
    const std::string& what,
    Time now,
    Told& told_to)
{
    for (bool outgoing : {true, false}) {
        const auto& here = outgoing ? b.source : b.target;
        auto other = conversation_in(db, outgoing ? b.target : b.source);
        if (!other) return fail(other.error());
        auto own = conversation_in(db, here);
        if (!own) return fail(own.error());
        Writing writing{.db = db, .conversation = here, .at = now, .change = store.take_change()};
        json::object event{
            {"what", what},
            {"other", other->id},
            {"number", other->number},
            {"outgoing", outgoing},
            {"reason", b.reason}};
        auto said =
            writing.add({.kind = "event", .author = b.agent, .payload = json::serialize(event)});
        if (!said) return said;
        told_to.push_back(told(writing, own->customer));
    }
    return {};
}

Result<desk::Conversation> resolve(
    sql::Connection& db, Store& store, const Binding& b, Time now, Told& told_to)
{
    auto c = conversation_in(db, b.source);
    if (!c) return c;
    Writing writing{.db = db, .conversation = b.source, .at = now, .change = store.take_change()};
    auto closed = change_in(writing, {.agent = b.agent, .by = "merge"}, {.status = "resolved"});
    if (!closed) return fail(closed.error());
    told_to.push_back(told(writing, c->customer));
    return c;
}

Result<Told> merge_in(sql::Connection& db, Store& store, const Binding& b, Time now)
{
    auto website =
        db.query("SELECT 1 FROM conversations WHERE id = $1 AND thread = ''", {b.source});
    if (!website) return fail(website.error());
    if (!website->empty()) return fail(ErrorKind::invalid_input, "a website's conversation");
    Told told_to;
    auto joined = join_in(db, store, {b.source, b.target, b.reason, b.agent}, now, told_to);
    if (!joined) return fail(joined.error());
    auto linked = add_link(db, b, now);
    if (!linked) return fail(linked.error());
    auto follow = done(db.query(
        "INSERT INTO follows (conversation, agent) SELECT $2, agent FROM follows"
        " WHERE conversation = $1 ON CONFLICT DO NOTHING",
        {b.source, b.target}));
    if (!follow) return fail(follow.error());
    auto closed = resolve(db, store, b, now, told_to);
    if (!closed) return fail(closed.error());
    return told_to;
}

/// The doors go back to where they came from, and the source is open again.
Result<void> part(sql::Connection& db, Store& store, const Binding& b, Time now, Told& told_to)
{
    auto joins = db.query(
        "SELECT id FROM joins WHERE into_conversation = $1 AND from_conversation = $2"
        " AND undone_at IS NULL",
        {b.target, b.source});
    if (!joins) return fail(joins.error());
    for (const auto& row : *joins) {
        auto parted = part_in(db, store, row.text(0), b.agent, now);
        if (!parted) return fail(parted.error());
        for (auto& one : *parted) told_to.push_back(std::move(one));
    }
    auto c = conversation_in(db, b.source);
    if (!c) return fail(c.error());
    Writing writing{.db = db, .conversation = b.source, .at = now, .change = store.take_change()};
    auto opened = change_in(writing, {.agent = b.agent, .by = "merge"}, {.status = "open"});
    if (!opened) return opened;
    told_to.push_back(told(writing, c->customer));
    return {};
}

/// Copies what was said; how much of it the customer said is returned.
Result<std::int64_t> copy_messages(
    sql::Connection& db, const sql::Rows& rows, const std::string& into, Time now)
{
    std::int64_t seq = 0;
    for (const auto& row : rows) {
        auto copied = db.query(
            kCopy,
            {new_id(now),
             into,
             ++seq,
             row.text(0),
             row.maybe_text(1),
             row.text(2),
             row.maybe_text(3),
             row.maybe_text(4),
             row.number(5)});
        if (!copied) return fail(copied.error());
    }
    auto last = snippet_of(rows.back().text(2));
    auto shown = db.query(
        "UPDATE conversations SET seq = $2, snippet = $3, snippet_from = $4, snippet_at = $5"
        " WHERE id = $1",
        {into,
         seq,
         last,
         rows.back().text(0) == "customer" ? "customer" : "agent",
         rows.back().number(5)});
    if (!shown) return fail(shown.error());
    return seq;
}

Result<Told> split_in(
    sql::Connection& db, Store& store, Binding& b, std::int64_t from_seq, Time now)
{
    auto rows = db.query(kCopied, {b.source, from_seq});
    if (!rows) return fail(rows.error());
    if (rows->empty() || rows->front().text(0) != "customer")
        return fail(ErrorKind::invalid_input, "not a customer's message");
    auto by_customer =
        std::ranges::count_if(*rows, [](const sql::Row& row) { return row.text(0) == "customer"; });
    auto made = db.query(
        kSplit, {b.source, b.target, store.take_change(), millis(now), std::int64_t{by_customer}});
    if (!made) return fail(made.error());
    auto copied = copy_messages(db, *rows, b.target, now);
    if (!copied) return fail(copied.error());
    auto linked = add_link(db, b, now);
    if (!linked) return fail(linked.error());
    Told told_to;
    auto said = tell_both(db, store, b, "split", now, told_to);
    if (!said) return fail(said.error());
    return told_to;
}

Result<Told> hand_over_in(sql::Connection& db, Store& store, const desk::HandOver& to, Time now)
{
    auto was = conversation_in(db, to.conversation);
    if (!was) return fail(was.error());
    Writing writing{
        .db = db, .conversation = to.conversation, .at = now, .change = store.take_change()};
    auto noted = writing.add({.kind = "note", .author = to.by, .body = to.note});
    if (!noted) return fail(noted.error());
    desk::Change change{.assignee = to.agent};
    if (!to.team.empty()) change.team = to.team;
    auto changed = change_in(writing, {.agent = to.by, .by = "handover"}, change);
    if (!changed) return fail(changed.error());
    if (!to.tier.empty() && to.tier != was->tier) {
        auto raised = done(db.query(
            "UPDATE conversations SET tier = $2 WHERE id = $1", {to.conversation, to.tier}));
        if (!raised) return fail(raised.error());
        json::object event{
            {"what", "tier"}, {"from", was->tier}, {"to", to.tier}, {"by", "handover"}};
        auto said =
            writing.add({.kind = "event", .author = to.by, .payload = json::serialize(event)});
        if (!said) return fail(said.error());
    }
    return Told{told(writing, was->customer)};
}

}  // namespace

Task<Result<Told>> Bonds::link(
    std::string source, std::string target, std::string reason, desk::Face agent)
{
    auto now = clock_.now();
    Binding b{"related", source, target, reason, agent};
    co_return co_await database_.run([&](sql::Connection& db) -> Result<Told> {
        Told told_to;
        auto said = tell_both(db, store_, b, "linked", now, told_to);
        if (!said) return fail(said.error());
        auto linked = add_link(db, b, now);
        if (!linked) return fail(linked.error());
        return told_to;
    });
}

Task<Result<Told>> Bonds::unlink(std::string link, desk::Face agent)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<Told> {
        auto rows = db.query(
            "SELECT kind, source, target, undone_at FROM conversation_links WHERE id = $1", {link});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return fail(ErrorKind::not_found, "no such link");
        const auto& row = rows->front();
        if (!row.null(3)) return fail(ErrorKind::conflict, "undone before");
        Binding b{row.text(0), row.text(1), row.text(2), "", agent};
        auto gone = done(db.query(
            "UPDATE conversation_links SET undone_at = $2 WHERE id = $1", {link, millis(now)}));
        if (!gone) return fail(gone.error());
        Told told_to;
        if (b.kind == "merged") {
            auto parted = part(db, store_, b, now, told_to);
            if (!parted) return fail(parted.error());
            return told_to;
        }
        auto said = tell_both(db, store_, b, "unlinked", now, told_to);
        if (!said) return fail(said.error());
        return told_to;
    });
}

Task<Result<Told>> Bonds::merge(
    std::string source, std::string target, std::string reason, desk::Face agent)
{
    auto now = clock_.now();
    Binding b{"merged", source, target, reason, agent};
    co_return co_await database_.run(
        [&](sql::Connection& db) { return merge_in(db, store_, b, now); });
}

Task<Result<std::pair<std::string, Told>>> Bonds::split(
    std::string source, std::int64_t from_seq, std::string reason, desk::Face agent)
{
    auto now = clock_.now();
    Binding b{"split", source, new_id(now), reason, agent};
    auto told_to = co_await database_.run(
        [&](sql::Connection& db) { return split_in(db, store_, b, from_seq, now); });
    if (!told_to) co_return fail(told_to.error());
    co_return std::pair{b.target, std::move(*told_to)};
}

Task<Result<Told>> Bonds::hand_over(desk::HandOver to)
{
    auto now = clock_.now();
    co_return co_await database_.run(
        [&](sql::Connection& db) { return hand_over_in(db, store_, to, now); });
}

}  // namespace keydesk::store
