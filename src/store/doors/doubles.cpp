#include "store/doors/doubles.hpp"

#include "store/doors/delivery_rows.hpp"

#include <boost/json.hpp>

namespace keydesk::store {

namespace json = boost::json;

namespace {

/// How long an inbox may take from finding its thread to storing the message.
constexpr auto kInHand = std::chrono::minutes{1};

constexpr auto kCame = R"(
    SELECT a.thread FROM arrivals a
    JOIN inboxes i ON i.id = a.inbox AND i.kind = 'email'
    JOIN threads t ON t.id = a.thread AND t.person = $3 AND t.conversation IS NOT NULL
    WHERE a.external_id = $1 AND a.inbox <> $2
      AND EXISTS (SELECT 1 FROM inboxes WHERE id = $2 AND kind = 'email')
      AND EXISTS (SELECT 1 FROM identities WHERE inbox = a.inbox AND external_id = $3)
    ORDER BY a.thread LIMIT 1)";

/// A mail begins the same thread key in every inbox. Of two at the same moment the lower id goes
/// on.
constexpr auto kComing = R"(
    SELECT t.id FROM threads t JOIN inboxes i ON i.id = t.inbox AND i.kind = 'email'
    WHERE t.key = $1 AND t.inbox <> $2 AND t.person = $3 AND t.conversation IS NULL
      AND t.created_at > $4
      AND EXISTS (SELECT 1 FROM inboxes WHERE id = $2 AND kind = 'email')
      AND EXISTS (SELECT 1 FROM identities WHERE inbox = t.inbox AND external_id = $3)
      AND NOT EXISTS (SELECT 1 FROM threads o WHERE o.inbox = $2 AND o.key = $1)
    LIMIT 1)";

Result<bool> said_before(Writing& writing, const std::string& payload)
{
    auto rows = writing.db.query(
        "SELECT 1 FROM messages WHERE conversation = $1 AND kind = 'event' AND payload = $2 LIMIT "
        "1",
        {writing.conversation, payload});
    if (!rows) return fail(rows.error());
    return !rows->empty();
}

Result<void> say_once(Writing& writing, const json::object& event)
{
    auto payload = json::serialize(event);
    auto before = said_before(writing, payload);
    if (!before) return fail(before.error());
    if (*before) return {};
    return writing.add({.kind = "event", .payload = payload});
}

}  // namespace

Result<std::optional<desk::DoorThread>> thread_elsewhere(
    sql::Connection& db, const desk::Entrance& e)
{
    using Found = std::optional<desk::DoorThread>;
    if (!e.person.vouched || e.external_id.empty()) return Found{};
    auto rows = db.query(kCame, {e.external_id, e.inbox, e.person.external_id});
    if (!rows) return fail(rows.error());
    if (rows->empty()) {
        rows =
            db.query(kComing, {e.place.key, e.inbox, e.person.external_id, millis(e.at - kInHand)});
        if (!rows) return fail(rows.error());
    }
    if (rows->empty()) return Found{};
    auto thread = thread_where(db, "t.id = $1", {rows->front().text(0)});
    if (!thread) return fail(thread.error());
    return Found{std::move(*thread)};
}

Result<std::string> conversation_of_arrival(sql::Connection& db, const std::string& external_id)
{
    auto rows = db.query(
        "SELECT m.conversation FROM arrivals a JOIN inboxes i ON i.id = a.inbox"
        " JOIN messages m ON m.id = a.message"
        " WHERE a.external_id = $1 AND i.kind = 'email' ORDER BY m.position LIMIT 1",
        {external_id});
    if (!rows) return fail(rows.error());
    return rows->empty() ? std::string{} : rows->front().text(0);
}

Result<void> note_doubled(Writing& writing, const std::string& inbox)
{
    auto rows = writing.db.query("SELECT name FROM inboxes WHERE id = $1", {inbox});
    if (!rows) return fail(rows.error());
    auto name = rows->empty() ? std::string{} : rows->front().text(0);
    return say_once(
        writing,
        {{"what", "also_sent_to"}, {"inbox", json::object{{"id", inbox}, {"name", name}}}});
}

Result<void> note_complaint(
    Writing& writing, const desk::Delivery& delivery, const std::string& detail)
{
    return say_once(
        writing, {{"what", "complaint"}, {"message", delivery.message}, {"detail", detail}});
}

}  // namespace keydesk::store
