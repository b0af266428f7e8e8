// Who follows what, what was begun, what an agent is told of.
#include "store/conversations/bonds.hpp"

#include "store/conversations/changes.hpp"
#include "store/conversations/rows.hpp"

namespace keydesk::store {

namespace {

constexpr auto kFollowers =
    "SELECT a.id, a.name FROM follows f JOIN agents a ON a.id = f.agent"
    " WHERE f.conversation = $1 ORDER BY a.name";

constexpr auto kLinks = R"(
    SELECT l.id, l.kind, l.reason, l.source = $1, l.agent, y.name, l.at,
           CASE WHEN l.source = $1 THEN l.target ELSE l.source END
    FROM conversation_links l LEFT JOIN agents y ON y.id = l.agent
    WHERE (l.source = $1 OR l.target = $1) AND l.undone_at IS NULL
    ORDER BY l.at DESC LIMIT 20)";

constexpr auto kNotifications = R"(
    SELECT n.id, n.kind, n.conversation, coalesce(c.number, 0), n.by_name,
           coalesce(u.name, ''), n.text, n.at, n.read_at
    FROM notifications n LEFT JOIN conversations c ON c.id = n.conversation
    LEFT JOIN customers u ON u.id = c.customer
    WHERE n.agent = $1 AND n.at < $2 ORDER BY n.at DESC, n.id DESC LIMIT $3)";

Result<void> done(const Result<sql::Rows>& rows)
{
    if (!rows) return fail(rows.error());
    return {};
}

/// At most twenty, each looked up by its key.
Result<void> read_links(sql::Connection& db, const std::string& conversation, desk::Ties& ties)
{
    auto rows = db.query(kLinks, {conversation});
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) {
        auto other = conversation_in(db, row.text(7));
        if (!other) return fail(other.error());
        ties.links.push_back(
            {.id = row.text(0),
             .kind = row.text(1),
             .reason = row.text(2),
             .outgoing = row.truth(3),
             .other = std::move(*other),
             .agent = {row.text(4), row.text(5)},
             .at = from_millis(row.number(6))});
    }
    return {};
}

}  // namespace

Task<Result<desk::Ties>> Bonds::ties(std::string conversation, std::string agent)
{
    co_return co_await database_.read([&](sql::Connection& db) -> Result<desk::Ties> {
        desk::Ties ties;
        auto followers = db.query(kFollowers, {conversation});
        if (!followers) return fail(followers.error());
        for (const auto& row : *followers) {
            ties.followers.push_back({row.text(0), row.text(1)});
            ties.following = ties.following || row.text(0) == agent;
        }
        auto linked = read_links(db, conversation, ties);
        if (!linked) return fail(linked.error());
        auto draft = db.query(
            "SELECT reply, note FROM drafts WHERE agent = $1 AND conversation = $2",
            {agent, conversation});
        if (!draft) return fail(draft.error());
        if (!draft->empty()) ties.draft = std::pair{draft->front().text(0), draft->front().text(1)};
        return ties;
    });
}

Task<Result<void>> Bonds::follow(std::string conversation, std::string agent, bool on)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto known = conversation_in(db, conversation);
        if (!known) return fail(known.error());
        return done(db.query(
            on ? "INSERT INTO follows (conversation, agent) VALUES ($1, $2) ON CONFLICT DO NOTHING"
               : "DELETE FROM follows WHERE conversation = $1 AND agent = $2",
            {conversation, agent}));
    });
}

Task<Result<void>> Bonds::save_draft(
    std::string conversation, std::string agent, std::string reply, std::string note)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        if (reply.empty() && note.empty()) {
            return done(db.query(
                "DELETE FROM drafts WHERE agent = $1 AND conversation = $2",
                {agent, conversation}));
        }
        auto known = conversation_in(db, conversation);
        if (!known) return fail(known.error());
        return done(db.query(
            "INSERT INTO drafts (agent, conversation, reply, note, at) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (agent, conversation) DO UPDATE SET reply = excluded.reply,"
            " note = excluded.note, at = excluded.at",
            {agent, conversation, reply, note, millis(now)}));
    });
}

Task<Result<std::vector<desk::Notification>>> Bonds::notifications(
    std::string agent, std::int64_t before, std::size_t limit)
{
    using List = std::vector<desk::Notification>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        auto rows = db.query(kNotifications, {agent, before, static_cast<std::int64_t>(limit)});
        if (!rows) return fail(rows.error());
        List list;
        for (const auto& row : *rows) {
            list.push_back(
                {.id = row.text(0),
                 .kind = row.text(1),
                 .conversation = row.text(2),
                 .number = row.number(3),
                 .by = row.text(4),
                 .customer = row.text(5),
                 .text = row.text(6),
                 .at = from_millis(row.number(7)),
                 .read = !row.null(8)});
        }
        return list;
    });
}

Task<Result<std::int64_t>> Bonds::unread(std::string agent)
{
    co_return co_await database_.read([&](sql::Connection& db) -> Result<std::int64_t> {
        auto rows = db.query(
            "SELECT count(*) FROM notifications WHERE agent = $1 AND read_at IS NULL", {agent});
        if (!rows) return fail(rows.error());
        return rows->front().number(0);
    });
}

Task<Result<void>> Bonds::read(std::string agent, std::string conversation)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        return done(db.query(
            "UPDATE notifications SET read_at = $2 WHERE agent = $1 AND read_at IS NULL"
            " AND ($3 = '' OR conversation = $3)",
            {agent, millis(now), conversation}));
    });
}

}  // namespace keydesk::store
