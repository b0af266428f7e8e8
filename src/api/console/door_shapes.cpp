#include "api/console/door_shapes.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::api {

namespace json = boost::json;

namespace {

json::value maybe_time(const std::optional<Time>& time)
{
    return time ? json::value(millis(*time)) : json::value();
}

std::string_view name_of(desk::Field::Kind kind)
{
    switch (kind) {
        case desk::Field::Kind::text:
            return "text";
        case desk::Field::Kind::secret:
            return "secret";
        case desk::Field::Kind::url:
            return "url";
        case desk::Field::Kind::number:
            return "number";
        case desk::Field::Kind::truth:
            return "truth";
        case desk::Field::Kind::choice:
            return "choice";
        case desk::Field::Kind::lines:
            return "lines";
    }
    return "text";
}

std::string_view name_of(desk::Step::State state)
{
    switch (state) {
        case desk::Step::State::passed:
            return "passed";
        case desk::Step::State::failed:
            return "failed";
        case desk::Step::State::skipped:
            return "skipped";
    }
    return "failed";
}

json::object field(const desk::Field& f)
{
    json::array options;
    for (const auto& [value, name] : f.options) {
        options.push_back(json::object{{"value", value}, {"name", words(name)}});
    }
    return {
        {"key", f.key},
        {"kind", name_of(f.kind)},
        {"required", f.required},
        {"initial", f.initial},
        {"name", words(f.name)},
        {"help", words(f.help)},
        {"options", std::move(options)}};
}

json::object inbox_face(const desk::Face& inbox)
{
    return {{"id", inbox.id}, {"name", inbox.name}};
}

}  // namespace

json::object words(const desk::Words& words)
{
    return {{"en", words.en}, {"zh", words.zh}};
}

json::object capabilities(const desk::Capabilities& c)
{
    json::object files{
        {"pictures", c.files.pictures},
        {"others", c.files.others},
        {"largest_picture", c.files.largest_picture},
        {"largest", c.files.largest},
        {"types", json::value_from(c.files.types)},
        {"caption", c.files.caption}};
    return {
        {"text", {{"longest", c.text.longest}, {"unit", desk::name_of(c.text.unit)}}},
        {"window", {{"hours", c.window.length.count()}, {"messages", c.window.messages}}},
        {"files", std::move(files)},
        {"typing", c.typing},
        {"replies", c.replies},
        {"subjects", c.subjects}};
}

json::object channel_kind(const desk::ChannelKind& kind)
{
    json::array fields;
    for (const auto& one : kind.fields()) fields.push_back(field(one));
    return {
        {"kind", kind.kind()},
        {"name", words(kind.name())},
        {"about", words(kind.about())},
        {"fields", std::move(fields)},
        {"capabilities", capabilities(kind.capabilities())}};
}

json::object step(const desk::Step& step)
{
    return {
        {"id", step.id},
        {"name", words(step.name)},
        {"state", name_of(step.state)},
        {"detail", words(step.detail)}};
}

json::object delivery(const desk::Delivery& d)
{
    return {
        {"id", d.id},
        {"thread", d.thread},
        {"inbox", inbox_face(d.inbox)},
        {"kind", d.kind},
        {"state", d.state},
        {"code", d.code},
        {"detail", d.detail},
        {"attempts", d.attempts},
        {"due_at", maybe_time(d.due_at)},
        {"at", millis(d.at)}};
}

json::array deliveries(const std::vector<desk::Delivery>& list)
{
    json::array out;
    for (const auto& one : list) out.push_back(delivery(one));
    return out;
}

json::array health(
    const std::vector<desk::DoorHealth>& health, const std::vector<desk::Backlog>& backlog)
{
    json::array items;
    for (const auto& one : health) {
        desk::Backlog waiting;
        auto found = std::ranges::find(backlog, one.inbox, &desk::Backlog::inbox);
        if (found != backlog.end()) waiting = *found;
        json::object counts{
            {"queued", waiting.queued},
            {"held", waiting.held},
            {"failed", waiting.failed},
            {"uncertain", waiting.uncertain}};
        items.push_back(json::object{
            {"inbox", one.inbox},
            {"state", one.state},
            {"code", one.code},
            {"detail", one.detail},
            {"since", millis(one.since)},
            {"last_in_at", maybe_time(waiting.last_in_at)},
            {"last_out_at", maybe_time(waiting.last_out_at)},
            {"oldest_queued_at", maybe_time(waiting.oldest_queued_at)},
            {"backlog", std::move(counts)}});
    }
    return items;
}

json::object quarantined(const desk::Quarantined& item)
{
    return {
        {"id", item.id},
        {"inbox", item.inbox},
        {"reason", item.reason},
        {"from", item.from},
        {"subject", item.subject},
        {"size", item.size},
        {"at", millis(item.at)}};
}

std::string_view state_of(const desk::DoorThread& thread, Time now)
{
    if (!thread.reachable) return "unreachable";
    if (thread.paused) return "paused";
    if (!thread.windowed) return "open";
    bool over = thread.allowed_until && *thread.allowed_until <= now;
    bool used_up = thread.allowed_left && *thread.allowed_left <= 0;
    return over || used_up ? "closed" : "open";
}

}  // namespace keydesk::api
