#include "api/console/assistant.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"
#include "guard/guard.hpp"

namespace keydesk::api {

namespace {

struct SettingsOut {
    std::string base_url, model;
    bool has_key = false, own_network = false, drafts = false, translation = false;
};
BOOST_DESCRIBE_STRUCT(SettingsOut, (), (base_url, model, has_key, own_network, drafts, translation))

struct SettingsIn {
    std::string base_url, model;
    /// Absent: the one there is stays. Empty: none.
    std::optional<std::string> api_key;
    bool own_network = false, drafts = false, translation = false;
};
BOOST_DESCRIBE_STRUCT(SettingsIn, (), (base_url, model, api_key, own_network, drafts, translation))

struct TryOut {
    std::string answer;
};
BOOST_DESCRIBE_STRUCT(TryOut, (), (answer))

SettingsOut out_of(const desk::AssistantSettings& s)
{
    return {s.base_url, s.model, !s.api_key.empty(), s.own_network, s.drafts, s.translation};
}

void check_url(Faults& faults, const AssistantServices& services, const SettingsIn& in)
{
    auto wrong = [&](std::string_view what) { faults.push_back({"base_url", std::string{what}}); };
    if (in.base_url.empty()) {
        if (in.drafts || in.translation) wrong(problem::missing);
        return;
    }
    if (in.base_url.size() > 500) return wrong(problem::too_long);
    auto url = services.allowed(in.base_url, in.own_network);
    if (url) return;
    wrong(url.error().kind == ErrorKind::denied ? url.error().what : problem::malformed);
}

void check(Faults& faults, const AssistantServices& services, const SettingsIn& in)
{
    check_url(faults, services, in);
    bool used = in.drafts || in.translation;
    check_length(faults, "model", in.model, used ? 1 : 0, 200);
    if (!guard::clean(guard::RawText{in.model}).findings.empty())
        faults.push_back({"model", std::string{problem::not_allowed}});
    if (!in.api_key) return;
    check_length(faults, "api_key", *in.api_key, 0, 500);
    // It stands in a header.
    for (char c : *in.api_key) {
        if (c > ' ' && c < 0x7f) continue;
        faults.push_back({"api_key", std::string{problem::malformed}});
        return;
    }
}

/// A key is for the server that it was typed in for: another one must not be sent it.
bool other_server(const AssistantServices& services, const SettingsIn& in)
{
    const auto& now = services.room.settings();
    if (now.api_key.empty() || in.api_key) return false;
    auto was = services.allowed(now.base_url, now.own_network);
    auto will = services.allowed(in.base_url, in.own_network);
    if (!was || !will) return true;
    return was->where() != will->where() || was->secure != will->secure;
}

Task<Answer> show(AssistantServices& services, net::Request&, const Caller&)
{
    co_return net::json(200, write(out_of(services.room.settings())));
}

Task<Answer> change(AssistantServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<SettingsIn>(request);
    if (!in) co_return refuse(in.error());
    while (in->base_url.ends_with('/')) in->base_url.pop_back();
    Faults faults;
    check(faults, services, *in);
    if (faults.empty() && other_server(services, *in))
        faults.push_back({"api_key", std::string{problem::missing}});
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    desk::AssistantSettings now{
        .base_url = in->base_url,
        .model = in->model,
        .api_key = services.room.settings().api_key,
        .own_network = in->own_network,
        .drafts = in->drafts,
        .translation = in->translation};
    if (in->api_key) {
        now.api_key = in->api_key->empty()
                          ? std::string{}
                          : services.sealer.seal(desk::kAssistantPurpose, Secret{*in->api_key});
    }
    desk::AuditEntry audit{services.clock.now(), caller.agent, "assistant.settings", "assistant"};
    auto done = co_await services.room.change(std::move(now), std::move(audit));
    if (!done) co_return fail(done.error());
    services.changed();
    co_return net::json(200, write(out_of(services.room.settings())));
}

/// Asks the model as it is set, also while the assistant is off. Nobody's words leave the house.
Task<Answer> attempt(AssistantServices& services, net::Request&, const Caller& caller)
{
    if (services.room.settings().base_url.empty()) {
        co_return refuse(wrong_fields({{"base_url", std::string{problem::missing}}}));
    }
    desk::Prompt prompt{
        "You are being tested by the administrator of a support desk. Answer in one short "
        "sentence.",
        "Say that the connection works, and name the model that you are."};
    auto asked = co_await services.room.ask(caller.agent, std::move(prompt));
    if (!asked.fault.empty()) co_return refuse(refusal_of(asked));
    auto shown = guard::clean(guard::RawText{std::move(asked.text)}).text.str();
    constexpr std::size_t kShown = 2'000;
    if (shown.size() > kShown) co_return refuse(refusal_of({"model_too_long", {}}));
    co_return net::json(200, write(TryOut{std::move(shown)}));
}

}  // namespace

void add_assistant_settings_routes(Routes& routes, AssistantServices& services)
{
    constexpr auto kNeeds = desk::Permission::integrations_edit;
    constexpr auto kPath = "/api/v1/assistant/settings";
    routes.on(
        net::Method::get,
        kPath,
        kNeeds,
        with(services, show),
        about<void, SettingsOut>("The model that is asked; its key is never shown"));
    routes.on(
        net::Method::put,
        kPath,
        kNeeds,
        with(services, change),
        about<SettingsIn, SettingsOut>("Set the model, switch drafts and translation"));
    routes.on(
        net::Method::post,
        "/api/v1/assistant/try",
        kNeeds,
        with(services, attempt),
        about<void, TryOut>("Ask the model one sentence, to see whether it answers"));
}

}  // namespace keydesk::api
