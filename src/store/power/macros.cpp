// Macros: what is said and done with one key, in one transaction.
#include "store/power/macros.hpp"

#include "desk/power/described.hpp"
#include "store/conversations/agent_words.hpp"
#include "store/conversations/changes.hpp"
#include "store/conversations/rows.hpp"
#include "store/doors/delivery_rows.hpp"

namespace keydesk::store {

namespace {

constexpr auto kColumns =
    "SELECT id, name, owner, actions, inboxes, cases, uses, created_at FROM macros";

constexpr auto kKeep = R"(
    INSERT INTO macros (id, name, owner, actions, inboxes, cases, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, owner = excluded.owner,
        actions = excluded.actions, inboxes = excluded.inboxes, cases = excluded.cases)";

constexpr auto kBegin = R"(
    INSERT INTO macro_runs (client_id, macro, conversation, agent, at)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (client_id) DO NOTHING)";

desk::Macro read_macro(const sql::Row& row)
{
    return {
        .id = row.text(0),
        .name = row.text(1),
        .owner = row.maybe_text(2),
        .actions = desk::kept::read<desk::Actions>(row.text(3)),
        .inboxes = read_list(row.text(4)),
        .cases = read_list(row.text(5)),
        .uses = row.number(6),
        .created_at = from_millis(row.number(7))};
}

/// It was applied before: what it said then.
Result<desk::MacroDone> repeated(sql::Connection& db, const desk::MacroRun& run)
{
    auto rows = db.query(
        "SELECT 1 FROM macro_runs WHERE client_id = $1 AND macro = $2 AND conversation = $3"
        " AND agent = $4",
        {run.client_id, run.macro, run.conversation, run.agent.id});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(ErrorKind::conflict, "client id reused");
    desk::MacroDone done{.happening = {}, .reply = {}, .repeated = true};
    if (!run.reply) return done;
    auto said = message_by_client_id(db, run.conversation, run.client_id);
    if (!said) return fail(said.error());
    done.reply = *said;
    return done;
}

/// Changes and note; the conversation is looked at anew, since a reply may have assigned it.
Result<void> act(Writing& writing, const desk::MacroRun& run)
{
    auto now = conversation_in(writing.db, run.conversation);
    if (!now) return fail(now.error());
    auto change = desk::change_of(run.actions, *now, run.agent.id, writing.at);
    auto changed = change_in(writing, {.agent = run.agent, .by = "macro:" + run.macro}, change);
    if (!changed || run.note.empty()) return changed;
    return writing.add({.kind = "note", .author = run.agent, .body = run.note});
}

Result<desk::MacroDone> run_in(
    sql::Connection& db, const desk::MacroRun& run, Time now, std::int64_t change)
{
    auto begun =
        db.query(kBegin, {run.client_id, run.macro, run.conversation, run.agent.id, millis(now)});
    if (!begun) return fail(begun.error());
    if (db.changes() == 0) return repeated(db, run);
    auto was = conversation_in(db, run.conversation);
    if (!was) return fail(was.error());

    desk::MacroDone done;
    Writing writing{.db = db, .conversation = run.conversation, .at = now, .change = change};
    if (run.reply) {
        auto posted = write_in(db, *run.reply, now, change);
        if (!posted) return fail(posted.error());
        done.reply = posted->message;
        writing.entries = std::move(posted->entries);
        writing.deliveries = std::move(posted->deliveries);
    }
    auto acted = act(writing, run);
    if (!acted) return fail(acted.error());
    auto used = db.query("UPDATE macros SET uses = uses + 1 WHERE id = $1", {run.macro});
    if (!used) return fail(used.error());
    done.happening = told(writing, was->customer);
    return done;
}

}  // namespace

Task<Result<std::vector<desk::Macro>>> Macros::macros(std::string agent)
{
    using List = std::vector<desk::Macro>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        auto rows = db.query(
            std::string{kColumns} +
                " WHERE owner IS NULL OR owner = $1 ORDER BY uses DESC, name LIMIT 1000",
            {agent});
        if (!rows) return fail(rows.error());
        List list;
        for (const auto& row : *rows) list.push_back(read_macro(row));
        return list;
    });
}

Task<Result<desk::Macro>> Macros::macro(std::string id)
{
    co_return co_await database_.read([&](sql::Connection& db) -> Result<desk::Macro> {
        auto rows = db.query(std::string{kColumns} + " WHERE id = $1", {id});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return fail(ErrorKind::not_found, "no such macro");
        return read_macro(rows->front());
    });
}

Task<Result<void>> Macros::keep(desk::Macro m)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(
            kKeep,
            {m.id,
             m.name,
             m.owner,
             desk::kept::write(m.actions),
             write_list(m.inboxes),
             write_list(m.cases),
             millis(m.created_at)});
        if (!done) return fail(done.error());
        return {};
    });
}

Task<Result<void>> Macros::remove(std::string id)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query("DELETE FROM macros WHERE id = $1", {id});
        if (!done) return fail(done.error());
        return {};
    });
}

Task<Result<desk::MacroDone>> Macros::run(desk::MacroRun run)
{
    auto now = clock_.now();
    co_return co_await database_.run(
        [&](sql::Connection& db) { return run_in(db, run, now, store_.take_change()); });
}

}  // namespace keydesk::store
