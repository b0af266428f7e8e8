// What the courier does with the outbox. What agents do with it stands in outbox_by_hand.cpp.
#include "store/doors/outbox.hpp"

#include "base/ids.hpp"
#include "store/conversations/rows.hpp"
#include "store/doors/delivery_rows.hpp"

#include <boost/json.hpp>

namespace keydesk::store {

namespace json = boost::json;

namespace {

constexpr auto kEnqueue = R"(
    INSERT INTO deliveries
        (id, message, thread, inbox, conversation, automatic, state, due_at, created_at, updated_at)
    SELECT $1, $2, t.id, t.inbox, $4, $6, 'queued', $5, $5, $5
    FROM threads t WHERE t.id = $3 AND t.conversation = $4)";

constexpr auto kUncut = R"(
    SELECT d.id, d.inbox, m.body, m.attachments FROM deliveries d
    JOIN messages m ON m.id = d.message
    WHERE d.state = 'queued' AND d.parts = 0 ORDER BY d.position LIMIT $1)";

constexpr auto kAddPart = R"(
    INSERT INTO delivery_parts (delivery, part, id, body, file, inbox)
    SELECT $1, $2, $3, $4, $5, inbox FROM deliveries WHERE id = $1
    ON CONFLICT (delivery, part) DO NOTHING)";

/// What may leave now: the oldest open delivery of each thread, its first unsent part.
const std::string kReady = R"(
    SELECT d.id, p.part, d.parts, d.inbox, p.id, p.attempts, d.conversation, d.message, p.body,
           p.file, m.kind, m.author, a.name, f.name, f.type, f.size, f.sha256,
           d.created_at, d.automatic,)" +
                           std::string{kThreadColumns} + R"(
    FROM deliveries d
    JOIN delivery_parts p ON p.delivery = d.id AND p.sent_at IS NULL
        AND p.part = (SELECT min(q.part) FROM delivery_parts q
                      WHERE q.delivery = d.id AND q.sent_at IS NULL)
    JOIN messages m ON m.id = d.message
    LEFT JOIN agents a ON a.id = m.author
    LEFT JOIN files f ON f.id = p.file
    JOIN threads t ON t.id = d.thread JOIN inboxes i ON i.id = t.inbox
    JOIN customers u ON u.id = t.customer
    LEFT JOIN conversations c ON c.id = t.conversation
    WHERE d.state = 'queued' AND d.due_at <= $1 AND d.parts > 0 AND i.paused = 0
      AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.thread = d.thread
                      AND e.position < d.position AND e.state IN ('queued', 'sending')))";

constexpr auto kBegin =
    "UPDATE deliveries SET state = 'sending', attempts = attempts + 1, updated_at = $2"
    " WHERE id = $1 AND state = 'queued'";
constexpr auto kBeginPart =
    "UPDATE delivery_parts SET attempts = attempts + 1 WHERE delivery = $1 AND part = $2";

constexpr auto kPartSent = R"(
    UPDATE delivery_parts SET sent_at = $3, external_id = nullif($4, '')
    WHERE delivery = $1 AND part = $2)";
constexpr auto kSpend =
    "UPDATE threads SET allowed_left = allowed_left - 1 WHERE id = $1 AND allowed_left > 0";
constexpr auto kUnreachable = "UPDATE threads SET reachable = 0 WHERE id = $1";
constexpr auto kMoved =
    "UPDATE threads SET key = CASE WHEN $2 = '' THEN key ELSE $2 END, address = $3 WHERE id = $1";

desk::Leased read_leased(const sql::Row& row)
{
    desk::Leased out;
    out.delivery = row.text(0);
    out.part = row.number(1);
    out.parts = row.number(2);
    out.inbox = row.text(3);
    out.thread = read_thread(row, 19);
    out.created_at = from_millis(row.number(17));
    auto& d = out.departure;
    d.id = row.text(4);
    d.attempt = row.number(5) + 1;
    d.conversation = row.text(6);
    d.message = row.text(7);
    d.text = row.text(8);
    d.thread_key = out.thread.key;
    d.address = out.thread.address;
    d.is_public = out.thread.is_public;
    d.last = out.part + 1 == out.parts;
    d.answers = out.thread.last_in_external;
    d.author = row.text(12);
    d.automatic = row.text(10) != "reply";
    d.automatic_kind = row.text(18);
    d.locale = out.thread.locale;
    if (!row.text(9).empty()) {
        // The path is the blob's name here; the courier, who knows the folder, completes it.
        d.file = desk::Departure::File{
            .name = row.text(13),
            .type = row.text(14),
            .size = row.number(15),
            .path = row.text(16)};
    }
    return out;
}

