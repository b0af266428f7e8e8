// By which doors a customer can be answered, and how the doors are.
#include "api/console/audited.hpp"
#include "api/console/desk_routes.hpp"
#include "api/console/door_shapes.hpp"
#include "api/console/shapes.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk::api {

namespace json = boost::json;

namespace {

constexpr auto kWebsite = "web";

/// What the website's chat carries: see desk::Desk::kLongest and transfer.hpp.
desk::Capabilities website()
{
    desk::Capabilities c;
    c.text.longest = desk::Desk::kLongest;
    c.files = {.pictures = true, .others = true, .largest_picture = 20 << 20, .largest = 20 << 20};
    c.typing = true;
    return c;
}

json::object inbox_face(const desk::Face& inbox)
{
    return {{"id", inbox.id}, {"name", inbox.name}};
}

json::value budget(const desk::DoorThread& thread)
{
    if (!thread.windowed) return nullptr;
    json::object o{{"left", nullptr}, {"until", nullptr}};
    if (thread.allowed_left) o["left"] = *thread.allowed_left;
    if (thread.allowed_until) o["until"] = millis(*thread.allowed_until);
    return o;
}

json::object door_of(DeskServices& services, const desk::DoorThread& thread)
{
    json::object o{
        {"thread", thread.id},
        {"inbox", inbox_face(thread.inbox)},
        {"kind", thread.kind},
        {"title", thread.title},
        {"is_public", thread.is_public},
        {"current", thread.current},
        {"state", state_of(thread, services.clock.now())},
        {"budget", budget(thread)},
        {"handle", thread.handle},
        {"name", thread.person_name}};
    o["capabilities"] = nullptr;
    if (auto channel = services.open.find(thread.inbox.id)) {
        o["capabilities"] = capabilities(channel->capabilities());
    } else if (const auto* kind = services.open.kind(thread.kind)) {
        o["capabilities"] = capabilities(kind->capabilities());
    }
    return o;
}

json::object website_of(const desk::Conversation& c, bool current)
{
    return {
        {"thread", kWebsite},
        {"inbox", inbox_face(c.inbox)},
        {"kind", kWebsite},
        {"title", ""},
        {"is_public", false},
        {"current", current},
        {"state", "open"},
        {"budget", nullptr},
        {"handle", ""},
        {"name", c.customer_name},
        {"capabilities", capabilities(website())}};
}

Task<Answer> list(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto c = co_await services.conversations.get(*id, caller.agent);
    if (!c) co_return fail(c.error());
    auto threads = co_await services.doors.threads_of(*id);
    if (!threads) co_return fail(threads.error());
    json::array items;
    for (const auto& thread : *threads) items.push_back(door_of(services, thread));
    // Who came by the feedback form reads on its status page, which is the website's chat.
    if (c->inbox_kind == kWebsite || c->inbox_kind == "form") {
        bool elsewhere = std::ranges::any_of(*threads, &desk::DoorThread::current);
        auto place = elsewhere ? items.end() : items.begin();
        items.insert(place, website_of(*c, !elsewhere));
    }
    co_return net::json(200, json::serialize(json::object{{"items", std::move(items)}}));
}

Task<Answer> show_health(DeskServices& services, net::Request&, const Caller&)
{
    auto items = co_await health_of(services);
    if (!items) co_return fail(items.error());
    co_return net::json(200, json::serialize(json::object{{"items", std::move(*items)}}));
}

}  // namespace

Task<Result<json::array>> health_of(DeskServices& services)
{
    auto backlog = co_await services.outbox.backlog();
    if (!backlog) co_return fail(backlog.error());
    co_return health(services.open.health(), *backlog);
}

desk::AuditEntry audited(
    const DeskServices& services, const Caller& caller, std::string action, std::string object)
{
    return entry_of(services.clock, caller, std::move(action), std::move(object));
}

void add_door_routes(Routes& routes, DeskServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    routes.on(get, "/api/v1/conversations/:id/doors", conversations_read, with(services, list));
    routes.on(get, "/api/v1/inbox_health", inboxes_read, with(services, show_health));
}

}  // namespace keydesk::api
