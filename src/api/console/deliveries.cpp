// What became of messages on their way out, and what agents do about it.
#include "api/console/desk_routes.hpp"
#include "api/console/door_shapes.hpp"
#include "api/console/shapes.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"

#include <boost/json.hpp>

#include <map>

namespace keydesk::api {

namespace json = boost::json;

namespace {

struct Redirection {
    std::string thread;
};
BOOST_DESCRIBE_STRUCT(Redirection, (), (thread))

constexpr Words kOverBy{
    {"Nothing to do any more", "已无需操作"},
    {"The message has gone, or somebody has already acted.", "消息已发出，或已有人处理。"},
    {"Look at its state.", "请查看它的最新状态。"}};

/// Tells the sockets (and by them the courier) what was changed, and answers with it.
Answer told(DeskServices& services, Result<desk::Happening> happened)
{
    if (!happened) {
        Refusal refusal{happened.error()};
        if (happened.error().kind == ErrorKind::conflict) refusal.words = &kOverBy;
        return refuse(std::move(refusal));
    }
    auto items = deliveries(happened->deliveries);
    services.desk.feed().publish(*happened);
    return net::json(200, json::serialize(json::object{{"deliveries", std::move(items)}}));
}

Task<Answer> send_again(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto happened = co_await services.outbox.send_again(*id, face_of(caller));
    co_return told(services, std::move(happened));
}

Task<Answer> cancel(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto happened = co_await services.outbox.cancel(*id, face_of(caller));
    co_return told(services, std::move(happened));
}

Task<Answer> redirect(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<Redirection>(request);
    if (!in) co_return refuse(in.error());
    auto happened = co_await services.outbox.redirect(*id, in->thread, face_of(caller));
    co_return told(services, std::move(happened));
}

/// What waited at an inbox for its operator goes out now.
Task<Answer> replay(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto count = co_await services.outbox.replay(*id, face_of(caller));
    if (!count) co_return fail(count.error());
    auto noted = co_await services.audit.add(audited(services, caller, "inbox.replay", *id));
    if (!noted) co_return fail(noted.error());
    services.open.opened.tell(*id);
    co_return net::json(200, json::serialize(json::object{{"queued", *count}}));
}

}  // namespace

Task<Result<json::array>> messages_of(
    DeskServices& services,
    std::vector<desk::MessagePtr> messages,
    std::int64_t read,
    std::int64_t got)
{
    std::vector<std::string> outgoing;
    for (const auto& m : messages) {
        if (m->kind == "reply" || m->kind == "system") outgoing.push_back(m->id);
    }
    std::map<std::string, json::array> by_message;
    if (!outgoing.empty()) {
        auto found = co_await services.outbox.deliveries_of(std::move(outgoing));
        if (!found) co_return fail(found.error());
        for (const auto& one : *found) by_message[one.message].push_back(delivery(one));
    }
    json::array items;
    for (const auto& m : messages) {
        auto item = message(*m, read, got);
        auto found = by_message.find(m->id);
        if (found != by_message.end()) item["deliveries"] = std::move(found->second);
        items.push_back(std::move(item));
    }
    co_return items;
}

void add_delivery_routes(Routes& routes, DeskServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    auto on =
        [&](const char* path, desk::Permission needs, DeskFunction function, Described about = {}) {
            routes.on(post, path, needs, with(services, function), about);
        };
    on("/api/v1/deliveries/:id/send_again", conversations_reply, send_again);
    on("/api/v1/deliveries/:id/cancel", conversations_reply, cancel);
    on("/api/v1/deliveries/:id/redirect", conversations_reply, redirect, about<Redirection>());
    on("/api/v1/inboxes/:id/replay", inboxes_edit, replay);
}

}  // namespace keydesk::api
