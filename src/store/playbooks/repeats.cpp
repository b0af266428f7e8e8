#include "store/playbooks/repeats.hpp"

#include "base/ids.hpp"
#include "store/conversations/changes.hpp"
#include "text/recogniser.hpp"

#include <boost/json.hpp>

#include <limits>

namespace keydesk::store {

namespace json = boost::json;

namespace {

/// Open conversations that this person's doors lead to: of the same customer, whom the provider
/// vouches for; the chat of the verified customer who owns this address; and, where nobody was ever
/// vouched for, of the same address, to which answers go whoever wrote.
constexpr auto kWaiting = R"(
    SELECT DISTINCT c.id, c.customer, c.last_message_at FROM threads t
    JOIN identities i ON i.inbox = t.inbox AND i.external_id = t.person AND i.customer = t.customer
    JOIN conversations c ON c.customer = t.customer AND c.status <> 'resolved'
    WHERE t.id = $1 AND c.last_message_at > $2
    UNION
    SELECT c.id, c.customer, c.last_message_at FROM threads t
    JOIN identities i ON i.inbox = t.inbox AND i.external_id = t.person AND i.customer = t.customer
    JOIN customers u ON u.email = lower(t.person) AND u.verified = 1 AND u.email <> ''
    JOIN conversations c ON c.customer = u.id AND c.status <> 'resolved'
    WHERE t.id = $1 AND c.last_message_at > $2
    UNION
    SELECT c.id, c.customer, c.last_message_at FROM threads t
    JOIN threads o ON o.inbox = t.inbox AND o.person = t.person AND o.id <> t.id
    JOIN customers me ON me.id = t.customer AND me.verified = 0
    JOIN customers u ON u.id = o.customer AND u.verified = 0
    JOIN conversations c ON c.id = o.conversation AND c.customer = o.customer
                        AND c.status <> 'resolved'
    WHERE t.id = $1 AND c.last_message_at > $2
      AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.inbox = t.inbox
                      AND i.external_id = t.person)
    ORDER BY 3 DESC LIMIT 5)";

constexpr auto kByAddress = R"(
    SELECT DISTINCT c.id, c.last_message_at FROM conversations w
    JOIN customers u ON u.id = w.customer AND u.verified = 1 AND u.email <> ''
    JOIN threads t ON t.person = lower(u.email)
                  AND t.inbox IN (SELECT id FROM inboxes WHERE kind = 'email')
    JOIN identities i ON i.inbox = t.inbox AND i.external_id = t.person AND i.customer = t.customer
    JOIN conversations c ON c.id = t.conversation AND c.id <> w.id AND c.status <> 'resolved'
    WHERE w.id = $1 AND w.thread = '' AND c.last_message_at > $2
    ORDER BY 2 DESC LIMIT 5)";

/// What was said before the conversation was resolved is history, and comes anew.
constexpr auto kSaid = R"(
    SELECT body FROM messages WHERE conversation = $1 AND kind = 'customer' AND at > $2
    AND position < $3 AND seq >
        (SELECT coalesce(max(seq), 0) FROM messages WHERE conversation = $1 AND kind = 'event'
         AND payload LIKE '{"what":"status",%"to":"resolved"%')
    ORDER BY seq DESC LIMIT 20)";

constexpr auto kNote = R"(
    INSERT INTO joins (id, thread, from_conversation, from_customer, into_conversation, reason, at)
    VALUES ($1, $2, $3, $4, $5, 'same_text', $6))";

constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kWorthComparing = 18;  // bytes of what is left without spaces and points

Result<bool> says(
    sql::Connection& db,
    const std::string& conversation,
    std::int64_t before,
    const std::string& words,
    Time now)
{
    if (text::essence_of(words).size() < kWorthComparing) return false;
    auto rows = db.query(kSaid, {conversation, millis(now - kRepeatWindow), before});
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) {
        if (text::likeness_of(row.text(0), words) >= kRepeatLikeness) return true;
    }
    return false;
}

