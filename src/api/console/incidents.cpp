// Incidents: proposed by the desk, opened and ended by a lead.
#include "api/console/queue.hpp"
#include "api/read_body.hpp"
#include "base/ids.hpp"

namespace keydesk::api {

namespace {

struct IncidentOut {
    std::string id, case_type, chain, state;
    std::string title_en, title_zh, text_en, text_zh, end_en, end_zh;
    std::int64_t customers = 0, affected = 0, told = 0;
    Time opened_at{};
    OrNull<std::int64_t> resolved_at;
};
BOOST_DESCRIBE_STRUCT(
    IncidentOut,
    (),
    (id,
     case_type,
     chain,
     state,
     title_en,
     title_zh,
     text_en,
     text_zh,
     end_en,
     end_zh,
     customers,
     affected,
     told,
     opened_at,
     resolved_at))

struct IncidentList {
    std::vector<IncidentOut> items;
};
BOOST_DESCRIBE_STRUCT(IncidentList, (), (items))

struct IncidentId {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(IncidentId, (), (id))

struct IncidentIn {
    std::optional<std::string> case_type, chain;
    std::string title_en, title_zh, text_en, text_zh;
};
BOOST_DESCRIBE_STRUCT(IncidentIn, (), (case_type, chain, title_en, title_zh, text_en, text_zh))

struct EndIn {
    std::string text_en, text_zh;
    bool resolve_conversations = false;
};
BOOST_DESCRIBE_STRUCT(EndIn, (), (text_en, text_zh, resolve_conversations))

Task<Answer> list(QueueServices& services, net::Request&, const Caller&)
{
    auto found = co_await services.incidents.incidents();
    if (!found) co_return fail(found.error());
    IncidentList out;
    for (auto& i : *found) {
        IncidentOut one{
            i.id,
            i.case_type,
            i.chain,
            i.state,
            i.title_en,
            i.title_zh,
            i.text_en,
            i.text_zh,
            i.end_en,
            i.end_zh,
            i.customers,
            i.affected,
            i.told,
            i.opened_at,
            {}};
        if (i.resolved_at > 0) one.resolved_at.value = i.resolved_at;
        out.items.push_back(std::move(one));
    }
    co_return net::json(200, write(out));
}

Task<Answer> open(QueueServices& services, net::Request& request, Caller caller, std::string id)
{
    auto in = co_await read_body<IncidentIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    check_length(faults, "title_en", in->title_en, 1, 120);
    check_length(faults, "title_zh", in->title_zh, 1, 120);
    check_length(faults, "text_en", in->text_en, 1, 2'000);
    check_length(faults, "text_zh", in->text_zh, 1, 2'000);
    auto type = in->case_type.value_or("");
    if (id.empty()) check_length(faults, "case_type", type, 1, 60);
    check_length(faults, "chain", in->chain.value_or(""), 0, 60);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    desk::Incident incident;
    incident.id = id;
    incident.case_type = type;
    incident.chain = guarded(in->chain.value_or(""));
    incident.title_en = guarded(in->title_en);
    incident.title_zh = guarded(in->title_zh);
    incident.text_en = guarded(in->text_en);
    incident.text_zh = guarded(in->text_zh);
    incident.opened_by = caller.agent;
    auto opened = co_await services.incidents.open_incident(std::move(incident));
    if (!opened) co_return fail(opened.error());
    auto noted = co_await note(services, caller, "incident.open", *opened);
    if (!noted) co_return fail(noted.error());
    services.notices.changed("incidents");
    co_return net::json(id.empty() ? 201 : 200, write(IncidentId{*opened}));
}

Task<Answer> open_new(QueueServices& services, net::Request& request, const Caller& caller)
{
    co_return co_await open(services, request, caller, {});
}

Task<Answer> open_known(QueueServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto found = co_await services.incidents.incidents();
    if (!found) co_return fail(found.error());
    for (const auto& one : *found) {
        if (one.id == *id) co_return co_await open(services, request, caller, *id);
    }
    co_return fail(ErrorKind::not_found, "no such incident");
}

Task<Answer> end(QueueServices& services, Caller caller, desk::Incident incident)
{
    auto id = incident.id;
    auto action = "incident." + incident.state;
    auto ended = co_await services.incidents.end_incident(std::move(incident));
    if (!ended) co_return fail(ended.error());
    auto noted = co_await note(services, caller, action, id);
    if (!noted) co_return fail(noted.error());
    services.notices.changed("incidents");
    co_return net::empty();
}

Task<Answer> resolve(QueueServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<EndIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    check_length(faults, "text_en", in->text_en, 0, 2'000);
    check_length(faults, "text_zh", in->text_zh, 0, 2'000);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    desk::Incident incident;
    incident.id = *id;
    incident.state = "resolved";
    incident.end_en = guarded(in->text_en);
    incident.end_zh = guarded(in->text_zh);
    incident.close_all = in->resolve_conversations;
    co_return co_await end(services, caller, std::move(incident));
}

Task<Answer> dismiss(QueueServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    desk::Incident incident;
    incident.id = *id;
    incident.state = "dismissed";
    co_return co_await end(services, caller, std::move(incident));
}

}  // namespace

void add_incident_routes(Routes& routes, QueueServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    routes.on(get, "/api/v1/incidents", conversations_read, with(services, list));
    routes.on(post, "/api/v1/incidents", queue_edit, with(services, open_new));
    routes.on(post, "/api/v1/incidents/:id/open", queue_edit, with(services, open_known));
    routes.on(post, "/api/v1/incidents/:id/resolve", queue_edit, with(services, resolve));
    routes.on(post, "/api/v1/incidents/:id/dismiss", queue_edit, with(services, dismiss));
}

}  // namespace keydesk::api
