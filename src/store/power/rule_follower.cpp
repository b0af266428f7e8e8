// Rules at work: what happened is asked about, what fits is done, and nothing goes round in
// circles.
#include "store/power/rules.hpp"

#include "base/ids.hpp"
#include "store/conversations/changes.hpp"
#include "store/conversations/rows.hpp"
#include "store/power/notices.hpp"

#include <boost/json.hpp>

#include <sstream>

namespace keydesk::store {

namespace json = boost::json;

namespace {

constexpr auto kLate = R"(
    SELECT c.id, c.waiting_since, c.snippet FROM conversations c
    WHERE c.status = 'open' AND c.waiting_since <= $1 AND (c.waiting_since, c.id) > ($2, $3)
      AND NOT EXISTS (SELECT 1 FROM rule_waits w WHERE w.rule = $4 AND w.conversation = c.id
                      AND w.since = c.waiting_since)
    ORDER BY c.waiting_since, c.id LIMIT 200)";

constexpr auto kDealtWith = R"(
    INSERT INTO rule_waits (rule, conversation, since) VALUES ($1, $2, $3)
    ON CONFLICT (rule, conversation) DO UPDATE SET since = excluded.since)";

Result<std::vector<std::string>> chain_of(sql::Connection& db, const std::string& message)
{
    auto rows = db.query("SELECT chain FROM rule_entries WHERE message = $1", {message});
    if (!rows) return fail(rows.error());
    std::vector<std::string> chain;
    if (rows->empty()) return chain;
    std::istringstream words{rows->front().text(0)};
    for (std::string id; words >> id;) chain.push_back(id);
    return chain;
}

/// Wrong rules must not hold up the log; a store that fails must.
bool is_the_rules_own(const Error& error)
{
    return error.kind == ErrorKind::invalid_input || error.kind == ErrorKind::not_found;
}

Result<void> done(const Result<sql::Rows>& rows)
{
    if (!rows) return fail(rows.error());
    return {};
}

}  // namespace

Result<void> RuleFollower::take(Turn& turn, const LogEntry& entry)
{
    auto occasions = desk::occasions_of(*entry.message);
    if (occasions.empty()) return {};
    auto rules = rules_for(turn.db, occasions);
    if (!rules) return fail(rules.error());
    if (rules->empty()) return {};
    auto chain = chain_of(turn.db, entry.message->id);
    if (!chain) return fail(chain.error());
    Cause cause{entry.message->conversation, entry.message->body, std::move(*chain)};
    for (const auto& rule : *rules) {
        if (!desk::may_follow(cause.chain, rule.id)) continue;
        auto ran = run(turn, rule, cause);
        if (!ran) return ran;
    }
    return {};
}

Result<void> RuleFollower::run(Turn& turn, const desk::Rule& rule, const Cause& cause)
{
    auto c = conversation_in(turn.db, cause.conversation);
    if (!c) return fail(c.error());
    if (!desk::fits(rule.conditions, *c, cause.text, turn.now)) return {};
    auto may = in_budget(turn, rule, *c);
    if (!may) return fail(may.error());
    if (!*may) return {};

    auto& writing = turn.writing(c->id);
    auto entries = writing.entries.size(), deliveries = writing.deliveries.size();
    auto begun = done(turn.db.query("SAVEPOINT rule"));
    if (!begun) return begun;
    auto acted = act(turn, rule, *c);
    if (!acted && !is_the_rules_own(acted.error())) return acted;
    if (!acted) {
        writing.entries.resize(entries);
        writing.deliveries.resize(deliveries);
        auto undone = done(turn.db.query("ROLLBACK TO rule"));
        if (!undone) return undone;
    }
    auto released = done(turn.db.query("RELEASE rule"));
    if (!released) return released;
    if (!acted) {
        return done(turn.db.query(
            "UPDATE rules SET last_error = $2 WHERE id = $1", {rule.id, acted.error().what}));
    }
    return note(turn, rule, cause, entries);
}

/// A rule that would be the eleventh change of an hour is paused, and its keepers are told.
Result<bool> RuleFollower::in_budget(
    Turn& turn, const desk::Rule& rule, const desk::Conversation& c)
{
    auto since = millis(turn.now - std::chrono::hours{1});
    auto rows = turn.db.query(
        "SELECT count(*) FROM rule_runs WHERE conversation = $1 AND at > $2", {c.id, since});
    if (!rows) return fail(rows.error());
    if (rows->front().number(0) < desk::kBudget) return true;
    auto paused = turn.db.query(
        "UPDATE rules SET paused_at = $2, last_error = 'budget' WHERE id = $1",
        {rule.id, millis(turn.now)});
    if (!paused) return fail(paused.error());
    auto keepers =
        turn.db.query("SELECT id FROM agents WHERE role IN ('lead', 'admin') AND disabled = 0");
    if (!keepers) return fail(keepers.error());
    for (const auto& row : *keepers) {
        auto told = add_notice(
            turn.db,
            {.agent = row.text(0),
             .kind = "rule_paused",
             .conversation = c.id,
             .by = rule.name,
             .text = {}},
            turn.now);
        if (!told) return fail(told.error());
        notified_.insert(row.text(0));
    }
    return false;
}

