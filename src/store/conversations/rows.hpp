#pragma once

#include "desk/conversations/nouns.hpp"
#include "sql/connection.hpp"

#include <string>
#include <string_view>
#include <vector>

/// How the desk's nouns lie in rows. Each `k…Columns` is the SELECT list that the function beside
/// it reads, in that order.
namespace keydesk::store {

constexpr std::string_view kMessageColumns =
    " m.id, m.conversation, m.seq, m.public_seq, m.kind, m.author, a.name, m.body, m.payload,"
    " m.attachments, m.redacted, m.client_id, m.at, r.thread, r.inbox, j.name, j.kind, r.warnings,"
    " r.quoted, r.html IS NOT NULL ";
constexpr std::string_view kMessageTables =
    " messages m LEFT JOIN agents a ON a.id = m.author LEFT JOIN arrivals r ON r.message = m.id"
    " LEFT JOIN inboxes j ON j.id = r.inbox ";

/// `first`: the column where the list begins.
desk::MessagePtr read_message(const sql::Row& row, std::size_t first = 0);

constexpr std::string_view kConversationColumns =
    " c.id, c.number, c.inbox, i.name, i.kind, c.customer, u.name, u.locale, u.verified, c.status,"
    " c.snoozed_until, c.priority, c.assignee, g.name, c.team, t.name, c.snippet_from, c.snippet,"
    " c.snippet_at, c.waiting_since, c.last_message_at, c.created_at, c.findings, c.change, c.seq,"
    " c.public_seq, c.customer_count, c.customer_read, c.customer_got, c.agent_read, c.case_type,"
    " c.tier, c.sla_kind, c.sla_due_at, c.sla_state ";
constexpr std::string_view kConversationTables =
    " conversations c JOIN inboxes i ON i.id = c.inbox JOIN customers u ON u.id = c.customer"
    " LEFT JOIN agents g ON g.id = c.assignee LEFT JOIN teams t ON t.id = c.team ";
constexpr std::size_t kConversationWidth = 35;

desk::Conversation read_conversation(const sql::Row& row);

constexpr std::string_view kCustomerColumns =
    " u.id, u.name, u.email, u.phone, u.locale, u.external_id, u.page_url, u.page_title, u.device,"
    " u.note, u.fields, u.verified, u.blocked, u.created_at, u.seen_at ";
constexpr std::size_t kCustomerWidth = 15;

desk::Customer read_customer(const sql::Row& row, std::size_t first = 0);

/// Labels of each conversation, one query for all.
Result<void> read_labels(sql::Connection& db, std::vector<desk::Conversation>& conversations);

std::vector<desk::Attachment> read_attachments(std::string_view json);
std::string write_attachments(const std::vector<desk::Attachment>& attachments);
std::string write_list(const std::vector<std::string>& texts);
std::vector<std::string> read_list(std::string_view json);

/// `text` cut to `limit` code points, line breaks and runs of spaces as one space.
std::string snippet_of(std::string_view text, std::size_t limit = 120);

/// "$first, $first+1, …": places for `count` values.
std::string places(std::size_t first, std::size_t count);

}  // namespace keydesk::store
