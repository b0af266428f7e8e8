// Automation rules as rows, and what one of them would have done.
#include "store/power/rules.hpp"

#include "desk/power/described.hpp"
#include "store/conversations/rows.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace keydesk::store {

namespace {

constexpr auto kSelect = R"(
    SELECT id, name, place, enabled, occasion, conditions, actions, runs, last_run_at, last_error,
           paused_at, created_at
    FROM rules)";

constexpr auto kKeep = R"(
    INSERT INTO rules (id, name, place, enabled, occasion, conditions, actions, created_at)
    VALUES ($1, $2, (SELECT coalesce(max(place), 0) + 1 FROM rules), $3, $4, $5, $6, $7)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, enabled = excluded.enabled,
        occasion = excluded.occasion, conditions = excluded.conditions,
        actions = excluded.actions, paused_at = NULL, last_error = '')";

/// Entries of the conversations that moved last, newest first; bounded for long ones.
const std::string kRecent =
    "SELECT m.position, m.kind, m.seq, m.payload, m.body, m.at, m.conversation FROM messages m"
    " WHERE m.conversation IN (SELECT id FROM conversations ORDER BY change DESC LIMIT $1)"
    " AND m.kind IN ('customer', 'reply', 'event') ORDER BY m.position DESC LIMIT 10000";

const std::string kMoved = "SELECT" + std::string{kConversationColumns} + "FROM" +
                           std::string{kConversationTables} + "ORDER BY c.change DESC LIMIT $1";

std::optional<Time> maybe_time(const sql::Row& row, std::size_t column)
{
    if (row.null(column)) return std::nullopt;
    return from_millis(row.number(column));
}

desk::Rule read_rule(const sql::Row& row)
{
    return {
        .id = row.text(0),
        .name = row.text(1),
        .place = row.number(2),
        .enabled = row.truth(3),
        .occasion = row.text(4),
        .conditions = desk::kept::read<desk::Conditions>(row.text(5)),
        .actions = desk::kept::read<desk::Actions>(row.text(6)),
        .runs = row.number(7),
        .last_run_at = maybe_time(row, 8),
        .paused_at = maybe_time(row, 10),
        .last_error = row.text(9),
        .created_at = from_millis(row.number(11))};
}

Result<std::vector<desk::Rule>> read_rules(const Result<sql::Rows>& rows)
{
    if (!rows) return fail(rows.error());
    std::vector<desk::Rule> list;
    for (const auto& row : *rows) list.push_back(read_rule(row));
    return list;
}

desk::DryHit hit_of(
    const desk::Rule& rule, const desk::Conversation& c, const desk::Message& entry, Time now)
{
    auto variables = desk::variables_of(c, c.assignee ? c.assignee->name : "", "");
    return {
        .conversation = c,
        .text = snippet_of(entry.body),
        .at = entry.at,
        .change = desk::change_of(rule.actions, c, "", now),
        .says = desk::filled(desk::text_for(rule.actions, c.customer_locale), variables)};
}

Result<std::vector<desk::Conversation>> moved_last(sql::Connection& db, std::int64_t limit)
{
    auto rows = db.query(kMoved, {limit});
    if (!rows) return fail(rows.error());
    std::vector<desk::Conversation> list;
    for (const auto& row : *rows) list.push_back(read_conversation(row));
    auto labelled = read_labels(db, list);
    if (!labelled) return fail(labelled.error());
    return list;
}

desk::Message entry_of(const sql::Row& row)
{
    desk::Message entry;
    entry.kind = row.text(1);
    entry.seq = row.number(2);
    entry.payload = row.text(3);
    entry.body = row.text(4);
    entry.at = from_millis(row.number(5));
    entry.conversation = row.text(6);
    return entry;
}

/// Who waits too long at this moment.
std::vector<desk::DryHit> waiting_hits(
    const desk::Rule& rule, const std::vector<desk::Conversation>& all, Time now)
{
    std::vector<desk::DryHit> hits;
    for (const auto& c : all) {
        if (c.status != "open" || !desk::fits(rule.conditions, c, c.snippet, now)) continue;
        desk::Message entry;
        entry.body = c.snippet;
        entry.at = c.waiting_since.value_or(now);
        hits.push_back(hit_of(rule, c, entry, now));
    }
    return hits;
}

}  // namespace

Result<std::vector<desk::Rule>> rules_for(
    sql::Connection& db, const std::vector<std::string>& occasions)
{
    std::vector<sql::Value> values{occasions.begin(), occasions.end()};
    return read_rules(db.query(
        std::string{kSelect} + " WHERE enabled = 1 AND paused_at IS NULL AND occasion IN (" +
            places(1, occasions.size()) + ") ORDER BY place",
        values));
}

Task<Result<std::vector<desk::Rule>>> Rules::rules()
{
    co_return co_await database_.read([&](sql::Connection& db) {
        return read_rules(db.query(std::string{kSelect} + " ORDER BY place LIMIT 1000"));
    });
}

Task<Result<desk::Rule>> Rules::rule(std::string id)
{
    co_return co_await database_.read([&](sql::Connection& db) -> Result<desk::Rule> {
        auto list = read_rules(db.query(std::string{kSelect} + " WHERE id = $1", {id}));
        if (!list) return fail(list.error());
        if (list->empty()) return fail(ErrorKind::not_found, "no such rule");
        return list->front();
    });
}

Task<Result<void>> Rules::keep(desk::Rule r)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(
            kKeep,
            {r.id,
             r.name,
             r.enabled,
             r.occasion,
             desk::kept::write(r.conditions),
             desk::kept::write(r.actions),
             millis(r.created_at)});
        if (!done) return fail(done.error());
        return {};
    });
}

Task<Result<void>> Rules::remove(std::string id)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query("DELETE FROM rules WHERE id = $1", {id});
        if (!done) return fail(done.error());
        return {};
    });
}

Task<Result<void>> Rules::order(std::vector<std::string> ids)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        for (std::size_t i = 0; i < ids.size(); ++i) {
            auto done = db.query(
                "UPDATE rules SET place = $2 WHERE id = $1",
                {ids[i], static_cast<std::int64_t>(i + 1)});
            if (!done) return fail(done.error());
        }
        return {};
    });
}

Task<Result<std::vector<desk::DryHit>>> Rules::dry_run(desk::Rule rule, std::int64_t conversations)
{
    using Hits = std::vector<desk::DryHit>;
    auto now = clock_.now();
    co_return co_await database_.read([&](sql::Connection& db) -> Result<Hits> {
        auto all = moved_last(db, conversations);
        if (!all) return fail(all.error());
        if (rule.occasion == "waiting") return waiting_hits(rule, *all, now);
        std::map<std::string, const desk::Conversation*> known;
        for (const auto& c : *all) known[c.id] = &c;
        auto rows = db.query(kRecent, {conversations});
        if (!rows) return fail(rows.error());
        Hits hits;
        for (const auto& row : *rows) {
            auto entry = entry_of(row);
            auto occasions = desk::occasions_of(entry);
            if (std::ranges::find(occasions, rule.occasion) == occasions.end()) continue;
            const auto* c = known[entry.conversation];
            if (c == nullptr || !desk::fits(rule.conditions, *c, entry.body, entry.at)) continue;
            hits.push_back(hit_of(rule, *c, entry, entry.at));
            known[entry.conversation] = nullptr;  // The newest of each is enough.
        }
        return hits;
    });
}

}  // namespace keydesk::store
