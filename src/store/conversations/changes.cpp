// What agents change of a conversation: state, assignee, team, priority, labels.
#include "store/conversations/changes.hpp"

#include "store/conversations/entries.hpp"
#include "store/conversations/rows.hpp"
#include "store/store.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::store {

namespace json = boost::json;

namespace {

const std::string kConversation = "SELECT" + std::string{kConversationColumns} + "FROM" +
                                  std::string{kConversationTables} + "WHERE c.id = $1";

using Entries = std::vector<desk::MessagePtr>;

/// One change in progress: the conversation as it was, and where what happens to it is added.
struct Editing {
    Writing& writing;
    const Changer& changer;
    desk::Conversation was;
    sql::Connection& db = writing.db;

    Result<void> set(const char* statement, std::initializer_list<sql::Value> values)
    {
        auto done = db.query(statement, values);
        if (!done) return fail(done.error());
        return {};
    }

    Result<void> say(json::object what, bool is_public = false)
    {
        if (!changer.by.empty()) what["by"] = changer.by;
        return writing.add(
            {.kind = "event",
             .author = changer.agent,
             .payload = json::serialize(what),
             .is_public = is_public});
    }
};

std::optional<std::int64_t> maybe_millis(const std::optional<Time>& time)
{
    return time ? std::optional{millis(*time)} : std::nullopt;
}

Result<void> set_status(Editing& e, const std::string& status, std::optional<Time> until)
{
    if (status != "snoozed") until.reset();
    if (status == e.was.status && until == e.was.snoozed_until) return {};
    auto done = e.set(
        "UPDATE conversations SET status = $2, snoozed_until = $3,"
        " waiting_since = CASE WHEN $2 = 'resolved' THEN NULL ELSE waiting_since END WHERE id = $1",
        {e.was.id, status, maybe_millis(until)});
    if (!done) return done;
    json::object what{{"what", "status"}, {"from", e.was.status}, {"to", status}};
    if (until) what["until"] = millis(*until);
    return e.say(std::move(what), true);
}

/// Who or which team has it now; an empty id takes it away.
Result<void> set_owner(Editing& e, bool team, const std::string& id)
{
    const auto& before = team ? e.was.team : e.was.assignee;
    if (id == (before ? before->id : "")) return {};
    json::object what{{"what", team ? "team" : "assigned"}, {"to", nullptr}};
    if (!id.empty()) {
        auto text = team ? "SELECT name FROM teams WHERE id = $1"
                         : "SELECT name FROM agents WHERE id = $1 AND disabled = 0";
        auto named = e.db.query(text, {id});
        if (!named) return fail(named.error());
        if (named->empty()) return fail(ErrorKind::invalid_input, "no such agent or team");
        what["to"] = json::object{{"id", id}, {"name", named->front().text(0)}};
    }
    auto done = e.set(
        team ? "UPDATE conversations SET team = $2 WHERE id = $1"
             : "UPDATE conversations SET assignee = $2 WHERE id = $1",
        {e.was.id, id.empty() ? sql::Value{} : sql::Value{id}});
    if (!done) return done;
    return e.say(std::move(what), !team);
}

Result<void> set_priority(Editing& e, const std::string& priority)
{
    if (priority == e.was.priority) return {};
    auto done = e.set("UPDATE conversations SET priority = $2 WHERE id = $1", {e.was.id, priority});
    if (!done) return done;
    return e.say({{"what", "priority"}, {"from", e.was.priority}, {"to", priority}});
}

Result<void> set_labels(Editing& e, const std::vector<std::string>& ids)
{
    json::array added, removed;
    for (const auto& label : e.was.labels) {
        if (std::ranges::find(ids, label.id) != ids.end()) continue;
        removed.emplace_back(label.name);
        auto done = e.set(
            "DELETE FROM conversation_labels WHERE conversation = $1 AND label = $2",
            {e.was.id, label.id});
        if (!done) return done;
    }
    for (const auto& id : ids) {
        auto same = [&](const desk::Label& label) { return label.id == id; };
        if (std::ranges::any_of(e.was.labels, same)) continue;
        auto named = e.db.query("SELECT name FROM labels WHERE id = $1", {id});
        if (!named) return fail(named.error());
        if (named->empty()) return fail(ErrorKind::invalid_input, "no such label");
        added.emplace_back(named->front().text(0));
        auto done = e.set(
            "INSERT INTO conversation_labels (conversation, label) VALUES ($1, $2)"
            " ON CONFLICT DO NOTHING",
            {e.was.id, id});
        if (!done) return done;
    }
    if (added.empty() && removed.empty()) return {};
    return e.say({{"what", "labels"}, {"added", added}, {"removed", removed}});
}

Result<void> apply(Editing& e, const desk::Change& change)
{
    Result<void> done{};
    if (change.assignee) done = set_owner(e, false, *change.assignee);
    if (done && change.team) done = set_owner(e, true, *change.team);
    if (done && change.priority) done = set_priority(e, *change.priority);
    if (done && change.labels) done = set_labels(e, *change.labels);
    if (done && change.status) done = set_status(e, *change.status, change.snoozed_until);
    return done;
}

}  // namespace

Result<desk::Conversation> conversation_in(sql::Connection& db, const std::string& id)
{
    auto rows = db.query(kConversation, {id});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(ErrorKind::not_found, "no such conversation");
    std::vector<desk::Conversation> one{read_conversation(rows->front())};
    auto labelled = read_labels(db, one);
    if (!labelled) return fail(labelled.error());
    return std::move(one.front());
}

Result<void> change_in(Writing& writing, const Changer& changer, const desk::Change& change)
{
    auto was = conversation_in(writing.db, writing.conversation);
    if (!was) return fail(was.error());
    Editing editing{writing, changer, std::move(*was)};
    return apply(editing, change);
}

Task<Result<Entries>> Store::change(std::string conversation, desk::Face agent, desk::Change change)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<Entries> {
        // No agent: the desk itself, as for what wakes up.
        Changer changer{.agent = agent.id.empty() ? std::nullopt : std::optional{agent}};
        Writing writing{.db = db, .conversation = conversation, .at = now, .change = next_change()};
        auto changed = change_in(writing, changer, change);
        if (!changed) return fail(changed.error());
        return std::move(writing.entries);
    });
}

Task<Result<std::vector<desk::Happening>>> Store::wake_snoozed()
{
    auto now = clock_.now();
    using Woken = std::vector<desk::Happening>;
    auto due = co_await database_.read([&](sql::Connection& db) {
        return db.query(
            "SELECT id, customer FROM conversations"
            " WHERE status = 'snoozed' AND snoozed_until <= $1 LIMIT 200",
            {millis(now)});
    });
    if (!due) co_return fail(due.error());
    if (due->empty()) co_return Woken{};
    co_return co_await database_.run([&](sql::Connection& db) -> Result<Woken> {
        Woken woken;
        for (const auto& row : *due) {
            auto was = conversation_in(db, row.text(0));
            if (!was) return fail(was.error());
            if (was->status != "snoozed") continue;
            Writing writing{
                .db = db, .conversation = row.text(0), .at = now, .change = next_change()};
            auto opened = change_in(writing, {}, {.status = "open"});
            if (!opened) return fail(opened.error());
            woken.push_back({row.text(0), row.text(1), std::move(writing.entries)});
        }
        return woken;
    });
}

}  // namespace keydesk::store
