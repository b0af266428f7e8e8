// What concerns an agent: mentions, assignments, what he follows.
#include "api/console/desk_routes.hpp"
#include "api/console/power.hpp"
#include "api/read_body.hpp"

namespace keydesk::api {

namespace {

struct NotificationOut {
    std::string id, kind, conversation;
    std::int64_t number = 0;
    std::string by, customer, text;
    Time at{};
    bool read = false;
};
BOOST_DESCRIBE_STRUCT(
    NotificationOut, (), (id, kind, conversation, number, by, customer, text, at, read))

struct NotificationList {
    std::vector<NotificationOut> items;
    std::int64_t unread = 0;
};
BOOST_DESCRIBE_STRUCT(NotificationList, (), (items, unread))

struct ReadIn {
    std::optional<std::string> conversation;  ///< Absent: all of them.
};
BOOST_DESCRIBE_STRUCT(ReadIn, (), (conversation))

Task<Answer> list(PowerServices& services, net::Request& request, const Caller& caller)
{
    constexpr auto kEver = std::int64_t{1} << 60;
    auto before = query_number(request, "before", kEver, 0, kEver);
    auto limit = static_cast<std::size_t>(query_number(request, "limit", 30, 0, 100));
    auto found = co_await services.bonds.notifications(caller.agent, before, limit);
    if (!found) co_return fail(found.error());
    auto unread = co_await services.bonds.unread(caller.agent);
    if (!unread) co_return fail(unread.error());
    NotificationList out{.items = {}, .unread = *unread};
    for (auto& n : *found) {
        out.items.push_back(
            {std::move(n.id),
             std::move(n.kind),
             std::move(n.conversation),
             n.number,
             std::move(n.by),
             std::move(n.customer),
             std::move(n.text),
             n.at,
             n.read});
    }
    co_return net::json(200, write(out));
}

Task<Answer> read(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<ReadIn>(request);
    if (!in) co_return refuse(in.error());
    auto done = co_await services.bonds.read(caller.agent, in->conversation.value_or(""));
    if (!done) co_return fail(done.error());
    services.changed_for(caller.agent, "notifications");
    co_return net::empty();
}

}  // namespace

void add_notification_routes(Routes& routes, PowerServices& services)
{
    using enum desk::Permission;
    routes.on(net::Method::get, "/api/v1/notifications", session, with(services, list));
    routes.on(net::Method::post, "/api/v1/notifications/read", session, with(services, read));
}

}  // namespace keydesk::api
