#include "store/conversations/rows.hpp"

#include <boost/json.hpp>

#include <unordered_map>

namespace keydesk::store {

namespace json = boost::json;

namespace {

std::optional<Time> maybe_time(const sql::Row& row, std::size_t column)
{
    auto value = row.maybe_number(column);
    return value ? std::optional{from_millis(*value)} : std::nullopt;
}

std::optional<desk::Face> maybe_face(const sql::Row& row, std::size_t column)
{
    if (row.null(column)) return std::nullopt;
    return desk::Face{row.text(column), row.text(column + 1)};
}

}  // namespace

desk::MessagePtr read_message(const sql::Row& row, std::size_t first)
{
    auto message = std::make_shared<desk::Message>();
    message->id = row.text(first);
    message->conversation = row.text(first + 1);
    message->seq = row.number(first + 2);
    message->public_seq = row.maybe_number(first + 3);
    message->kind = row.text(first + 4);
    message->author = maybe_face(row, first + 5);
    message->body = row.text(first + 7);
    message->payload = row.text(first + 8);
    message->attachments = read_attachments(row.text(first + 9));
    message->redacted = read_list(row.text(first + 10));
    message->client_id = row.maybe_text(first + 11);
    message->at = from_millis(row.number(first + 12));
    if (row.null(first + 13)) return message;
    message->door = desk::Message::Door{
        .thread = row.text(first + 13),
        .inbox = {row.text(first + 14), row.text(first + 15)},
        .kind = row.text(first + 16),
        .warnings = read_list(row.text(first + 17)),
        .quoted = row.text(first + 18),
        .has_html = row.truth(first + 19)};
    return message;
}

desk::Conversation read_conversation(const sql::Row& row)
{
    desk::Conversation c;
    c.id = row.text(0);
    c.number = row.number(1);
    c.inbox = {row.text(2), row.text(3)};
    c.inbox_kind = row.text(4);
    c.customer = row.text(5);
    c.customer_name = row.text(6);
    c.customer_locale = row.text(7);
    c.customer_verified = row.truth(8);
    c.status = row.text(9);
    c.snoozed_until = maybe_time(row, 10);
    c.priority = row.text(11);
    c.assignee = maybe_face(row, 12);
    c.team = maybe_face(row, 14);
    c.snippet_from = row.text(16);
    c.snippet = row.text(17);
    c.snippet_at = from_millis(row.number(18));
    c.waiting_since = maybe_time(row, 19);
    c.last_message_at = from_millis(row.number(20));
    c.created_at = from_millis(row.number(21));
    c.findings = row.number(22);
    c.change = row.number(23);
    c.seq = row.number(24);
    c.public_seq = row.number(25);
    c.customer_count = row.number(26);
    c.customer_read = row.number(27);
    c.customer_got = row.number(28);
    c.agent_read = row.number(29);
    c.case_type = row.text(30);
    c.tier = row.text(31);
    c.sla.kind = row.text(32);
    c.sla.due_at = maybe_time(row, 33);
    c.sla.state = row.text(34);
    return c;
}

desk::Customer read_customer(const sql::Row& row, std::size_t first)
{
    desk::Customer u;
    u.id = row.text(first);
    u.name = row.text(first + 1);
    u.email = row.text(first + 2);
    u.phone = row.text(first + 3);
    u.locale = row.text(first + 4);
    u.external_id = row.text(first + 5);
    u.page_url = row.text(first + 6);
    u.page_title = row.text(first + 7);
    u.device = row.text(first + 8);
    u.note = row.text(first + 9);
    u.fields = row.text(first + 10);
    u.verified = row.truth(first + 11);
    u.blocked = row.truth(first + 12);
    u.created_at = from_millis(row.number(first + 13));
    u.seen_at = from_millis(row.number(first + 14));
    return u;
}

Result<void> read_labels(sql::Connection& db, std::vector<desk::Conversation>& conversations)
{
    if (conversations.empty()) return {};
    std::unordered_map<std::string, desk::Conversation*> by_id;
    std::vector<sql::Value> ids;
    for (auto& c : conversations) {
        by_id.emplace(c.id, &c);
        ids.emplace_back(c.id);
    }
    auto rows = db.query(
        "SELECT x.conversation, l.id, l.name, l.color FROM conversation_labels x"
        " JOIN labels l ON l.id = x.label WHERE x.conversation IN (" +
            places(1, ids.size()) + ") ORDER BY l.name",
        ids);
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) {
        by_id.at(row.text(0))->labels.push_back({row.text(1), row.text(2), row.text(3)});
    }
    return {};
}

std::vector<desk::Attachment> read_attachments(std::string_view text)
{
    std::vector<desk::Attachment> attachments;
    if (text.empty()) return attachments;
    // Written by write_attachments below, so its shape is ours.
    for (const auto& item : json::parse(text).as_array()) {
        const auto& o = item.as_object();
        attachments.push_back(
            {.id = o.at("id").as_string().c_str(),
             .name = o.at("name").as_string().c_str(),
             .type = o.at("type").as_string().c_str(),
             .size = o.at("size").to_number<std::int64_t>(),
             .width = o.at("w").to_number<std::int64_t>(),
             .height = o.at("h").to_number<std::int64_t>()});
        if (const auto* state = o.if_contains("state"))
            attachments.back().state = state->as_string().c_str();
    }
    return attachments;
}

std::string write_attachments(const std::vector<desk::Attachment>& attachments)
{
    if (attachments.empty()) return {};
    json::array list;
    for (const auto& a : attachments) {
        list.push_back(json::object{
            {"id", a.id},
            {"name", a.name},
            {"type", a.type},
            {"size", a.size},
            {"w", a.width},
            {"h", a.height}});
        if (!a.state.empty()) list.back().as_object()["state"] = a.state;
    }
    return json::serialize(list);
}

std::string write_list(const std::vector<std::string>& texts)
{
    if (texts.empty()) return {};
    json::array list;
    for (const auto& t : texts) list.emplace_back(t);
    return json::serialize(list);
}

std::vector<std::string> read_list(std::string_view text)
{
    std::vector<std::string> texts;
    boost::system::error_code broken;
    auto value = text.empty() ? json::value{} : json::parse(text, broken);
    const auto* list = value.if_array();
    if (broken || list == nullptr) return texts;
    for (const auto& item : *list) {
        if (item.is_string()) texts.emplace_back(item.as_string());
    }
    return texts;
}

std::string snippet_of(std::string_view text, std::size_t limit)
{
    std::string out;
    std::size_t points = 0;
    bool space = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto byte = static_cast<unsigned char>(text[i]);
        bool starts = (byte & 0xC0) != 0x80;
        if (byte <= ' ') {
            space = !out.empty();
            continue;
        }
        if (starts && points == limit) return out + "…";
        if (space) {
            out += ' ';
            ++points;
            space = false;
        }
        out += text[i];
        if (starts) ++points;
    }
    return out;
}

std::string places(std::size_t first, std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) text += ", ";
        text += '$' + std::to_string(first + i);
    }
    return text;
}

}  // namespace keydesk::store
