#include "store/queue/service_levels.hpp"

#include "base/ids.hpp"
#include "store/reports/csat.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace keydesk::store {

namespace json = boost::json;
using std::chrono::milliseconds;

namespace {

constexpr auto kPolicies = R"(
    SELECT id, name, coalesce(inbox, ''), coalesce(priority, ''), coalesce(case_type, ''),
           first_minutes, next_minutes, resolve_minutes, coalesce(calendar, ''), created_at
    FROM sla_policies ORDER BY created_at, id)";
constexpr auto kPutPolicy = R"(
    INSERT INTO sla_policies (id, name, inbox, priority, case_type, first_minutes, next_minutes,
                              resolve_minutes, calendar, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (id) DO UPDATE SET name = $2, inbox = $3, priority = $4, case_type = $5,
        first_minutes = $6, next_minutes = $7, resolve_minutes = $8, calendar = $9)";
constexpr auto kState = R"(
    SELECT status, waiting_since, inbox, priority, case_type, sla_kind, sla_due_at, sla_state
    FROM conversations WHERE id = $1)";
constexpr auto kAnswered =
    "SELECT 1 FROM messages WHERE conversation = $1 AND kind = 'reply' LIMIT 1";
constexpr auto kClocks = R"(
    SELECT kind, policy, target, used, runs_since, warn_at, due_at, state FROM sla_clocks
    WHERE conversation = $1)";
constexpr auto kPutClock = R"(
    INSERT INTO sla_clocks (conversation, kind, policy, target, used, runs_since, warn_at, due_at,
                            act_at, state)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (conversation, kind) DO UPDATE SET policy = $3, target = $4, used = $5,
        runs_since = $6, warn_at = $7, due_at = $8, act_at = $9, state = $10)";
/// What lists show: the running target that runs out first; a breached one stays shown.
constexpr auto kShow = R"(
    UPDATE conversations SET
        (sla_kind, sla_due_at, sla_state) = (
            SELECT coalesce(max(kind), ''), max(due_at), coalesce(max(state), '') FROM (
                SELECT kind, due_at, state FROM sla_clocks
                WHERE conversation = $1 AND due_at IS NOT NULL ORDER BY due_at LIMIT 1) AS first)
    WHERE id = $1 RETURNING sla_kind, sla_due_at, sla_state)";

std::optional<std::int64_t> millis_of(const std::optional<Time>& time)
{
    return time ? std::optional{millis(*time)} : std::nullopt;
}
std::optional<Time> time_of(const sql::Row& row, std::size_t column)
{
    auto value = row.maybe_number(column);
    return value ? std::optional{from_millis(*value)} : std::nullopt;
}
sql::Value maybe(const std::string& text)
{
    return text.empty() ? sql::Value{} : sql::Value{text};
}

struct Clock3 {
    std::string policy;
    desk::SlaRun run;
};
using Clocks = std::map<std::string, Clock3>;  ///< By kind.

Result<Clocks> clocks_in(sql::Connection& db, const std::string& conversation)
{
    auto rows = db.query(kClocks, {conversation});
    if (!rows) return fail(rows.error());
    Clocks clocks;
    for (const auto& row : *rows) {
        clocks[row.text(0)] = {
            .policy = row.text(1),
            .run = {
                .target = milliseconds{row.number(2)},
                .used = milliseconds{row.number(3)},
                .runs_since = time_of(row, 4),
                .warn_at = time_of(row, 5),
                .due_at = time_of(row, 6),
                .state = row.text(7)}};
    }
    return clocks;
}

/// One conversation's clocks while they are changed.
struct Winding {
    sql::Connection& db;
    const desk::QueueBook& book;
    std::string conversation;
    Time now;
    Clocks clocks;
    const desk::SlaPolicy* policy = nullptr;  ///< Null: none is meant for it.
    Clocks met = {};                          ///< Those that ended in time.

