// Raw mail that could not be taken: to be looked at, tried again, or dropped.
#include "api/console/desk_routes.hpp"
#include "api/console/door_shapes.hpp"

#include <boost/json.hpp>

namespace keydesk::api {

namespace json = boost::json;

namespace {

constexpr Words kStillUnreadable{
    {"It still cannot be taken", "仍然无法接收"},
    {"The door read it again and refused it again.", "重新读取后仍被拒绝。"},
    {"Ask the sender to write once more, or drop it.", "请让对方重新发送，或将其删除。"}};

Task<Answer> list(DeskServices& services, net::Request&, const Caller&)
{
    auto found = co_await services.quarantine.quarantined();
    if (!found) co_return fail(found.error());
    json::array items;
    for (const auto& one : *found) items.push_back(quarantined(one));
    co_return net::json(200, json::serialize(json::object{{"items", std::move(items)}}));
}

Task<Answer> retry(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto item = co_await services.quarantine.take(*id);
    if (!item) co_return fail(item.error());
    auto raw = services.sealer.unseal("quarantine:" + item->first.inbox, item->second);
    if (!raw) co_return fail(raw.error());
    auto channel = services.open.find(item->first.inbox);
    if (!channel) co_return fail(ErrorKind::unavailable, "the door is shut");
    auto entered = co_await channel->take_again(raw->reveal());
    if (!entered) {
        Refusal refusal{entered.error()};
        if (entered.error().kind == ErrorKind::invalid_input) refusal.words = &kStillUnreadable;
        co_return refuse(std::move(refusal));
    }
    auto noted = co_await services.audit.add(audited(services, caller, "quarantine.retry", *id));
    if (!noted) co_return fail(noted.error());
    auto dropped = co_await services.quarantine.drop(*id);
    if (!dropped) co_return fail(dropped.error());
    json::object out{{"conversation", entered->conversation}, {"message", entered->message}};
    co_return net::json(200, json::serialize(out));
}

Task<Answer> drop(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto noted = co_await services.audit.add(audited(services, caller, "quarantine.drop", *id));
    if (!noted) co_return fail(noted.error());
    auto dropped = co_await services.quarantine.drop(*id);
    if (!dropped) co_return fail(dropped.error());
    co_return net::empty();
}

}  // namespace

void add_quarantine_routes(Routes& routes, DeskServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    routes.on(get, "/api/v1/quarantine", inboxes_read, with(services, list));
    routes.on(post, "/api/v1/quarantine/:id/retry", inboxes_edit, with(services, retry));
    routes.on(del, "/api/v1/quarantine/:id", inboxes_edit, with(services, drop));
}

}  // namespace keydesk::api