Result<void> RuleFollower::act(Turn& turn, const desk::Rule& rule, const desk::Conversation& c)
{
    auto& writing = turn.writing(c.id);
    auto by = "rule:" + rule.id;
    auto change = desk::change_of(rule.actions, c, "", turn.now);
    auto changed = change_in(writing, {.agent = {}, .by = by}, change);
    if (!changed) return changed;
    auto variables = desk::variables_of(c, c.assignee ? c.assignee->name : "", "");
    auto says = desk::filled(desk::text_for(rule.actions, c.customer_locale), variables);
    if (!says.empty()) {
        auto payload = json::serialize(json::object{{"auto", "answer"}, {"by", by}});
        auto said = tell_customer(writing, {.body = says, .payload = payload});
        if (!said) return said;
    }
    if (!rule.actions.note.empty()) {
        json::object what{
            {"what", "rule"},
            {"by", by},
            {"name", rule.name},
            {"note", desk::filled(rule.actions.note, variables)}};
        auto noted = writing.add({.kind = "event", .payload = json::serialize(what)});
        if (!noted) return noted;
    }
    return notify(turn, rule, c);
}

Result<void> RuleFollower::notify(Turn& turn, const desk::Rule& rule, const desk::Conversation& c)
{
    for (auto agent : rule.actions.notify) {
        if (agent == "assignee") agent = c.assignee ? c.assignee->id : "";
        if (agent.empty()) continue;
        auto told = add_notice(
            turn.db,
            {.agent = agent,
             .kind = "rule",
             .conversation = c.id,
             .by = rule.name,
             .text = c.snippet},
            turn.now);
        if (!told) return told;
        notified_.insert(agent);
    }
    return {};
}

/// That it ran, and which entries are its doing. What changed nothing is not counted.
Result<void> RuleFollower::note(
    Turn& turn, const desk::Rule& rule, const Cause& cause, std::size_t from)
{
    const auto& entries = turn.writing(cause.conversation).entries;
    if (entries.size() == from && rule.actions.notify.empty()) return {};
    std::string chain;
    for (const auto& id : cause.chain) chain += id + " ";
    chain += rule.id;
    for (std::size_t i = from; i < entries.size(); ++i) {
        auto kept = done(turn.db.query(
            "INSERT INTO rule_entries (message, chain, at) VALUES ($1, $2, $3)",
            {entries[i]->id, chain, millis(turn.now)}));
        if (!kept) return kept;
    }
    auto counted = done(turn.db.query(
        "INSERT INTO rule_runs (conversation, rule, at) VALUES ($1, $2, $3)",
        {cause.conversation, rule.id, millis(turn.now)}));
    if (!counted) return counted;
    return done(turn.db.query(
        "UPDATE rules SET runs = runs + 1, last_run_at = $2, last_error = '' WHERE id = $1",
        {rule.id, millis(turn.now)}));
}

void RuleFollower::taken()
{
    for (const auto& agent : std::exchange(notified_, {})) tell_(agent);
}

Task<Result<void>> RuleFollower::sweep()
{
    auto now = clock_.now();
    auto rules =
        co_await database_.read([](sql::Connection& db) { return rules_for(db, {"waiting"}); });
    if (!rules) co_return fail(rules.error());
    for (const auto& rule : *rules) {
        auto swept = co_await sweep_rule(rule);
        if (!swept) co_return swept;
    }
    taken();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        for (const auto* table : {"rule_runs", "rule_entries"}) {
            auto forgotten = db.query(
                "DELETE FROM " + std::string{table} + " WHERE at < $1",
                {millis(now - std::chrono::days{1})});
            if (!forgotten) return fail(forgotten.error());
        }
        return {};
    });
}

/// One page of who waits; `last` is moved on.
Task<Result<std::vector<RuleFollower::Late>>> RuleFollower::late(desk::Rule rule, Late& last)
{
    auto before = clock_.now() - std::chrono::minutes{rule.conditions.waiting_minutes};
    using Page = std::vector<Late>;
    auto page = co_await database_.read([&](sql::Connection& db) -> Result<Page> {
        auto rows =
            db.query(kLate, {millis(before), millis(last.since), last.conversation, rule.id});
        if (!rows) return fail(rows.error());
        Page found;
        for (const auto& row : *rows)
            found.push_back({row.text(0), row.text(2), from_millis(row.number(1))});
        return found;
    });
    if (page && !page->empty()) last = page->back();
    co_return page;
}

Task<Result<void>> RuleFollower::sweep_rule(desk::Rule rule)
{
    Late last{"", "", Time{}};
    for (;;) {
        auto page = co_await late(rule, last);
        if (!page) co_return fail(page.error());
        if (page->empty()) co_return Result<void>{};
        using Told = std::vector<desk::Happening>;
        auto now = clock_.now();
        auto told = co_await database_.run([&](sql::Connection& db) -> Result<Told> {
            Turn turn{db, store_, now};
            for (const auto& one : *page) {
                auto c = conversation_in(db, one.conversation);
                if (!c) return fail(c.error());
                if (c->status != "open" || c->waiting_since != one.since) continue;
                if (!desk::fits(rule.conditions, *c, one.snippet, now)) continue;
                auto noted =
                    done(db.query(kDealtWith, {rule.id, one.conversation, millis(one.since)}));
                if (!noted) return fail(noted.error());
                auto ran = run(turn, rule, {one.conversation, one.snippet, {}});
                if (!ran) return fail(ran.error());
            }
            return turn.told();
        });
        if (!told) co_return fail(told.error());
        for (const auto& happening : *told) feed_.publish(happening);
    }
}

}  // namespace keydesk::store
