#include "store/reports/csat.hpp"

#include "base/ids.hpp"
#include "store/conversations/changes.hpp"
#include "store/payload.hpp"
#include "store/reports/csat_rows.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::store {

namespace json = boost::json;

namespace {

constexpr std::int64_t kLookedThrough = 200;  ///< Entries that an answer is looked for in.

constexpr auto kSettings = R"(
    SELECT coalesce(s.enabled, 1), coalesce(s.delay_seconds, 300) FROM inboxes i
    LEFT JOIN csat_settings s ON s.inbox = i.id WHERE i.id = $1)";

constexpr auto kAskedLately =
    "SELECT 1 FROM csat_asks WHERE customer = $1 AND asked_at > $2 LIMIT 1";

constexpr auto kAnswers = R"(
    SELECT kind, payload FROM messages WHERE conversation = $1 AND seq > $2 AND seq < $3
    AND kind IN ('reply', 'system'))";

constexpr auto kPlan =
    "INSERT INTO csat_asks (id, conversation, customer, due_at) VALUES ($1, $2, $3, $4)";

constexpr auto kSince = R"(
    SELECT kind, payload FROM messages WHERE conversation = $1 AND seq > $2 AND seq <= $3
    AND kind IN ('customer', 'reply', 'event') ORDER BY seq)";

/// Somebody, or the desk itself, answered him before it was resolved.
Result<bool> was_answered(sql::Connection& db, const desk::Message& m)
{
    auto rows = db.query(kAnswers, {m.conversation, m.seq - kLookedThrough, m.seq});
    if (!rows) return fail(rows.error());
    return std::ranges::any_of(*rows, [](const sql::Row& row) {
        return row.text(0) == "reply" || Payload{row.text(1)}.text("auto") == "answer";
    });
}

Result<bool> asked_lately(sql::Connection& db, const std::string& customer, Time now)
{
    auto rows = db.query(kAskedLately, {customer, millis(now - kBetweenAsks)});
    if (!rows) return fail(rows.error());
    return !rows->empty();
}

Result<bool> ask(Turn& turn, const std::string& id, const std::string& conversation)
{
    auto now = conversation_in(turn.db, conversation);
    if (!now) return fail(now.error());
    auto lately = asked_lately(turn.db, now->customer, turn.now);
    if (!lately) return fail(lately.error());
    bool said = false;
    if (now->status == "resolved" && !*lately) {
        const auto& words = desk::csat_words(now->customer_locale);
        json::array quick;
        for (auto score : words.scores) quick.emplace_back(score);
        json::object payload{{"auto", "csat"}, {"quick", std::move(quick)}};
        auto& writing = turn.writing(conversation);
        auto told = tell_customer(
            writing, {.body = std::string{words.question}, .payload = json::serialize(payload)});
        if (!told) return fail(told.error());
        said = !writing.entries.empty();  // Where others read along nothing is asked.
    }
    auto noted = said ? turn.db.query(
                            "UPDATE csat_asks SET due_at = NULL, asked_at = $2 WHERE id = $1",
                            {id, millis(turn.now)})
                      : turn.db.query("DELETE FROM csat_asks WHERE id = $1", {id});
    if (!noted) return fail(noted.error());
    return said;
}

/// Not what was resolved as a whole (an incident, a merge), and not what a rating set back.
bool by_itself(const std::string& by)
{
    return by == "csat" || by.starts_with("incident") || by.starts_with("merge") ||
           by.starts_with("import");
}

Result<void> plan(Turn& turn, const LogEntry& entry)
{
    const auto& m = *entry.message;
    auto settings = turn.db.query(kSettings, {entry.inbox});
    if (!settings) return fail(settings.error());
    if (settings->empty() || !settings->front().truth(0)) return {};
    auto answered = was_answered(turn.db, m);
    if (!answered) return fail(answered.error());
    auto lately = asked_lately(turn.db, entry.customer, turn.now);
    if (!lately) return fail(lately.error());
    if (!*answered || *lately) return {};
    auto unplanned = unplan(turn.db, m.conversation);
    if (!unplanned) return unplanned;
    auto id = new_id(turn.now);
    auto delay = std::chrono::seconds{settings->front().number(1)};
    auto planned =
        turn.db.query(kPlan, {id, m.conversation, entry.customer, millis(turn.now + delay)});
    if (!planned) return fail(planned.error());
    if (delay.count() > 0) return {};
    auto asked = ask(turn, id, m.conversation);
    if (!asked) return fail(asked.error());
    return {};
}

