#include "api/console/assistant.hpp"

#include "api/read_body.hpp"
#include "api/schema.hpp"

namespace keydesk::api {

namespace {

struct OfferOut {
    bool drafts = false, translation = false;
};
BOOST_DESCRIBE_STRUCT(OfferOut, (), (drafts, translation))

struct SourceOut {
    std::string kind, title, url;
};
BOOST_DESCRIBE_STRUCT(SourceOut, (), (kind, title, url))

struct DraftOut {
    std::string text;
    std::vector<SourceOut> sources;
    std::vector<std::string> removed;  ///< Hosts and contacts that the model named.
};
BOOST_DESCRIBE_STRUCT(DraftOut, (), (text, sources, removed))

Task<Answer> offer(AssistantServices& services, net::Request&, const Caller&)
{
    const auto& now = services.room.settings();
    co_return net::json(200, write(OfferOut{now.drafts, now.translation}));
}

Task<Answer> draft(AssistantServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    if (!services.room.settings().drafts) co_return refuse(assistant_off());
    auto gathered = co_await desk::gather_material(services.material, *id, caller.agent);
    if (!gathered) co_return fail(gathered.error());
    // With nothing to rest on the model would only guess, and nothing need leave the house.
    if (gathered->material.sources.empty())
        co_return refuse(refusal_of(desk::AnswerFault::no_source));
    desk::AuditEntry audit{services.clock.now(), caller.agent, "assistant.draft", *id};
    auto noted = co_await services.audit.add(std::move(audit));
    if (!noted) co_return fail(noted.error());
    auto made = desk::draft_prompt(std::move(gathered->material));
    made.ground.hosts = std::move(gathered->hosts);
    auto asked = co_await services.room.ask(caller.agent, std::move(made.prompt));
    if (!asked.fault.empty()) co_return refuse(refusal_of(asked));
    auto judged = desk::judge_draft(asked.text, made.ground);
    if (judged.fault != desk::AnswerFault::none) co_return refuse(refusal_of(judged.fault));
    DraftOut out{
        .text = std::move(judged.text), .sources = {}, .removed = std::move(judged.removed)};
    for (auto index : judged.sources) {
        const auto& source = made.ground.sources[index];
        out.sources.push_back({source.kind, source.title, source.url});
    }
    co_return net::json(200, write(out));
}

Task<Answer> no_token()
{
    co_return fail(ErrorKind::denied, "no token asks the assistant");
}

}  // namespace

CallerHandler with(AssistantServices& services, AssistantFunction function)
{
    return [&services, function](net::Request& request, const Caller& caller) {
        return caller.token.empty() ? function(services, request, caller) : no_token();
    };
}

void add_assistant_routes(Routes& routes, AssistantServices& services)
{
    using enum desk::Permission;
    routes.on(
        net::Method::get,
        "/api/v1/assistant",
        conversations_read,
        with(services, offer),
        about<void, OfferOut>("Whether there is an assistant, and what it may do"));
    routes.on(
        net::Method::post,
        "/api/v1/conversations/:id/assistant/draft",
        conversations_reply,
        with(services, draft),
        about<void, DraftOut>("A draft with the sources it rests on; it is sent by nobody"));
    add_assistant_settings_routes(routes, services);
    add_translation_routes(routes, services);
}

}  // namespace keydesk::api