    const desk::Calendar& calendar(const Clock3& clock) const
    {
        auto same = [&](const desk::SlaPolicy& p) { return p.id == clock.policy; };
        auto found = std::ranges::find_if(book.policies, same);
        return book.calendar(found == book.policies.end() ? "" : found->calendar);
    }
    Result<void> put(const std::string& kind)
    {
        const auto& [policy_id, run] = clocks.at(kind);
        auto done = db.query(
            kPutClock,
            {conversation,
             kind,
             policy_id,
             run.target.count(),
             run.used.count(),
             millis_of(run.runs_since),
             millis_of(run.warn_at),
             millis_of(run.due_at),
             millis_of(run.act_at()),
             run.state});
        if (!done) return fail(done.error());
        return {};
    }
    /// Begins or goes on. A target that the policy does not name has no clock.
    Result<void> run(const std::string& kind, std::optional<std::int64_t> minutes)
    {
        auto known = clocks.find(kind);
        if (known == clocks.end()) {
            if (!policy || !minutes) return {};
            Clock3 fresh{.policy = policy->id, .run = {}};
            fresh.run.target = std::chrono::minutes{*minutes};
            known = clocks.emplace(kind, std::move(fresh)).first;
        }
        if (known->second.run.runs_since) return {};
        desk::start(known->second.run, calendar(known->second), now);
        return put(kind);
    }
    Result<void> hold(const std::string& kind)
    {
        auto known = clocks.find(kind);
        if (known == clocks.end() || !known->second.run.runs_since) return {};
        desk::pause(known->second.run, calendar(known->second), now);
        return put(kind);
    }
    Result<void> end(const std::string& kind)
    {
        auto known = clocks.extract(kind);
        if (known.empty()) return {};
        if (known.mapped().run.state != "breached") {
            known.mapped().run.state = "met";
            met.insert(std::move(known));
        }
        auto done = db.query(
            "DELETE FROM sla_clocks WHERE conversation = $1 AND kind = $2", {conversation, kind});
        if (!done) return fail(done.error());
        return {};
    }
    /// Case, priority or inbox changed: what has been used up counts for the new target.
    Result<void> move_to_policy()
    {
        for (auto& [kind, clock] : clocks) {
            if (!policy || clock.policy == policy->id) continue;
            auto minutes = kind == "first"  ? policy->first_minutes
                           : kind == "next" ? policy->next_minutes
                                            : policy->resolve_minutes;
            if (!minutes) continue;
            bool ran = clock.run.runs_since.has_value();
            desk::pause(clock.run, calendar(clock), now);
            clock.policy = policy->id;
            clock.run.target = std::chrono::minutes{*minutes};
            if (clock.run.state != "breached") clock.run.state.clear();
            if (ran) desk::start(clock.run, calendar(clock), now);
            auto done = put(kind);
            if (!done) return done;
        }
        return {};
    }
};

/// The conversation's state decides; so doing it again changes nothing.
Result<void> wind(Winding& w, const sql::Row& c)
{
    bool resolved = c.text(0) == "resolved", waits = !c.null(1) && c.text(0) == "open";
    auto done = w.move_to_policy();
    if (done && resolved) {
        for (const auto* kind : {"first", "next", "resolve"}) {
            if (done) done = w.end(kind);
        }
        return done;
    }
    auto answered = w.db.query(kAnswered, {w.conversation});
    if (!answered) return fail(answered.error());
    std::string kind = answered->empty() ? "first" : "next";
    auto minutes = [&](auto member) {
        return w.policy ? w.policy->*member : std::optional<std::int64_t>{};
    };
    auto target =
        minutes(kind == "first" ? &desk::SlaPolicy::first_minutes : &desk::SlaPolicy::next_minutes);
    if (done && kind == "next") done = w.end("first");
    if (done && waits) done = w.run(kind, target);
    if (done && !waits) done = w.end("next");
    if (done && waits) done = w.run("resolve", minutes(&desk::SlaPolicy::resolve_minutes));
    if (done && !waits) done = w.hold("resolve");
    return done;
}

Result<void> show(sql::Connection& db, const std::string& conversation)
{
    auto done = db.query(kShow, {conversation});
    if (!done) return fail(done.error());
    return {};
}

Result<void> say(
    Turn& turn, const std::string& conversation, const std::string& kind, const Clock3& c)
{
    json::object what{{"what", "sla"}, {"kind", kind}, {"state", c.run.state}, {"by", "sla"}};
    what["policy"] = c.policy;
    if (c.run.due_at) what["due"] = millis(*c.run.due_at);
    return turn.writing(conversation).add({.kind = "event", .payload = json::serialize(what)});
}

}  // namespace

Result<std::vector<desk::SlaPolicy>> policies_in(sql::Connection& db)
{
    auto rows = db.query(kPolicies);
    if (!rows) return fail(rows.error());
    std::vector<desk::SlaPolicy> policies;
    for (const auto& row : *rows) {
        policies.push_back(
            {.id = row.text(0),
             .name = row.text(1),
             .inbox = row.text(2),
             .priority = row.text(3),
             .case_type = row.text(4),
             .first_minutes = row.maybe_number(5),
             .next_minutes = row.maybe_number(6),
             .resolve_minutes = row.maybe_number(7),
             .calendar = row.text(8),
             .created_at = from_millis(row.number(9))});
    }
    return policies;
}