/// Whether his number, and nothing else, opened it again.
Result<bool> only_this_opened_it(sql::Connection& db, const desk::Message& m)
{
    auto rows = db.query(kSince, {m.conversation, m.seq, m.seq + kLookedThrough});
    if (!rows) return fail(rows.error());
    bool opened = false;
    for (const auto& row : *rows) {
        if (row.text(0) != "event") return false;
        Payload payload{row.text(1)};
        if (payload.text("what") != "status") continue;
        opened = payload.text("to") == "open" && payload.text("from") == "resolved";
    }
    return opened;
}

Result<void> set_back(Writing& writing, const desk::Message& m)
{
    auto opened = only_this_opened_it(writing.db, m);
    if (!opened) return fail(opened.error());
    if (*opened) return change_in(writing, {.by = "csat"}, {.status = "resolved"});
    // It was open anyway: nobody waits for an answer to a number.
    auto done = writing.db.query(
        "UPDATE conversations SET waiting_since = NULL WHERE id = $1 AND waiting_since = $2",
        {m.conversation, millis(m.at)});
    if (!done) return fail(done.error());
    return {};
}

Result<void> understand(Turn& turn, const LogEntry& entry)
{
    const auto& m = *entry.message;
    auto score = desk::score_in(m.body);
    if (!score || !m.attachments.empty()) return {};
    auto open = open_ask(turn.db, m.conversation, m.id, m.at);
    if (!open) return fail(open.error());
    if (!*open) return {};
    auto locale = turn.db.query("SELECT locale FROM customers WHERE id = $1", {entry.customer});
    if (!locale) return fail(locale.error());
    const auto& words = desk::csat_words(locale->empty() ? std::string{} : locale->front().text(0));
    auto& writing = turn.writing(m.conversation);
    auto back = set_back(writing, m);
    if (!back) return back;
    auto recorded = record(writing, **open, {.score = *score, .message = m.id});
    if (!recorded) return recorded;
    json::object payload{{"auto", "csat"}, {"rated", *score}};
    auto thanks = *score <= desk::kLowScore ? words.sorry : words.thanks;
    return tell_customer(
        writing, {.body = std::string{thanks}, .payload = json::serialize(payload)});
}

}  // namespace

Result<void> Csat::take(Turn& turn, const LogEntry& entry)
{
    const auto& m = *entry.message;
    if (m.kind == "customer") return understand(turn, entry);
    if (m.kind != "event") return {};
    Payload payload{m.payload};
    if (payload.text("what") != "status") return {};
    if (payload.text("to") != "resolved") return unplan(turn.db, m.conversation);
    return by_itself(payload.text("by")) ? Result<void>{} : plan(turn, entry);
}

Task<Result<std::int64_t>> Csat::ask_due()
{
    using Told = std::vector<desk::Happening>;
    auto now = clock_.now();
    auto due = co_await database_.read([&](sql::Connection& db) {
        return db.query(
            "SELECT id, conversation FROM csat_asks WHERE due_at <= $1 ORDER BY due_at LIMIT 50",
            {millis(now)});
    });
    if (!due) co_return fail(due.error());
    std::int64_t asked = 0;
    for (const auto& row : *due) {
        auto told = co_await database_.run([&](sql::Connection& db) -> Result<Told> {
            auto still = db.query(
                "SELECT 1 FROM csat_asks WHERE id = $1 AND due_at IS NOT NULL", {row.text(0)});
            if (!still) return fail(still.error());
            if (still->empty()) return Told{};
            Turn turn{db, store_, now};
            auto said = ask(turn, row.text(0), row.text(1));
            if (!said) return fail(said.error());
            return turn.told();
        });
        if (!told) co_return fail(told.error());
        for (const auto& happening : *told) feed_.publish(happening);
        asked += static_cast<std::int64_t>(told->size());
    }
    co_return asked;
}

Task<Result<void>> Csat::rate(desk::NewRating rating)
{
    using Told = std::vector<desk::Happening>;
    auto now = clock_.now();
    auto told = co_await database_.run([&](sql::Connection& db) -> Result<Told> {
        auto asked = ask_of(db, rating.customer, rating.conversation, now);
        if (!asked) return fail(asked.error());
        if (!*asked) return fail(ErrorKind::conflict, "not asked");
        Turn turn{db, store_, now};
        auto recorded = record(
            turn.writing((*asked)->conversation),
            **asked,
            {.score = rating.score, .reasons = rating.reasons, .comment = rating.comment.str()});
        if (!recorded) return fail(recorded.error());
        return turn.told();
    });
    if (!told) co_return fail(told.error());
    for (const auto& happening : *told) feed_.publish(happening);
    co_return Result<void>{};
}

Result<bool> answers_csat(sql::Connection& db, const desk::Message& message)
{
    bool number = message.kind == "customer" && message.attachments.empty() &&
                  desk::score_in(message.body).has_value();
    if (!number) return false;
    auto open = open_ask(db, message.conversation, message.id, message.at);
    if (!open) return fail(open.error());
    return open->has_value();
}

}  // namespace keydesk::store
