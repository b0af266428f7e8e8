#include "store/doors/delivery_rows.hpp"

#include <boost/json.hpp>

namespace keydesk::store {

namespace json = boost::json;

namespace {

constexpr auto kMove = R"(
    UPDATE deliveries SET state = $2, code = $3, detail = $4, due_at = $5, updated_at = $6
    WHERE id = $1)";

bool is_trouble(const std::string& state)
{
    return state == "held" || state == "failed" || state == "uncertain";
}

std::string locale_of(const std::string& stored)
{
    return stored.starts_with("zh") ? "zh-CN" : "en";
}

}  // namespace

desk::DoorThread read_thread(const sql::Row& row, std::size_t first)
{
    desk::DoorThread t;
    t.id = row.text(first);
    t.inbox = {row.text(first + 1), row.text(first + 2)};
    t.kind = row.text(first + 3);
    t.key = row.text(first + 4);
    t.address = row.text(first + 5);
    t.title = row.text(first + 6);
    t.is_public = row.truth(first + 7);
    t.reachable = row.truth(first + 8);
    t.paused = row.truth(first + 9);
    t.customer = row.text(first + 10);
    t.conversation = row.text(first + 11);
    t.person_name = row.text(first + 12);
    t.handle = row.text(first + 13);
    t.locale = locale_of(row.text(first + 14));
    t.windowed = row.truth(first + 15);
    if (!row.null(first + 16)) t.allowed_until = from_millis(row.number(first + 16));
    t.allowed_left = row.maybe_number(first + 17);
    t.last_in_external = row.text(first + 18);
    if (!row.null(first + 19)) t.last_in_at = from_millis(row.number(first + 19));
    t.current = row.text(first + 20) == t.id;
    return t;
}

Result<desk::DoorThread> thread_where(
    sql::Connection& db, std::string_view where, std::initializer_list<sql::Value> values)
{
    auto text = "SELECT" + std::string{kThreadColumns} + "FROM" + std::string{kThreadTables} +
                "WHERE " + std::string{where};
    auto rows = db.query(text, values);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(ErrorKind::not_found, "no such thread");
    return read_thread(rows->front());
}

desk::Delivery read_delivery(const sql::Row& row)
{
    desk::Delivery d;
    d.id = row.text(0);
    d.message = row.text(1);
    d.thread = row.text(2);
    d.conversation = row.text(3);
    d.inbox = {row.text(4), row.text(5)};
    d.kind = row.text(6);
    d.state = row.text(7);
    d.code = row.text(8);
    d.detail = row.text(9);
    d.attempts = row.number(10);
    d.at = from_millis(row.number(11));
    if (d.state == "queued") d.due_at = from_millis(row.number(12));
    return d;
}

Result<desk::Delivery> delivery_by_id(sql::Connection& db, const std::string& id)
{
    auto rows = db.query(std::string{kDelivery} + "WHERE d.id = $1", {id});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(ErrorKind::not_found, "no such delivery");
    return read_delivery(rows->front());
}

Result<void> move_delivery(Writing& writing, const desk::Delivery& to)
{
    auto due = to.due_at.value_or(writing.at);
    auto moved = writing.db.query(
        kMove, {to.id, to.state, to.code, to.detail, millis(due), millis(writing.at)});
    if (!moved) return fail(moved.error());
    writing.deliveries.push_back(to);
    writing.deliveries.back().at = writing.at;
    if (!is_trouble(to.state)) return {};
    auto payload = json::serialize(json::object{
        {"what", "delivery"},
        {"message", to.message},
        {"state", to.state},
        {"code", to.code},
        {"detail", to.detail},
        {"door", to.kind}});
    return writing.add({.kind = "event", .payload = payload});
}

desk::Happening told(Writing& writing, std::string customer)
{
    return {
        .conversation = writing.conversation,
        .customer = std::move(customer),
        .entries = std::move(writing.entries),
        .deliveries = std::move(writing.deliveries)};
}

}  // namespace keydesk::store