Result<std::vector<desk::Leased>> lease_in(
    sql::Connection& db,
    Time now,
    std::size_t limit,
    const std::vector<std::string>& busy,
    const std::vector<std::string>& waiting)
{
    std::vector<sql::Value> values{millis(now)};
    auto except = [&](std::string_view column, const std::vector<std::string>& ids) {
        if (ids.empty()) return std::string{};
        auto text = " AND " + std::string{column} + " NOT IN (" +
                    places(values.size() + 1, ids.size()) + ")";
        for (const auto& id : ids) values.emplace_back(id);
        return text;
    };
    auto text = kReady + except("d.thread", busy);
    text += except("d.inbox", waiting);
    text += " ORDER BY d.due_at, d.position LIMIT " + std::to_string(limit);
    auto rows = db.query(text, values);
    if (!rows) return fail(rows.error());
    std::vector<desk::Leased> leased;
    for (const auto& row : *rows) {
        auto one = read_leased(row);
        auto begun = db.query(kBegin, {one.delivery, millis(now)});
        if (!begun) return fail(begun.error());
        auto part = db.query(kBeginPart, {one.delivery, one.part});
        if (!part) return fail(part.error());
        leased.push_back(std::move(one));
    }
    return leased;
}

Result<bool> all_sent(sql::Connection& db, const std::string& delivery)
{
    auto rows = db.query(
        "SELECT 1 FROM delivery_parts WHERE delivery = $1 AND sent_at IS NULL LIMIT 1", {delivery});
    if (!rows) return fail(rows.error());
    return rows->empty();
}

Result<void> settle_thread(sql::Connection& db, const desk::Settled& s, const std::string& thread)
{
    if (s.unreachable) {
        auto done = db.query(kUnreachable, {thread});
        if (!done) return fail(done.error());
    }
    if (!s.new_address.empty()) {
        auto done = db.query(kMoved, {thread, s.new_key, s.new_address});
        if (!done) return fail(done.error());
    }
    return {};
}

Result<void> settle_in(Writing& writing, const desk::Settled& s, desk::Delivery delivery)
{
    delivery.state = s.state;
    delivery.code = s.code;
    delivery.detail = s.detail;
    delivery.due_at = s.due_at;
    if (s.state == "sent") {
        auto sent =
            writing.db.query(kPartSent, {s.delivery, s.part, millis(writing.at), s.external_id});
        if (!sent) return fail(sent.error());
        auto spent = writing.db.query(kSpend, {delivery.thread});
        if (!spent) return fail(spent.error());
        auto whole = all_sent(writing.db, s.delivery);
        if (!whole) return fail(whole.error());
        if (!*whole) delivery.state = "queued";
    }
    if (s.not_tried) {
        auto undone = writing.db.query(
            "UPDATE deliveries SET attempts = attempts - 1 WHERE id = $1", {s.delivery});
        if (!undone) return fail(undone.error());
        auto part = writing.db.query(
            "UPDATE delivery_parts SET attempts = attempts - 1 WHERE delivery = $1 AND part = $2",
            {s.delivery, s.part});
        if (!part) return fail(part.error());
    }
    auto thread = settle_thread(writing.db, s, delivery.thread);
    if (!thread) return thread;
    return move_delivery(writing, delivery);
}

}  // namespace

Result<void> enqueue(
    Writing& writing,
    const std::string& message,
    const std::string& thread,
    const std::string& automatic)
{
    auto id = new_id(writing.at);
    auto done = writing.db.query(
        kEnqueue, {id, message, thread, writing.conversation, millis(writing.at), automatic});
    if (!done) return fail(done.error());
    if (writing.db.changes() == 0) return fail(ErrorKind::not_found, "no such thread");
    auto delivery = delivery_by_id(writing.db, id);
    if (!delivery) return fail(delivery.error());
    writing.deliveries.push_back(std::move(*delivery));
    return {};
}

