#pragma once

#include "desk/channels/ports.hpp"
#include "sql/connection.hpp"
#include "store/conversations/redaction.hpp"

#include <string>
#include <string_view>

/// How deliveries and threads lie in rows. See store/conversations/rows.hpp.
namespace keydesk::store {

constexpr std::string_view kThreadColumns =
    " t.id, t.inbox, i.name, i.kind, t.key, t.address, t.title, t.is_public, t.reachable, i.paused,"
    " t.customer, t.conversation, t.person_name, t.handle, u.locale, t.windowed, t.allowed_until,"
    " t.allowed_left, t.last_in_external, t.last_in_at, c.via ";
constexpr std::string_view kThreadTables =
    " threads t JOIN inboxes i ON i.id = t.inbox JOIN customers u ON u.id = t.customer"
    " LEFT JOIN conversations c ON c.id = t.conversation ";

desk::DoorThread read_thread(const sql::Row& row, std::size_t first = 0);
/// Errors: `not_found`.
Result<desk::DoorThread> thread_where(
    sql::Connection& db, std::string_view where, std::initializer_list<sql::Value> values);

constexpr std::string_view kDelivery = R"(
    SELECT d.id, d.message, d.thread, d.conversation, d.inbox, i.name, i.kind, d.state, d.code,
           d.detail, d.attempts, d.updated_at, d.due_at
    FROM deliveries d JOIN inboxes i ON i.id = d.inbox )";

desk::Delivery read_delivery(const sql::Row& row);
Result<desk::Delivery> delivery_by_id(sql::Connection& db, const std::string& id);

/// Moves a delivery to a state and collects it for the live sockets. Trouble (held, failed,
/// uncertain) is an event that agents see in the timeline.
Result<void> move_delivery(Writing& writing, const desk::Delivery& to);

/// What was collected, for the feed.
desk::Happening told(Writing& writing, std::string customer);

}  // namespace keydesk::store
