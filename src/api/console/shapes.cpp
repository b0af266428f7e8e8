#include "api/console/shapes.hpp"

#include "desk/accounts/agents.hpp"

#include <boost/json.hpp>

namespace keydesk::api {

namespace json = boost::json;

namespace {

json::value maybe_time(const std::optional<Time>& time)
{
    return time ? json::value(millis(*time)) : json::value();
}

json::value maybe_face(const std::optional<desk::Face>& agent)
{
    return agent ? json::value(face(*agent)) : json::value();
}

json::object named(const desk::Face& thing)
{
    return {{"id", thing.id}, {"name", thing.name}};
}

json::object attachment(const desk::Attachment& a)
{
    json::object o{
        {"id", a.id},
        {"name", a.name},
        {"size", a.size},
        {"type", a.type},
        {"url", "/api/v1/files/" + a.id}};
    if (!a.state.empty()) o["state"] = a.state;
    if (a.width > 0) o["image"] = {{"w", a.width}, {"h", a.height}};
    return o;
}

/// JSON that our own store wrote; an unreadable one shows as empty rather than breaking a page.
json::object stored_object(const std::string& text)
{
    boost::system::error_code broken;
    auto value = json::parse(text.empty() ? "{}" : text, broken);
    return broken || !value.is_object() ? json::object{} : std::move(value.as_object());
}

/// By which other door than the website's a customer's message came, and what came with it.
void add_door(json::object& o, const desk::Message::Door& door)
{
    o["door"] = {{"thread", door.thread}, {"inbox", named(door.inbox)}, {"kind", door.kind}};
    if (!door.warnings.empty()) o["warnings"] = json::value_from(door.warnings);
    if (!door.quoted.empty()) o["quoted"] = door.quoted;
    if (door.has_html) o["has_html"] = true;
}

}  // namespace

json::object face(const desk::Face& agent)
{
    return {{"id", agent.id}, {"name", agent.name}, {"avatar", desk::avatar_of(agent.name)}};
}

json::object conversation(const desk::Conversation& c)
{
    json::array labels;
    for (const auto& label : c.labels) {
        labels.push_back(
            json::object{{"id", label.id}, {"name", label.name}, {"color", label.color}});
    }
    json::object inbox{{"id", c.inbox.id}, {"name", c.inbox.name}, {"kind", c.inbox_kind}};
    json::object customer{
        {"id", c.customer},
        {"name", c.customer_name},
        {"verified", c.customer_verified},
        {"locale", c.customer_locale},
        {"avatar_seed", c.customer}};
    json::object snippet{
        {"from", c.snippet_from}, {"text", c.snippet}, {"at", millis(c.snippet_at)}};
    json::value sla;
    if (!c.sla.kind.empty()) {
        sla = {{"kind", c.sla.kind}, {"due_at", maybe_time(c.sla.due_at)}, {"state", c.sla.state}};
    }
    return {
        {"id", c.id},
        {"number", c.number},
        {"inbox", std::move(inbox)},
        {"customer", std::move(customer)},
        {"status", c.status},
        {"snoozed_until", maybe_time(c.snoozed_until)},
        {"priority", c.priority},
        {"assignee", maybe_face(c.assignee)},
        {"team", c.team ? json::value(named(*c.team)) : json::value()},
        {"labels", std::move(labels)},
        {"snippet", std::move(snippet)},
        {"unread", c.unread},
        {"waiting_since", maybe_time(c.waiting_since)},
        {"last_message_at", millis(c.last_message_at)},
        {"created_at", millis(c.created_at)},
        {"findings", c.findings},
        {"change", c.change},
        {"seq", c.seq},
        {"case_type", c.case_type},
        {"tier", c.tier},
        {"sla", std::move(sla)}};
}

json::object message(const desk::Message& m, std::int64_t read, std::int64_t got)
{
    json::array files;
    for (const auto& a : m.attachments) files.push_back(attachment(a));
    json::object o{
        {"id", m.id},
        {"seq", m.seq},
        {"conversation", m.conversation},
        {"kind", m.kind},
        {"body", m.body},
        {"at", millis(m.at)},
        {"attachments", std::move(files)},
        {"redacted", json::value_from(m.redacted)}};
    if (m.client_id) o["client_id"] = *m.client_id;
    if (m.author) o["author"] = face(*m.author);
    if (m.door) add_door(o, *m.door);
    if (m.kind == "reply") {
        auto seq = m.public_seq.value_or(0);
        o["state"] = seq <= read ? "read" : seq <= got ? "delivered" : "sent";
    }
    if (m.kind == "event") o["event"] = stored_object(m.payload);
    // What an automatic message is: {"auto": "answer", "quick": [...], ...}.
    if (m.kind == "system" && !m.payload.empty()) o["auto"] = stored_object(m.payload);
    return o;
}

json::object customer(const desk::Customer& c)
{
    json::object o{
        {"id", c.id},
        {"name", c.name},
        {"email", c.email},
        {"phone", c.phone},
        {"locale", c.locale},
        {"verified", c.verified},
        {"blocked", c.blocked},
        {"created_at", millis(c.created_at)},
        {"seen_at", millis(c.seen_at)},
        {"device", c.device},
        {"note", c.note},
        {"fields", stored_object(c.fields)}};
    if (!c.external_id.empty()) o["external_id"] = c.external_id;
    if (!c.page_url.empty()) o["page"] = {{"url", c.page_url}, {"title", c.page_title}};
    return o;
}

json::array viewers(const std::vector<desk::Viewer>& list)
{
    json::array out;
    for (const auto& viewer : list) {
        out.push_back(json::object{{"agent", face(viewer.agent)}, {"typing", viewer.typing}});
    }
    return out;
}

json::object counts(const desk::Counts& c)
{
    auto by = [](const std::vector<std::pair<std::string, std::int64_t>>& list) {
        json::object o;
        for (const auto& [id, count] : list) o[id] = count;
        return o;
    };
    return {
        {"mine", c.mine},
        {"unassigned", c.unassigned},
        {"all", c.all},
        {"security", c.security},
        {"by_inbox", by(c.by_inbox)},
        {"by_status", {{"open", c.open}, {"snoozed", c.snoozed}, {"resolved", c.resolved}}},
        {"by_label", by(c.by_label)}};
}

}  // namespace keydesk::api