Task<void> SlaFollower::prepare(const std::vector<LogEntry>&)
{
    book_ = queue_.book();
    co_return;
}

Result<void> SlaFollower::take(Turn& turn, const LogEntry& entry)
{
    const auto& m = *entry.message;
    if (m.kind == "edit" || m.kind == "read" || m.kind == "note" || m.kind == "system") return {};
    // He waits for nothing: no clock runs for a number that says how it was.
    auto rating = answers_csat(turn.db, m);
    if (!rating) return fail(rating.error());
    if (*rating) return {};
    auto state = turn.db.query(kState, {m.conversation});
    if (!state) return fail(state.error());
    if (state->empty()) return {};
    const auto& c = state->front();
    auto clocks = clocks_in(turn.db, m.conversation);
    if (!clocks) return fail(clocks.error());
    Winding winding{turn.db, *book_, m.conversation, turn.now, std::move(*clocks)};
    winding.policy = desk::policy_for(book_->policies, c.text(2), c.text(3), c.text(4));
    if (winding.clocks.empty() && winding.policy == nullptr) return {};
    auto wound = wind(winding, c);
    for (const auto& [kind, clock] : winding.met) {
        if (wound) wound = say(turn, m.conversation, kind, clock);
    }
    if (!wound) return wound;
    auto now = turn.db.query(kShow, {m.conversation});
    if (!now) return fail(now.error());
    const auto& after = now->front();
    bool same = after.text(0) == c.text(5) && after.maybe_number(1) == c.maybe_number(6) &&
                after.text(2) == c.text(7);
    if (same) return {};
    // Consoles that were away hear of it by the number of the change.
    auto noted = turn.db.query(
        "UPDATE conversations SET change = $2 WHERE id = $1",
        {m.conversation, store_.take_change()});
    if (!noted) return fail(noted.error());
    moved_.push_back(m.conversation);
    return {};
}

void SlaFollower::taken()
{
    for (const auto& one : std::exchange(moved_, {})) shown_(one);
}

Task<Result<desk::Happenings>> ServiceLevels::sweep()
{
    auto now = clock_.now();
    auto due = co_await database_.read([&](sql::Connection& db) {
        return db.query(
            "SELECT conversation, kind FROM sla_clocks WHERE act_at <= $1 ORDER BY act_at LIMIT "
            "200",
            {millis(now)});
    });
    if (!due) co_return fail(due.error());
    if (due->empty()) co_return desk::Happenings{};
    auto book = queue_.book();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Happenings> {
        Turn turn{db, store_, now};
        for (const auto& row : *due) {
            auto clocks = clocks_in(db, row.text(0));
            if (!clocks) return fail(clocks.error());
            Winding winding{db, *book, row.text(0), now, std::move(*clocks)};
            auto clock = winding.clocks.find(row.text(1));
            if (clock == winding.clocks.end() || !desk::look(clock->second.run, now)) continue;
            auto done = winding.put(row.text(1));
            if (done) done = show(db, row.text(0));
            if (done) done = say(turn, row.text(0), row.text(1), clock->second);
            if (!done) return fail(done.error());
        }
        return turn.told();
    });
}

Task<Result<std::string>> ServiceLevels::put_policy(desk::SlaPolicy p)
{
    auto now = clock_.now();
    if (p.id.empty()) p.id = new_id(now);
    auto put = co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(
            kPutPolicy,
            {p.id,
             p.name,
             maybe(p.inbox),
             maybe(p.priority),
             maybe(p.case_type),
             p.first_minutes,
             p.next_minutes,
             p.resolve_minutes,
             maybe(p.calendar),
             millis(now)});
        if (!done) return fail(done.error());
        return {};
    });
    if (!put) co_return fail(put.error());
    auto read = co_await queue_.refresh();
    if (!read) co_return fail(read.error());
    co_return p.id;
}

Task<Result<void>> ServiceLevels::remove_policy(std::string id)
{
    auto removed = co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query("DELETE FROM sla_policies WHERE id = $1 RETURNING id", {id});
        if (!done) return fail(done.error());
        if (done->empty()) return fail(ErrorKind::not_found, "no such policy");
        return {};
    });
    if (!removed) co_return removed;
    co_return co_await queue_.refresh();
}

}  // namespace keydesk::store
