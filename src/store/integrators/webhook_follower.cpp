#include "store/accounts/rows.hpp"
#include "store/conversations/changes.hpp"
#include "store/integrators/webhooks.hpp"
#include "store/payload.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::store {

namespace json = boost::json;

namespace {

json::value parsed(const std::string& text)
{
    boost::system::error_code broken;
    auto value = json::parse(text.empty() ? "{}" : text, broken);
    return broken ? json::value(json::object{}) : value;
}

/// What has happened, as the outside world calls it; empty: nothing that it is told of.
std::string_view event_of(const desk::Message& message)
{
    if (message.kind == "customer" || message.kind == "reply" || message.kind == "system") {
        return "message.created";
    }
    if (message.kind == "note") return "note.created";
    if (message.kind == "edit") return "message.edited";
    if (message.kind != "event") return {};
    auto what = Payload{message.payload}.text("what");
    return what == "status" ? "conversation.status" : "conversation.updated";
}

json::value face(const std::optional<desk::Face>& who)
{
    if (!who) return nullptr;
    return json::object{{"id", who->id}, {"name", who->name}};
}

json::object conversation_of(const desk::Conversation& c, const std::string& external_id)
{
    json::array labels;
    for (const auto& label : c.labels) labels.emplace_back(label.name);
    return {
        {"id", c.id},
        {"number", c.number},
        {"status", c.status},
        {"priority", c.priority},
        {"case_type", c.case_type},
        {"inbox", json::object{{"id", c.inbox.id}, {"name", c.inbox.name}, {"kind", c.inbox_kind}}},
        {"customer",
         json::object{
             {"id", c.customer},
             {"name", c.customer_name},
             {"external_id", external_id.empty() ? json::value{} : json::value(external_id)},
             {"verified", c.customer_verified}}},
        {"assignee", face(c.assignee)},
        {"team", face(c.team)},
        {"labels", std::move(labels)}};
}

json::object message_of(const desk::Message& m)
{
    json::object out{
        {"id", m.id},
        {"seq", m.seq},
        {"kind", m.kind},
        {"author", face(m.author)},
        {"at", millis(m.at)}};
    if (m.said() || m.kind == "edit") out["body"] = m.body;
    if (!m.payload.empty() && !m.said()) out["detail"] = parsed(m.payload);
    json::array files;
    for (const auto& file : m.attachments) {
        files.push_back(
            {{"id", file.id}, {"name", file.name}, {"type", file.type}, {"size", file.size}});
    }
    if (!files.empty()) out["attachments"] = std::move(files);
    return out;
}

struct Listener {
    std::string id;
    std::vector<std::string> events;

    bool wants(std::string_view event) const
    {
        return std::ranges::find(events, event) != events.end();
    }
};

Result<std::vector<Listener>> listeners(sql::Connection& db)
{
    auto rows = db.query("SELECT id, events FROM webhooks WHERE enabled = 1 ORDER BY created_at");
    if (!rows) return fail(rows.error());
    std::vector<Listener> out;
    for (const auto& row : *rows) out.push_back({row.text(0), list_of(row.text(1))});
    return out;
}

/// A message was rewritten, perhaps because it held a piece of a secret: the words that lie in
/// deliveries, sent ones too, are rewritten like those in the timeline.
Result<void> take_words_back(sql::Connection& db, const desk::Message& edit)
{
    auto payload = parsed(edit.payload);
    const auto* fields = payload.if_object();
    const auto* mid = fields != nullptr ? fields->if_contains("mid") : nullptr;
    const auto* message = mid != nullptr ? mid->if_string() : nullptr;
    if (message == nullptr) return {};
    auto rows = db.query(
        "SELECT position, body FROM webhook_deliveries WHERE message = $1",
        {std::string{*message}});
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) {
        auto body = parsed(row.text(1));
        boost::system::error_code none;
        auto* words = body.find_pointer("/data/message/body", none);
        if (words == nullptr) continue;
        *words = edit.body;
        auto done = db.query(
            "UPDATE webhook_deliveries SET body = $2 WHERE position = $1",
            {row.number(0), json::serialize(body)});
        if (!done) return fail(done.error());
    }
    return {};
}

Result<std::string> data_of(sql::Connection& db, const LogEntry& entry)
{
    auto conversation = conversation_in(db, entry.message->conversation);
    if (!conversation) return fail(conversation.error());
    auto who = db.query("SELECT external_id FROM customers WHERE id = $1", {entry.customer});
    if (!who) return fail(who.error());
    auto external = who->empty() ? std::string{} : who->front().text(0);
    json::object data{
        {"position", entry.position},
        {"conversation", conversation_of(*conversation, external)},
        {"message", message_of(*entry.message)}};
    return json::serialize(data);
}

}  // namespace

Result<void> WebhookFollower::take(Turn& turn, const LogEntry& entry)
{
    auto event = event_of(*entry.message);
    if (event.empty()) return {};
    if (entry.message->kind == "edit") {
        auto taken = take_words_back(turn.db, *entry.message);
        if (!taken) return taken;
    }
    auto all = listeners(turn.db);
    if (!all) return fail(all.error());
    std::vector<std::string_view> events;
    if (entry.message->seq == 1) events.emplace_back("conversation.created");
    events.push_back(event);
    std::string data;
    for (const auto& listener : *all) {
        for (auto one : events) {
            if (!listener.wants(one)) continue;
            if (data.empty()) {
                auto made = data_of(turn.db, entry);
                if (!made) return fail(made.error());
                data = std::move(*made);
            }
            auto queued =
                queue_delivery(turn.db, listener.id, {one, data, entry.message->id}, turn.now);
            if (!queued) return queued;
        }
    }
    return {};
}

}  // namespace keydesk::store