/// How far the desk had come, what it takes the case for, and which doors have heard of it.
Result<void> go_on(sql::Connection& db, const std::string& from, const std::string& into)
{
    for (const char* statement :
         {"INSERT INTO playbook_doors (conversation, inbox, at)"
          " SELECT $2, inbox, at FROM playbook_doors WHERE conversation = $1"
          " ON CONFLICT (conversation, inbox) DO NOTHING",
          "INSERT INTO playbook_turns (conversation, case_type, confidence, silent, asked, missing,"
          " offered, answered, language) SELECT $2, case_type, confidence, silent, asked, missing,"
          " offered, answered, language FROM playbook_turns WHERE conversation = $1"
          " ON CONFLICT (conversation) DO NOTHING",
          "UPDATE conversations SET case_type = (SELECT case_type FROM conversations WHERE id = "
          "$1),"
          " tier = (SELECT tier FROM conversations WHERE id = $1)"
          " WHERE id = $2 AND case_type = ''"}) {
        auto done = db.query(statement, {from, into});
        if (!done) return fail(done.error());
    }
    return {};
}

}  // namespace

Result<void> lead_repeat(
    sql::Connection& db, const desk::DoorThread& thread, const desk::Entrance& entrance)
{
    const auto& words = entrance.said.str();
    if (!thread.conversation.empty() || thread.is_public || words.empty()) return {};
    auto rows = db.query(kWaiting, {thread.id, millis(entrance.at - kRepeatWindow)});
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) {
        auto same = says(db, row.text(0), kEnd, words, entrance.at);
        if (!same) return fail(same.error());
        if (!*same) continue;
        auto noted = db.query(
            kNote,
            {new_id(entrance.at),
             thread.id,
             nullptr,
             thread.customer,
             row.text(0),
             millis(entrance.at)});
        if (!noted) return fail(noted.error());
        auto led = db.query(
            "UPDATE threads SET conversation = $2, customer = $3 WHERE id = $1",
            {thread.id, row.text(0), row.text(1)});
        if (!led) return fail(led.error());
        return {};
    }
    return {};
}

Result<bool> said_before(
    sql::Connection& db,
    const std::string& conversation,
    std::int64_t position,
    const std::string& words,
    Time now)
{
    return says(db, conversation, position, words, now);
}

Result<std::string> same_by_door(
    sql::Connection& db, const std::string& conversation, const std::string& words, Time now)
{
    auto rows = db.query(kByAddress, {conversation, millis(now - kRepeatWindow)});
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) {
        auto same = says(db, row.text(0), kEnd, words, now);
        if (!same) return fail(same.error());
        if (*same) return row.text(0);
    }
    return std::string{};
}

Result<void> take_in(Writing& from, Writing& into)
{
    auto& db = into.db;
    auto owner =
        db.query("SELECT customer, number FROM conversations WHERE id = $1", {into.conversation});
    if (!owner) return fail(owner.error());
    auto left = db.query("SELECT number FROM conversations WHERE id = $1", {from.conversation});
    if (!left) return fail(left.error());
    auto threads =
        db.query("SELECT id, customer FROM threads WHERE conversation = $1", {from.conversation});
    if (!threads) return fail(threads.error());
    for (const auto& thread : *threads) {
        auto noted = db.query(
            kNote,
            {new_id(into.at),
             thread.text(0),
             from.conversation,
             thread.text(1),
             into.conversation,
             millis(into.at)});
        if (!noted) return fail(noted.error());
        auto led = db.query(
            "UPDATE threads SET conversation = $2, customer = $3 WHERE id = $1",
            {thread.text(0), into.conversation, owner->front().text(0)});
        if (!led) return fail(led.error());
    }
    auto went = go_on(db, from.conversation, into.conversation);
    if (!went) return went;
    auto tell = [](Writing& writing, const char* what, const Writing& other, std::int64_t number) {
        json::object said{
            {"what", what},
            {"other", other.conversation},
            {"number", number},
            {"reason", "same_text"},
            {"by", "playbook"}};
        return writing.add({.kind = "event", .payload = json::serialize(said)});
    };
    auto told = tell(from, "joined_into", into, owner->front().number(1));
    if (!told) return told;
    auto resolved =
        db.query("UPDATE conversations SET via = NULL WHERE id = $1", {from.conversation});
    if (!resolved) return fail(resolved.error());
    told = tell(into, "joined_from", from, left->front().number(0));
    if (!told) return told;
    return change_in(from, {.agent = {}, .by = "playbook"}, {.status = "resolved"});
}

}  // namespace keydesk::store
