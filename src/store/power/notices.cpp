#include "store/power/notices.hpp"

#include "base/ids.hpp"
#include "desk/power/described.hpp"
#include "store/conversations/changes.hpp"
#include "store/conversations/rows.hpp"
#include "store/payload.hpp"

#include <algorithm>

namespace keydesk::store {

namespace {

constexpr auto kSplitFrom = R"(
    SELECT l.source FROM conversation_links l JOIN conversations c ON c.id = l.target
    WHERE l.target = $1 AND l.kind = 'split' AND l.undone_at IS NULL AND c.via IS NULL LIMIT 1)";

std::string author_of(const desk::Message& message)
{
    return message.author ? message.author->name : "";
}

/// What was sent must not wait as a draft in another browser.
Result<void> forget_draft(sql::Connection& db, const desk::Message& message)
{
    bool reply = message.kind == "reply";
    if (!message.author || (!reply && message.kind != "note")) return {};
    auto gone = db.query(
        reply ? "UPDATE drafts SET reply = '' WHERE agent = $1 AND conversation = $2 AND at <= $3"
              : "UPDATE drafts SET note = '' WHERE agent = $1 AND conversation = $2 AND at <= $3",
        {message.author->id, message.conversation, millis(message.at)});
    if (!gone) return fail(gone.error());
    return {};
}

/// Whom a note calls: agents by name; a team stands for its members.
Result<std::vector<std::string>> called(sql::Connection& db, const std::string& note)
{
    auto rows = db.query(
        "SELECT id, name, 0 FROM agents WHERE disabled = 0 UNION ALL SELECT id, name, 1 FROM "
        "teams");
    if (!rows) return fail(rows.error());
    std::vector<desk::Face> names;
    std::set<std::string> teams;
    for (const auto& row : *rows) {
        names.push_back({row.text(0), row.text(1)});
        if (row.number(2) == 1) teams.insert(row.text(0));
    }
    std::vector<std::string> agents;
    for (auto& id : mentioned(note, names)) {
        if (!teams.contains(id)) {
            agents.push_back(std::move(id));
            continue;
        }
        auto members = db.query(
            "SELECT m.agent FROM team_members m JOIN agents a ON a.id = m.agent"
            " WHERE m.team = $1 AND a.disabled = 0",
            {id});
        if (!members) return fail(members.error());
        for (const auto& row : *members) agents.push_back(row.text(0));
    }
    return agents;
}

}  // namespace

Result<void> add_notice(sql::Connection& db, const NewNotice& n, Time now)
{
    auto rows = db.query(
        "SELECT 1 FROM notifications WHERE agent = $1 AND conversation = $2 AND read_at IS NULL"
        " AND kind = $3 AND text = $4 LIMIT 1",
        {n.agent, n.conversation, n.kind, n.kind == "followed" ? "" : n.text});
    if (!rows) return fail(rows.error());
    if (!rows->empty()) return {};
    auto added = db.query(
        "INSERT INTO notifications (id, agent, kind, conversation, by_name, text, at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        {new_id(now),
         n.agent,
         n.kind,
         n.conversation,
         n.by,
         n.kind == "followed" ? "" : n.text,
         millis(now)});
    if (!added) return fail(added.error());
    return {};
}

std::vector<std::string> mentioned(std::string_view text, const std::vector<desk::Face>& agents)
{
    std::vector<desk::Face> by_length = agents;
    std::ranges::sort(
        by_length, std::greater{}, [](const desk::Face& face) { return face.name.size(); });
    std::vector<std::string> found;
    for (auto at = text.find('@'); at != text.npos; at = text.find('@', at + 1)) {
        auto rest = text.substr(at + 1);
        auto one = std::ranges::find_if(
            by_length, [&](const desk::Face& face) { return rest.starts_with(face.name); });
        if (one == by_length.end() || one->name.empty()) continue;
        if (std::ranges::find(found, one->id) == found.end()) found.push_back(one->id);
    }
    return found;
}

Result<void> NoticeFollower::take(Turn& turn, const LogEntry& entry)
{
    const auto& message = *entry.message;
    auto forgotten = forget_draft(turn.db, message);
    if (!forgotten) return forgotten;
    if (message.kind == "note") {
        auto told = mentions(turn, message);
        return told ? followed(turn, message) : told;
    }
    if (message.kind == "customer") return followed(turn, message);
    if (message.kind == "event") return event(turn, message);
    if (message.kind != "reply") return {};
    auto said = mirror(turn, message);
    return said ? followed(turn, message) : said;
}

void NoticeFollower::taken()
{
    for (const auto& agent : std::exchange(notified_, {})) tell_(agent);
}

Result<void> NoticeFollower::add(Turn& turn, NewNotice notice)
{
    auto added = add_notice(turn.db, notice, turn.now);
    if (added) notified_.insert(notice.agent);
    return added;
}

Result<void> NoticeFollower::mentions(Turn& turn, const desk::Message& note)
{
    if (note.body.find('@') == std::string::npos) return {};
    auto agents = called(turn.db, note.body);
    if (!agents) return fail(agents.error());
    for (const auto& id : *agents) {
        if (note.author && note.author->id == id) continue;
        auto told =
            add(turn,
                {.agent = id,
                 .kind = "mention",
                 .conversation = note.conversation,
                 .by = author_of(note),
                 .text = snippet_of(note.body)});
        if (!told) return told;
    }
    return {};
}

Result<void> NoticeFollower::followed(Turn& turn, const desk::Message& message)
{
    auto rows =
        turn.db.query("SELECT agent FROM follows WHERE conversation = $1", {message.conversation});
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) {
        if (message.author && message.author->id == row.text(0)) continue;
        auto told =
            add(turn,
                {.agent = row.text(0),
                 .kind = "followed",
                 .conversation = message.conversation,
                 .by = author_of(message),
                 .text = {}});
        if (!told) return told;
    }
    return {};
}

Result<void> NoticeFollower::event(Turn& turn, const desk::Message& entry)
{
    Payload event{entry.payload};
    auto what = event.text("what");
    NewNotice notice{
        .agent = {},
        .kind = what,
        .conversation = entry.conversation,
        .by = author_of(entry),
        .text = {}};
    if (what == "assigned") {
        notice.agent = event.id("to");
        if (entry.author && entry.author->id == notice.agent) return {};
    } else if (what == "sla") {
        auto state = event.text("state");
        if (state != "warning" && state != "breached") return {};
        auto rows =
            turn.db.query("SELECT assignee FROM conversations WHERE id = $1", {entry.conversation});
        if (!rows) return fail(rows.error());
        notice.agent = rows->empty() ? "" : rows->front().text(0);
        notice.text = state;
    }
    if (notice.agent.empty()) return {};
    return add(turn, std::move(notice));
}

Result<void> NoticeFollower::mirror(Turn& turn, const desk::Message& reply)
{
    auto rows = turn.db.query(kSplitFrom, {reply.conversation});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return {};
    return turn.writing(rows->front().text(0))
        .add({.kind = "reply", .author = reply.author, .body = reply.body, .is_public = true});
}

}  // namespace keydesk::store
