// Where the desk may speak by itself.
#include "api/console/playbooks.hpp"
#include "api/read_body.hpp"

#include <boost/json.hpp>

namespace keydesk::api {

namespace json = boost::json;

namespace {

struct SpeakIn {
    bool on = true;
};
BOOST_DESCRIBE_STRUCT(SpeakIn, (), (on))

Task<Answer> list(PlaybookServices& services, net::Request&, const Caller&)
{
    auto inboxes = co_await services.shelf.inboxes();
    if (!inboxes) co_return fail(inboxes.error());
    json::array items;
    for (const auto& one : *inboxes) {
        items.push_back(
            json::object{{"id", one.id}, {"name", one.name}, {"kind", one.kind}, {"on", one.on}});
    }
    co_return net::json(200, json::serialize(json::object{{"items", std::move(items)}}));
}

Task<Answer> change(PlaybookServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<SpeakIn>(request);
    if (!in) co_return refuse(in.error());
    std::string inbox{request.params.text("id")};
    auto done = co_await services.shelf.speak_in(inbox, in->on);
    if (!done) co_return fail(done.error());
    auto noted = co_await services.audit.add(
        {.at = services.clock.now(),
         .actor = caller.agent,
         .action = in->on ? "playbooks.on" : "playbooks.off",
         .object = inbox});
    if (!noted) co_return fail(noted.error());
    co_return net::empty();
}

}  // namespace

void add_playbook_inbox_routes(Routes& routes, PlaybookServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    routes.on(get, "/api/v1/playbook_inboxes", playbooks_edit, with(services, list));
    routes.on(put, "/api/v1/playbook_inboxes/:id", playbooks_edit, with(services, change));
}

}  // namespace keydesk::api
