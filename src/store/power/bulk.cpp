// Many conversations at once, and the way back.
#include "store/power/bulk.hpp"

#include "base/ids.hpp"
#include "desk/power/described.hpp"
#include "store/conversations/changes.hpp"
#include "store/doors/delivery_rows.hpp"

namespace keydesk::store {

namespace {

/// The fields of a conversation that a change touches; empty text: none.
struct Fields {
    std::optional<std::string> status, priority, assignee, team;
    std::optional<std::int64_t> snoozed_until;
    std::optional<std::vector<std::string>> labels;

    bool operator==(const Fields&) const = default;
};
BOOST_DESCRIBE_STRUCT(Fields, (), (status, priority, assignee, team, snoozed_until, labels))

std::vector<std::string> label_ids(const desk::Conversation& c)
{
    std::vector<std::string> ids;
    for (const auto& label : c.labels) ids.push_back(label.id);
    std::ranges::sort(ids);
    return ids;
}

/// Those fields of the conversation that the change names.
Fields fields_of(const desk::Conversation& c, const desk::Change& named)
{
    Fields fields;
    if (named.status) {
        fields.status = c.status;
        if (c.snoozed_until) fields.snoozed_until = millis(*c.snoozed_until);
    }
    if (named.priority) fields.priority = c.priority;
    if (named.assignee) fields.assignee = c.assignee ? c.assignee->id : "";
    if (named.team) fields.team = c.team ? c.team->id : "";
    if (named.labels) fields.labels = label_ids(c);
    return fields;
}

desk::Change change_of(const Fields& fields)
{
    desk::Change change{
        .status = fields.status,
        .priority = fields.priority,
        .assignee = fields.assignee,
        .team = fields.team,
        .snoozed_until = {},
        .labels = fields.labels};
    if (fields.snoozed_until) change.snoozed_until = from_millis(*fields.snoozed_until);
    return change;
}

/// One conversation on its way: changed, and noted for the way back.
Result<void> apply_one(
    Writing& writing,
    const desk::Conversation& was,
    const desk::BulkChange& bulk,
    const desk::Face& agent,
    const std::string& undo)
{
    auto change = bulk.change;
    if (!bulk.add_labels.empty() || !bulk.remove_labels.empty())
        change.labels = desk::labels_after(was, bulk.add_labels, bulk.remove_labels);
    auto changed = change_in(writing, {.agent = agent, .by = {}}, change);
    if (!changed || writing.entries.empty()) return changed;
    auto now = conversation_in(writing.db, was.id);
    if (!now) return fail(now.error());
    auto noted = writing.db.query(
        "INSERT INTO undo_items (undo, conversation, was, became) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT DO NOTHING",
        {undo,
         was.id,
         desk::kept::write(fields_of(was, change)),
         desk::kept::write(fields_of(*now, change))});
    if (!noted) return fail(noted.error());
    return {};
}

/// Whether it could be brought back: an agent or label that is gone leaves it as it is.
Result<bool> bring_back(Writing& writing, const desk::Change& back, const desk::Face& agent)
{
    auto begun = writing.db.query("SAVEPOINT undo");
    if (!begun) return fail(begun.error());
    auto changed = change_in(writing, {.agent = agent, .by = "undo"}, back);
    bool gone = !changed && changed.error().kind == ErrorKind::invalid_input;
    if (!changed && !gone) return fail(changed.error());
    if (gone) {
        auto undone = writing.db.query("ROLLBACK TO undo");
        if (!undone) return fail(undone.error());
    }
    auto released = writing.db.query("RELEASE undo");
    if (!released) return fail(released.error());
    return !gone;
}

struct Item {
    std::string conversation;
    Fields was, became;
};

Result<std::vector<Item>> items_of(
    sql::Connection& db, const std::string& undo, const std::string& agent, Time now)
{
    auto head = db.query("SELECT agent, at, undone_at FROM undos WHERE id = $1", {undo});
    if (!head) return fail(head.error());
    if (head->empty() || head->front().text(0) != agent)
        return fail(ErrorKind::not_found, "nothing to undo");
    if (!head->front().null(2)) return fail(ErrorKind::conflict, "undone before");
    if (now - from_millis(head->front().number(1)) > Bulk::kUndoable)
        return fail(ErrorKind::conflict, "too late");
    auto rows =
        db.query("SELECT conversation, was, became FROM undo_items WHERE undo = $1", {undo});
    if (!rows) return fail(rows.error());
    std::vector<Item> items;
    for (const auto& row : *rows) {
        items.push_back(
            {row.text(0),
             desk::kept::read<Fields>(row.text(1)),
             desk::kept::read<Fields>(row.text(2))});
    }
    return items;
}

}  // namespace

Task<Result<desk::BulkDone>> Bulk::apply(
    std::vector<std::string> ids, desk::BulkChange bulk, desk::Face agent)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::BulkDone> {
        desk::BulkDone done{.undo = new_id(now), .changed = {}, .missing = {}, .told = {}};
        auto begun = db.query(
            "INSERT INTO undos (id, agent, at) VALUES ($1, $2, $3)",
            {done.undo, agent.id, millis(now)});
        if (!begun) return fail(begun.error());
        for (const auto& id : ids) {
            auto was = conversation_in(db, id);
            if (!was && was.error().kind == ErrorKind::not_found) {
                done.missing.push_back(id);
                continue;
            }
            if (!was) return fail(was.error());
            Writing writing{
                .db = db, .conversation = id, .at = now, .change = store_.take_change()};
            auto applied = apply_one(writing, *was, bulk, agent, done.undo);
            if (!applied) return fail(applied.error());
            if (writing.entries.empty()) continue;
            done.changed.push_back(id);
            done.told.push_back(told(writing, was->customer));
        }
        return done;
    });
}

Task<Result<desk::Undone>> Bulk::undo(std::string undo, desk::Face agent)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Undone> {
        auto items = items_of(db, undo, agent.id, now);
        if (!items) return fail(items.error());
        desk::Undone done;
        for (const auto& item : *items) {
            auto is = conversation_in(db, item.conversation);
            if (!is) return fail(is.error());
            auto back = change_of(item.was);
            if (fields_of(*is, change_of(item.became)) != item.became) {
                done.skipped.push_back(item.conversation);
                continue;
            }
            Writing writing{
                .db = db,
                .conversation = item.conversation,
                .at = now,
                .change = store_.take_change()};
            auto brought = bring_back(writing, back, agent);
            if (!brought) return fail(brought.error());
            if (!*brought) {
                done.skipped.push_back(item.conversation);
                continue;
            }
            done.restored.push_back(item.conversation);
            done.told.push_back(told(writing, is->customer));
        }
        auto noted = db.query("UPDATE undos SET undone_at = $2 WHERE id = $1", {undo, millis(now)});
        if (!noted) return fail(noted.error());
        return done;
    });
}

Task<Result<void>> Bulk::sweep()
{
    auto before = millis(clock_.now() - std::chrono::days{1});
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto items = db.query(
            "DELETE FROM undo_items WHERE undo IN (SELECT id FROM undos WHERE at < $1)", {before});
        if (!items) return fail(items.error());
        auto done = db.query("DELETE FROM undos WHERE at < $1", {before});
        if (!done) return fail(done.error());
        return {};
    });
}

}  // namespace keydesk::store
