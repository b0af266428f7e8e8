#include "api/console/door_shapes.hpp"
#include "api/console/inbox_settings.hpp"
#include "api/console/services.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"

#include <boost/json.hpp>

namespace keydesk::api {

namespace json = boost::json;

namespace {

/// What is to be tried: a new door, or a stored one with other settings.
struct Trial {
    std::string kind;
    std::map<std::string, std::string> settings;
    std::optional<std::string> inbox;
};
BOOST_DESCRIBE_STRUCT(Trial, (), (kind, settings, inbox))

net::Response answer(json::object object)
{
    return net::json(200, json::serialize(object));
}

json::object steps_of(const std::vector<desk::Step>& steps)
{
    json::array items;
    for (const auto& one : steps) items.push_back(step(one));
    return {{"steps", std::move(items)}};
}

Task<Answer> list(AccountServices& services, net::Request&, const Caller&)
{
    json::array items;
    for (const auto* kind : services.doors.kinds()) items.push_back(channel_kind(*kind));
    co_return answer({{"items", std::move(items)}});
}

/// Secrets that the wizard does not send are those of the stored inbox.
Task<Answer> check(AccountServices& services, net::Request& request, const Caller&)
{
    auto in = co_await read_body<Trial>(request);
    if (!in) co_return refuse(in.error());
    const auto* kind = services.doors.kind(in->kind);
    if (kind == nullptr) co_return refuse(wrong_fields({{"kind", std::string{problem::unknown}}}));
    desk::InboxConfig config{.key = "trial", .kind = in->kind};
    if (in->inbox) {
        auto stored = co_await config_of(services, *in->inbox);
        if (!stored) co_return fail(stored.error());
        if (stored->kind != in->kind) {
            co_return refuse(wrong_fields({{"inbox", std::string{problem::not_allowed}}}));
        }
        config = std::move(*stored);
    }
    Faults faults;
    check_settings(faults, *kind, in->settings, config.settings);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto channel = services.doors.trial(std::move(config));
    if (!channel) co_return refuse(wrong_settings(channel.error()));
    auto steps = co_await (*channel)->check();
    co_return answer(steps_of(steps));
}

Task<Answer> set_up(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto channel = services.doors.find(*id);
    if (!channel) co_return fail(ErrorKind::conflict, "this inbox has no open door");
    auto steps = co_await channel->set_up();
    auto noted = co_await services.audit.add(audited(services, caller, "inbox.set_up", *id));
    if (!noted) co_return fail(noted.error());
    co_return answer(steps_of(steps));
}

Task<Answer> set_paused(
    AccountServices& services, net::Request& request, const Caller& caller, bool paused)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    desk::InboxPatch patch;
    patch.paused = paused;
    auto audit = audited(services, caller, paused ? "inbox.pause" : "inbox.resume", *id);
    auto done = co_await services.inboxes.edit_inbox(*id, std::move(patch), std::move(audit));
    if (!done) co_return fail(done.error());
    services.notices.changed("inboxes");
    co_return net::empty();
}

Task<Answer> pause(AccountServices& services, net::Request& request, const Caller& caller)
{
    co_return co_await set_paused(services, request, caller, true);
}

Task<Answer> resume(AccountServices& services, net::Request& request, const Caller& caller)
{
    co_return co_await set_paused(services, request, caller, false);
}

}  // namespace

void add_channel_routes(Routes& routes, AccountServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    routes.on(get, "/api/v1/channels", inboxes_read, with(services, list));
    routes.on(post, "/api/v1/inboxes/check", inboxes_edit, with(services, check), about<Trial>());
    routes.on(post, "/api/v1/inboxes/:id/set_up", inboxes_edit, with(services, set_up));
    routes.on(post, "/api/v1/inboxes/:id/pause", inboxes_edit, with(services, pause));
    routes.on(post, "/api/v1/inboxes/:id/resume", inboxes_edit, with(services, resume));
}

}  // namespace keydesk::api
