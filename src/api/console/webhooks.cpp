#include "api/console/integrators.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"
#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "guard/guard.hpp"

#include <algorithm>

namespace keydesk::api {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostWebhooks = 50;

struct WebhookOut {
    std::string id, url, description;
    std::vector<std::string> events;
    bool enabled = false;
    std::string off_reason;
    std::string health;  ///< good, failing, broken, new
    std::int64_t failures = 0, waiting = 0;
    OrNull<Time> last_ok_at, old_secret_until;
    Time created_at{};
};
BOOST_DESCRIBE_STRUCT(
    WebhookOut,
    (),
    (id,
     url,
     description,
     events,
     enabled,
     off_reason,
     health,
     failures,
     waiting,
     last_ok_at,
     old_secret_until,
     created_at))

struct WebhookList {
    std::vector<WebhookOut> items;
    std::vector<std::string> events;  ///< All there are.
};
BOOST_DESCRIBE_STRUCT(WebhookList, (), (items, events))

struct WebhookIn {
    std::string url;
    std::vector<std::string> events;
    std::optional<std::string> description;
};
BOOST_DESCRIBE_STRUCT(WebhookIn, (), (url, events, description))

struct WebhookChange {
    std::optional<std::string> url, description;
    std::optional<std::vector<std::string>> events;
    std::optional<bool> enabled;
};
BOOST_DESCRIBE_STRUCT(WebhookChange, (), (url, description, events, enabled))

struct WebhookMade {
    WebhookOut webhook;
    std::string secret;  ///< Shown now and never again.
};
BOOST_DESCRIBE_STRUCT(WebhookMade, (), (webhook, secret))

struct WebhookAnswer {
    WebhookOut webhook;
};
BOOST_DESCRIBE_STRUCT(WebhookAnswer, (), (webhook))

struct SecretMade {
    std::string secret;
};
BOOST_DESCRIBE_STRUCT(SecretMade, (), (secret))

struct RotateIn {
    std::optional<std::int64_t> keep_hours;  ///< For so long the old one signs as well.
};
BOOST_DESCRIBE_STRUCT(RotateIn, (), (keep_hours))

std::string health_of(const desk::Webhook& hook)
{
    if (hook.failures >= desk::kWebhookBroken) return "broken";
    if (hook.failures > 0) return "failing";
    return hook.last_ok_at ? "good" : "new";
}

WebhookOut out_of(const desk::Webhook& hook, Time now)
{
    WebhookOut out{
        .id = hook.id,
        .url = hook.url,
        .description = hook.description,
        .events = hook.events,
        .enabled = hook.enabled,
        .off_reason = hook.off_reason,
        .health = health_of(hook),
        .failures = hook.failures,
        .waiting = hook.waiting,
        .last_ok_at = {hook.last_ok_at},
        .created_at = hook.created_at};
    if (hook.old_until && now < *hook.old_until) out.old_secret_until.value = hook.old_until;
    return out;
}

/// Why nobody is called there.
void check_url(Faults& faults, const net::Reach& reach, const std::string& text)
{
    auto wrong = [&](std::string_view what) { faults.push_back({"url", std::string{what}}); };
    if (text.size() > 1'000) return wrong(problem::too_long);
    if (!guard::clean(guard::RawText{text}).findings.empty()) return wrong(problem::not_allowed);
    auto url = reach.read(text);
    if (url) return;
    wrong(url.error().kind == ErrorKind::denied ? url.error().what : problem::malformed);
}

void check_events(Faults& faults, const std::vector<std::string>& events)
{
    if (events.empty()) faults.push_back({"events", std::string{problem::missing}});
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (std::ranges::find(desk::kWebhookEvents, events[i]) != desk::kWebhookEvents.end()) {
            continue;
        }
        faults.push_back({"events[" + std::to_string(i) + "]", std::string{problem::not_allowed}});
    }
    if (events.size() > desk::kWebhookEvents.size()) {
        faults.push_back({"events", std::string{problem::too_long}});
    }
}

std::string new_secret()
{
    return "whsec_" + random_token();
}

Task<Answer> list(IntegratorServices& services, net::Request&, const Caller&)
{
    auto all = co_await services.webhooks.webhooks();
    if (!all) co_return fail(all.error());
    WebhookList out;
    for (const auto& one : *all) out.items.push_back(out_of(one, services.clock.now()));
    out.events.assign(desk::kWebhookEvents.begin(), desk::kWebhookEvents.end());
    co_return net::json(200, write(out));
}

Task<Answer> add(IntegratorServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<WebhookIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    auto description = in->description.value_or("");
    check_url(faults, services.reach, in->url);
    check_events(faults, in->events);
    check_length(faults, "description", description, 0, 200);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto all = co_await services.webhooks.webhooks();
    if (!all) co_return fail(all.error());
    if (all->size() >= kMostWebhooks) co_return fail(ErrorKind::conflict, "too many webhooks");
    auto now = services.clock.now();
    auto secret = new_secret();
    desk::Webhook hook{
        .id = new_id(now),
        .url = in->url,
        .description = guard::clean(guard::RawText{description}).text.str(),
        .events = in->events,
        .created_at = now};
    hook.secret = services.sealer.seal(desk::webhook_purpose(hook.id), Secret{secret});
    auto audit = audited(services, caller, "webhook.add", hook.id);
    auto added = co_await services.webhooks.add_webhook(hook, std::move(audit));
    if (!added) co_return fail(added.error());
    co_return net::json(201, write(WebhookMade{out_of(hook, now), secret}));
}

Task<Answer> edit(IntegratorServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<WebhookChange>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    if (in->url) check_url(faults, services.reach, *in->url);
    if (in->events) check_events(faults, *in->events);
    if (in->description) check_length(faults, "description", *in->description, 0, 200);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    if (in->description) {
        in->description = guard::clean(guard::RawText{*in->description}).text.str();
    }
    desk::WebhookPatch patch{in->url, in->description, in->events, in->enabled};
    auto audit = audited(services, caller, "webhook.edit", *id);
    auto done = co_await services.webhooks.edit_webhook(*id, std::move(patch), std::move(audit));
    if (!done) co_return fail(done.error());
    services.stir();
    auto now = co_await services.webhooks.webhook(*id);
    if (!now) co_return fail(now.error());
    co_return net::json(200, write(WebhookAnswer{out_of(*now, services.clock.now())}));
}

Task<Answer> remove(IntegratorServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto audit = audited(services, caller, "webhook.remove", *id);
    auto gone = co_await services.webhooks.remove_webhook(*id, std::move(audit));
    if (!gone) co_return fail(gone.error());
    co_return net::empty();
}

Task<Answer> rotate(IntegratorServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<RotateIn>(request);
    if (!in) co_return refuse(in.error());
    auto hours = in->keep_hours.value_or(24);
    if (hours < 0 || hours > 24 * 14) {
        co_return refuse(wrong_fields({{"keep_hours", std::string{problem::out_of_range}}}));
    }
    auto secret = new_secret();
    auto sealed = services.sealer.seal(desk::webhook_purpose(*id), Secret{secret});
    auto until = services.clock.now() + std::chrono::hours{hours};
    auto audit = audited(services, caller, "webhook.rotate", *id);
    auto done =
        co_await services.webhooks.rotate_secret(*id, std::move(sealed), until, std::move(audit));
    if (!done) co_return fail(done.error());
    co_return net::json(200, write(SecretMade{secret}));
}

Task<Answer> ping(IntegratorServices& services, net::Request& request, const Caller&)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto done = co_await services.webhooks.ping(*id);
    if (!done) co_return fail(done.error());
    services.stir();
    co_return net::empty(202);
}

}  // namespace

void add_webhook_routes(Routes& routes, IntegratorServices& services)
{
    using enum net::Method;
    auto on = [&](net::Method method,
                  const std::string& path,
                  IntegratorFunction function,
                  Described described) {
        auto needs = desk::Permission::integrations_edit;
        routes.on(method, "/api/v1/webhooks" + path, needs, with(services, function), described);
    };
    on(get, "", list, about<void, WebhookList>("Webhooks, and the events there are"));
    on(post, "", add, about<WebhookIn, WebhookMade>("Add a webhook; its secret is shown once"));
    on(patch, "/:id", edit, about<WebhookChange, WebhookAnswer>("Change or switch a webhook"));
    on(del, "/:id", remove, about<>("Remove a webhook and its log"));
    on(post, "/:id/rotate_secret", rotate, about<RotateIn, SecretMade>("A new secret"));
    on(post, "/:id/ping", ping, about<>("Queue a test delivery"));
}

}  // namespace keydesk::api
