// What the endpoints were told: read, send again, give up.
#include "api/console/desk_routes.hpp"
#include "api/console/integrators.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"

namespace keydesk::api {

namespace {

struct TryOut {
    std::int64_t attempt = 0;
    Time at{};
    std::int64_t status = 0, took_ms = 0;
    std::string answer, fault;
};
BOOST_DESCRIBE_STRUCT(TryOut, (), (attempt, at, status, took_ms, answer, fault))

struct DeliveryOut {
    std::string id, event, state;
    std::int64_t attempts = 0, status = 0, took_ms = 0;
    std::string answer, fault, body;
    Time created_at{}, updated_at{}, due_at{};
    std::vector<TryOut> tries;  ///< The last ten, newest first.
};
BOOST_DESCRIBE_STRUCT(
    DeliveryOut,
    (),
    (id,
     event,
     state,
     attempts,
     status,
     took_ms,
     answer,
     fault,
     body,
     created_at,
     updated_at,
     due_at,
     tries))

struct DeliveryPage {
    std::vector<DeliveryOut> items;
    OrNull<std::int64_t> next;
};
BOOST_DESCRIBE_STRUCT(DeliveryPage, (), (items, next))

struct ReplayIn {
    std::optional<Time> since;
};
BOOST_DESCRIBE_STRUCT(ReplayIn, (), (since))

struct Replayed {
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Replayed, (), (count))

Task<Answer> log(IntegratorServices& services, net::Request& request, const Caller&)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto before = query_number(request, "before", 0, 0, std::int64_t{1} << 60);
    auto limit = static_cast<std::size_t>(query_number(request, "limit", 50, 1, 200));
    auto state = request.query("state").value_or("");
    auto known = co_await services.webhooks.webhook(*id);
    if (!known) co_return fail(known.error());
    auto rows = co_await services.webhooks.deliveries(*id, state, before, limit + 1);
    if (!rows) co_return fail(rows.error());
    DeliveryPage out;
    if (rows->size() > limit) {
        rows->pop_back();
        out.next.value = rows->back().position;
    }
    for (auto& one : *rows) {
        std::vector<TryOut> tries;
        for (auto& t : one.tries)
            tries.push_back(
                {t.attempt, t.at, t.status, t.took_ms, std::move(t.answer), std::move(t.fault)});
        out.items.push_back(
            {.id = one.id,
             .event = one.event,
             .state = one.state,
             .attempts = one.attempts,
             .status = one.status,
             .took_ms = one.took_ms,
             .answer = std::move(one.answer),
             .fault = std::move(one.fault),
             .body = std::move(one.body),
             .created_at = one.created_at,
             .updated_at = one.updated_at,
             .due_at = one.due_at,
             .tries = std::move(tries)});
    }
    co_return net::json(200, write(out));
}

Task<Answer> replay(IntegratorServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    auto delivery = request.params.uuid("delivery");
    if (!id || !delivery) co_return fail(ErrorKind::not_found, "no such delivery");
    auto audit = audited(services, caller, "webhook.replay", *id);
    auto done = co_await services.webhooks.replay(*id, *delivery, std::move(audit));
    if (!done) co_return fail(done.error());
    services.stir();
    co_return net::empty(202);
}

Task<Answer> replay_failed(
    IntegratorServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<ReplayIn>(request);
    if (!in) co_return refuse(in.error());
    auto audit = audited(services, caller, "webhook.replay", *id);
    auto since = in->since.value_or(Time{});
    auto count = co_await services.webhooks.replay_failed(*id, since, std::move(audit));
    if (!count) co_return fail(count.error());
    services.stir();
    co_return net::json(200, write(Replayed{*count}));
}

Task<Answer> skip(IntegratorServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    auto delivery = request.params.uuid("delivery");
    if (!id || !delivery) co_return fail(ErrorKind::not_found, "no such delivery");
    auto audit = audited(services, caller, "webhook.skip", *id);
    auto done = co_await services.webhooks.skip(*id, *delivery, std::move(audit));
    if (!done) co_return fail(done.error());
    services.stir();
    co_return net::empty();
}

}  // namespace

void add_webhook_log_routes(Routes& routes, IntegratorServices& services)
{
    using enum net::Method;
    auto on = [&](net::Method method,
                  const std::string& path,
                  IntegratorFunction function,
                  Described described) {
        auto needs = desk::Permission::integrations_edit;
        routes.on(
            method, "/api/v1/webhooks/:id" + path, needs, with(services, function), described);
    };
    on(get, "/deliveries", log, about<void, DeliveryPage>("The log: state, before, limit"));
    on(post, "/replay", replay_failed, about<ReplayIn, Replayed>("Send what failed again"));
    on(post, "/deliveries/:delivery/replay", replay, about<>("Send one again"));
    on(post, "/deliveries/:delivery/skip", skip, about<>("Give up one that waits"));
}

}  // namespace keydesk::api