Result<void> insert_arrival(
    sql::Connection& db, const desk::CustomerMessage& m, desk::Message& stored)
{
    auto text_or_null = [](const std::string& text) {
        return text.empty() ? sql::Value{} : sql::Value{text};
    };
    auto done = db.query(
        "INSERT INTO arrivals"
        " (inbox, external_id, message, thread, warnings, quoted, html, automatic)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (inbox, external_id) DO NOTHING",
        {m.inbox,
         m.entry->external_id,
         stored.id,
         m.thread,
         text_or_null(write_list(m.entry->warnings)),
         text_or_null(m.entry->quoted.str()),
         text_or_null(m.entry->html),
         m.entry->automatic});
    if (!done) return fail(done.error());
    if (db.changes() == 0) return fail(ErrorKind::conflict, kRepeated);
    auto seen = db.query(
        "UPDATE threads SET last_in_external = $2, last_in_at = $3 WHERE id = $1",
        {m.thread, m.entry->external_id, millis(stored.at)});
    if (!seen) return fail(seen.error());
    auto inbox = db.query("SELECT name, kind FROM inboxes WHERE id = $1", {m.inbox});
    if (!inbox) return fail(inbox.error());
    if (inbox->empty()) return fail(ErrorKind::not_found, "no such inbox");
    // What live sockets are told is what a later look at the message shows.
    stored.door = desk::Message::Door{
        .thread = m.thread,
        .inbox = {m.inbox, inbox->front().text(0)},
        .kind = inbox->front().text(1),
        .warnings = m.entry->warnings,
        .quoted = m.entry->quoted.str(),
        .has_html = !m.entry->html.empty()};
    return {};
}

Writing Outbox::writing(sql::Connection& db, std::string conversation)
{
    return {
        .db = db,
        .conversation = std::move(conversation),
        .at = clock_.now(),
        .change = store_.take_change()};
}

Task<Result<std::vector<desk::Happening>>> Outbox::recover(std::vector<std::string> idempotent)
{
    using List = std::vector<desk::Happening>;
    co_return co_await database_.run([&](sql::Connection& db) -> Result<List> {
        auto rows = db.query(std::string{kDelivery} + "WHERE d.state = 'sending'");
        if (!rows) return fail(rows.error());
        List all;
        for (const auto& row : *rows) {
            auto delivery = read_delivery(row);
            auto collected = writing(db, delivery.conversation);
            bool again = std::ranges::find(idempotent, delivery.inbox.id) != idempotent.end();
            delivery.state = again ? "queued" : "uncertain";
            delivery.code = "interrupted";
            delivery.detail = "Keydesk stopped while this was being sent";
            auto moved = move_delivery(collected, delivery);
            if (!moved) return fail(moved.error());
            all.push_back(told(collected, {}));
        }
        return all;
    });
}

Task<Result<std::vector<desk::Uncut>>> Outbox::uncut(std::size_t limit)
{
    co_return co_await database_.read([&](sql::Connection& db) -> Result<std::vector<desk::Uncut>> {
        auto rows = db.query(kUncut, {static_cast<std::int64_t>(limit)});
        if (!rows) return fail(rows.error());
        std::vector<desk::Uncut> list;
        for (const auto& row : *rows) {
            desk::Uncut one{
                .delivery = row.text(0), .inbox = row.text(1), .text = row.text(2), .files = {}};
            for (auto& a : read_attachments(row.text(3))) one.files.push_back(std::move(a));
            list.push_back(std::move(one));
        }
        return list;
    });
}

Task<Result<void>> Outbox::cut(std::string delivery, std::vector<desk::Part> parts)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        std::int64_t number = 0;
        for (const auto& part : parts) {
            auto done = db.query(kAddPart, {delivery, number++, new_id(now), part.text, part.file});
            if (!done) return fail(done.error());
        }
        auto done = db.query(
            "UPDATE deliveries SET parts = $2 WHERE id = $1 AND parts = 0", {delivery, number});
        if (!done) return fail(done.error());
        return {};
    });
}

Task<Result<std::vector<desk::Leased>>> Outbox::lease(
    std::size_t limit, std::vector<std::string> busy, std::vector<std::string> waiting)
{
    auto now = clock_.now();
    co_return co_await database_.run(
        [&](sql::Connection& db) { return lease_in(db, now, limit, busy, waiting); });
}

Task<Result<desk::Happening>> Outbox::settle(desk::Settled settled)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Happening> {
        auto delivery = delivery_by_id(db, settled.delivery);
        if (!delivery) return fail(delivery.error());
        auto collected = writing(db, delivery->conversation);
        auto done = settle_in(collected, settled, std::move(*delivery));
        if (!done) return fail(done.error());
        return told(collected, {});
    });
}

Task<Result<std::optional<Time>>> Outbox::next_due()
{
    co_return co_await database_.read([](sql::Connection& db) -> Result<std::optional<Time>> {
        auto rows = db.query(
            "SELECT min(d.due_at) FROM deliveries d JOIN inboxes i ON i.id = d.inbox"
            " WHERE d.state = 'queued' AND i.paused = 0");
        if (!rows) return fail(rows.error());
        if (rows->empty() || rows->front().null(0)) return std::nullopt;
        return from_millis(rows->front().number(0));
    });
}

}  // namespace keydesk::store
