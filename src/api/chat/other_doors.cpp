#include "api/chat/other_doors.hpp"

#include "api/chat/visit.hpp"
#include "api/quota.hpp"
#include "api/read_body.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>

namespace keydesk::api::chat {

namespace json = boost::json;

namespace {

struct Continuation {
    std::string inbox;  ///< Key of the other door.
};
BOOST_DESCRIBE_STRUCT(Continuation, (), (inbox))

/// Whether a customer may be sent there: it works, and has an address for him.
bool stands_open(const desk::OpenDoor& door, const std::vector<desk::DoorHealth>& health)
{
    auto found = std::ranges::find(health, door.inbox, &desk::DoorHealth::inbox);
    bool fails = found == health.end() || found->state != "working";
    return door.channel && !fails && !door.channel->address_for_customers({}).empty();
}

Task<net::Response> go_on_elsewhere(ChatDoor& door, net::Request& request)
{
    auto entered = co_await enter(door, request, [](FrameText) {});
    if (!entered) co_return std::move(entered.error());
    auto session = *entered;
    if (auto wait = door.links.allow(session->customer())) {
        co_return refused(request, too_often("links", door.links, *wait));
    }
    auto in = co_await read_body<Continuation>(request);
    if (!in) co_return problem_document(in.error(), locale_of(request));
    auto other = door.parts.open.door_by_key(in->inbox);
    if (!other || !other->channel) {
        co_return refused(request, {ErrorKind::not_found, "no such door"});
    }
    // Who has not written yet has nothing to take along.
    std::string token;
    if (const auto& conversation = session->visitor().conversation) {
        auto made = co_await other->inlet->make_link(*conversation, {});
        if (!made) co_return refused(request, made.error());
        token = std::move(*made);
    }
    auto url = other->channel->address_for_customers(token);
    if (url.empty()) co_return refused(request, {ErrorKind::not_found, "no link to this door"});
    co_return net::json(200, json::serialize(json::object{{"url", url}}))
        .with_header("Cache-Control", "no-store");
}

}  // namespace

json::array other_doors(const ChatDoor& door)
{
    auto health = door.parts.open.health();
    json::array items;
    for (const auto& other : door.parts.open.doors()) {
        if (!stands_open(other, health)) continue;
        auto name = other.kind->name();
        items.push_back(json::object{
            {"inbox", other.key},
            {"kind", other.kind->kind()},
            {"name", {{"en", name.en}, {"zh", name.zh}}},
            {"url", other.channel->address_for_customers({})}});
    }
    return items;
}

void add_continue_routes(net::Router& router, ChatDoor& door)
{
    router.on(net::Method::post, "/chat/v1/continue", [&door](net::Request& request) {
        return go_on_elsewhere(door, request);
    });
}

}  // namespace keydesk::api::chat
