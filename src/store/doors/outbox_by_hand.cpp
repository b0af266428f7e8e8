// What agents and operators see of the outbox and do with it.
#include "store/conversations/rows.hpp"
#include "store/doors/delivery_rows.hpp"
#include "store/doors/outbox.hpp"

#include <boost/json.hpp>

namespace keydesk::store {

namespace json = boost::json;

namespace {

constexpr auto kBacklog = R"(
    SELECT i.id,
           (SELECT count(*) FROM deliveries WHERE inbox = i.id AND state IN ('queued', 'sending')),
           (SELECT count(*) FROM deliveries WHERE inbox = i.id AND state = 'held'),
           (SELECT count(*) FROM deliveries WHERE inbox = i.id AND state = 'failed'),
           (SELECT count(*) FROM deliveries WHERE inbox = i.id AND state = 'uncertain'),
           (SELECT max(last_in_at) FROM threads WHERE inbox = i.id),
           (SELECT max(p.sent_at) FROM delivery_parts p WHERE p.inbox = i.id),
           (SELECT min(created_at) FROM deliveries WHERE inbox = i.id AND state = 'queued')
    FROM inboxes i)";

constexpr auto kReplay = R"(
    UPDATE deliveries SET state = 'queued', due_at = $2, updated_at = $2, code = '', detail = ''
    WHERE inbox = $1 AND state IN ('failed', 'held'))";

std::optional<Time> maybe_time(const sql::Row& row, std::size_t column)
{
    auto value = row.maybe_number(column);
    return value ? std::optional{from_millis(*value)} : std::nullopt;
}

/// An agent decided; agents see who.
Result<void> note_decision(
    Writing& writing, const desk::Delivery& delivery, const desk::Face& agent, const char* what)
{
    auto payload = json::serialize(json::object{
        {"what", "delivery"},
        {"message", delivery.message},
        {"state", what},
        {"door", delivery.kind}});
    return writing.add({.kind = "event", .author = agent, .payload = payload});
}

bool is_open_to_people(const desk::Delivery& d)
{
    return d.state == "failed" || d.state == "uncertain" || d.state == "held";
}

Result<desk::Delivery> decided(
    Writing& writing, desk::Delivery delivery, const std::string& state, const desk::Face& agent)
{
    if (!is_open_to_people(delivery) && !(state == "cancelled" && delivery.state == "queued"))
        return fail(ErrorKind::conflict, "the delivery is " + delivery.state);
    delivery.state = state;
    delivery.code.clear();
    delivery.detail.clear();
    delivery.due_at.reset();
    auto moved = move_delivery(writing, delivery);
    if (!moved) return fail(moved.error());
    auto noted = note_decision(writing, delivery, agent, state == "queued" ? "again" : "cancelled");
    if (!noted) return fail(noted.error());
    return delivery;
}

}  // namespace

Task<Result<std::vector<desk::Delivery>>> Outbox::deliveries_of(std::vector<std::string> messages)
{
    using List = std::vector<desk::Delivery>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        List list;
        if (messages.empty()) return list;
        std::vector<sql::Value> ids{messages.begin(), messages.end()};
        auto rows = db.query(
            std::string{kDelivery} + "WHERE d.message IN (" + places(1, ids.size()) +
                ") ORDER BY d.position",
            ids);
        if (!rows) return fail(rows.error());
        for (const auto& row : *rows) list.push_back(read_delivery(row));
        return list;
    });
}

Task<Result<std::vector<desk::Backlog>>> Outbox::backlog()
{
    using List = std::vector<desk::Backlog>;
    co_return co_await database_.read([](sql::Connection& db) -> Result<List> {
        auto rows = db.query(kBacklog);
        if (!rows) return fail(rows.error());
        List list;
        for (const auto& row : *rows) {
            list.push_back(
                {.inbox = row.text(0),
                 .queued = row.number(1),
                 .held = row.number(2),
                 .failed = row.number(3),
                 .uncertain = row.number(4),
                 .last_in_at = maybe_time(row, 5),
                 .last_out_at = maybe_time(row, 6),
                 .oldest_queued_at = maybe_time(row, 7)});
        }
        return list;
    });
}

/// Moves it to `state`; with a `thread`, the message goes by that one instead.
Task<Result<desk::Happening>> Outbox::decide(
    std::string delivery, std::string state, std::string thread, desk::Face agent)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Happening> {
        auto known = delivery_by_id(db, delivery);
        if (!known) return fail(known.error());
        auto collected = writing(db, known->conversation);
        auto done = decided(collected, std::move(*known), state, agent);
        if (!done) return fail(done.error());
        if (!thread.empty()) {
            auto kind = db.query("SELECT automatic FROM deliveries WHERE id = $1", {done->id});
            if (!kind) return fail(kind.error());
            auto queued = enqueue(collected, done->message, thread, kind->front().text(0));
            if (!queued) return fail(queued.error());
        }
        return told(collected, {});
    });
}

Task<Result<desk::Happening>> Outbox::send_again(std::string delivery, desk::Face agent)
{
    co_return co_await decide(std::move(delivery), "queued", {}, std::move(agent));
}

Task<Result<desk::Happening>> Outbox::cancel(std::string delivery, desk::Face agent)
{
    co_return co_await decide(std::move(delivery), "cancelled", {}, std::move(agent));
}

Task<Result<desk::Happening>> Outbox::redirect(
    std::string delivery, std::string thread, desk::Face agent)
{
    if (thread.empty()) co_return fail(ErrorKind::not_found, "no such thread");
    co_return co_await decide(
        std::move(delivery), "cancelled", std::move(thread), std::move(agent));
}

Task<Result<std::int64_t>> Outbox::replay(std::string inbox, desk::Face)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<std::int64_t> {
        auto done = db.query(kReplay, {inbox, millis(now)});
        if (!done) return fail(done.error());
        return db.changes();
    });
}

}  // namespace keydesk::store
