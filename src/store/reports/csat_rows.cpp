#include "store/reports/csat_rows.hpp"

#include "base/ids.hpp"
#include "desk/reports/csat.hpp"
#include "store/conversations/changes.hpp"
#include "store/conversations/rows.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::store {

namespace json = boost::json;

namespace {

constexpr auto kFollowUp = "回访 Follow-up";
constexpr auto kFollowUpColor = "#b45309";

constexpr auto kOpenAsk = R"(
    SELECT id, conversation, coalesce(score, 0), reasons FROM csat_asks
    WHERE conversation = $1 AND asked_at > $2 AND asked_at <= $4
      AND (score IS NULL OR message = $3)
    ORDER BY asked_at DESC LIMIT 1)";

constexpr auto kAskOf = R"(
    SELECT id, conversation, coalesce(score, 0), reasons FROM csat_asks
    WHERE customer = $1 AND asked_at > $2 AND ($3 = '' OR conversation = $3)
    AND (rated_at IS NULL OR rated_at > $4) ORDER BY asked_at DESC LIMIT 1)";

constexpr auto kRecord = R"(
    UPDATE csat_asks SET score = $2, reasons = $3, comment = $4, rated_at = $5,
        message = coalesce($6, message) WHERE id = $1)";

Result<std::optional<Ask>> first_ask(Result<sql::Rows> rows)
{
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::optional<Ask>{};
    const auto& row = rows->front();
    return Ask{row.text(0), row.text(1), row.number(2), row.text(3)};
}

Result<std::string> follow_up_label(sql::Connection& db, Time now)
{
    auto rows = db.query("SELECT id FROM labels WHERE name = $1", {kFollowUp});
    if (!rows) return fail(rows.error());
    if (!rows->empty()) return rows->front().text(0);
    auto id = new_id(now);
    auto made = db.query(
        "INSERT INTO labels (id, name, color) VALUES ($1, $2, $3)",
        {id, kFollowUp, kFollowUpColor});
    if (!made) return fail(made.error());
    return id;
}

/// Somebody in charge must see it: a label, and a line that says why.
Result<void> look_after(Writing& writing, std::int64_t score)
{
    auto conversation = conversation_in(writing.db, writing.conversation);
    if (!conversation) return fail(conversation.error());
    auto label = follow_up_label(writing.db, writing.at);
    if (!label) return fail(label.error());
    desk::Change change{.labels = std::vector<std::string>{*label}};
    for (const auto& has : conversation->labels) change.labels->push_back(has.id);
    if (conversation->priority == "none" || conversation->priority == "low") {
        change.priority = "medium";
    }
    auto changed = change_in(writing, {.by = "csat"}, change);
    if (!changed) return changed;
    json::object what{{"what", "follow_up"}, {"reason", "csat"}, {"score", score}};
    return writing.add({.kind = "event", .payload = json::serialize(what)});
}

}  // namespace

Result<std::optional<Ask>> open_ask(
    sql::Connection& db, const std::string& conversation, const std::string& message, Time now)
{
    return first_ask(
        db.query(kOpenAsk, {conversation, millis(now - kAnswerable), message, millis(now)}));
}

Result<std::optional<Ask>> ask_of(
    sql::Connection& db, const std::string& customer, const std::string& conversation, Time now)
{
    return first_ask(db.query(
        kAskOf, {customer, millis(now - kAnswerable), conversation, millis(now - kChangeable)}));
}

Result<void> record(Writing& writing, const Ask& ask, const RatingWords& words)
{
    auto reasons = write_list(words.reasons);
    if (reasons.empty()) reasons = "[]";
    auto message = words.message.empty() ? sql::Value{} : sql::Value{words.message};
    auto done = writing.db.query(
        kRecord, {ask.id, words.score, reasons, words.comment, millis(writing.at), message});
    if (!done) return fail(done.error());
    json::object what{{"what", "csat"}, {"by", "csat"}, {"score", words.score}};
    json::array given;
    for (const auto& reason : words.reasons) given.emplace_back(reason);
    if (!given.empty()) what["reasons"] = std::move(given);
    if (!words.comment.empty()) what["comment"] = words.comment;
    if (ask.score > 0) {
        what["was"] = ask.score;
        json::array before;
        for (const auto& reason : read_list(ask.reasons)) before.emplace_back(reason);
        what["was_reasons"] = std::move(before);
    }
    auto said = writing.add({.kind = "event", .payload = json::serialize(what)});
    if (!said) return said;
    bool newly_low =
        words.score <= desk::kLowScore && (ask.score == 0 || ask.score > desk::kLowScore);
    return newly_low ? look_after(writing, words.score) : Result<void>{};
}

Result<void> unplan(sql::Connection& db, const std::string& conversation)
{
    auto done = db.query(
        "DELETE FROM csat_asks WHERE conversation = $1 AND asked_at IS NULL", {conversation});
    if (!done) return fail(done.error());
    return {};
}

}  // namespace keydesk::store
