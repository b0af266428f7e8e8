#include "api/console/inbox_settings.hpp"
#include "api/console/services.hpp"
#include "api/console/sites.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"
#include "base/crypto.hpp"
#include "base/ids.hpp"

namespace keydesk::api {

namespace {

/// The kind of an inbox whose door is the widget.
constexpr std::string_view kWebsite = "web";

/// Locales as the console names them; stored they are "zh-CN" and "en".
struct Greeting {
    std::optional<std::string> zh, en;
};
BOOST_DESCRIBE_STRUCT(Greeting, (), (zh, en))

/// Of an inbox that is no website's: what its door is set to.
struct ChannelOut {
    std::map<std::string, std::string> settings;
    std::vector<std::string> secrets;  ///< Fields that are set and never shown.
    std::string hook_url, address;
    bool paused = false;
};
BOOST_DESCRIBE_STRUCT(ChannelOut, (), (settings, secrets, hook_url, address, paused))

/// What every agent may know of an inbox; the rest is for those who edit it.
struct InboxOut {
    std::string id, name, kind, color;
    OrNull<std::string> team;
    std::optional<std::string> key, snippet;
    std::optional<std::vector<std::string>> sites;
    std::optional<Greeting> greeting;
    std::optional<bool> has_identity_secret, closed;
    std::optional<ChannelOut> channel;
};
BOOST_DESCRIBE_STRUCT(
    InboxOut,
    (),
    (id,
     name,
     kind,
     color,
     team,
     key,
     snippet,
     sites,
     greeting,
     has_identity_secret,
     closed,
     channel))

struct InboxList {
    std::vector<InboxOut> items;
};
BOOST_DESCRIBE_STRUCT(InboxList, (), (items))

struct InboxAnswer {
    InboxOut inbox;
};
BOOST_DESCRIBE_STRUCT(InboxAnswer, (), (inbox))

struct InboxIn {
    std::optional<std::string> name;
    std::optional<std::vector<std::string>> sites;
    std::optional<std::string> color;
    std::optional<Greeting> greeting;
    Patch<std::string> identity_secret, team;
    std::optional<bool> closed;
    std::optional<std::string> kind;
    std::optional<std::map<std::string, std::string>> settings;
};
BOOST_DESCRIBE_STRUCT(
    InboxIn, (), (name, sites, color, greeting, identity_secret, team, closed, kind, settings))

struct SecretOut {
    std::string identity_secret;
};
BOOST_DESCRIBE_STRUCT(SecretOut, (), (identity_secret))

ChannelOut channel_of(
    const AccountServices& services,
    const net::Request& request,
    const desk::ChannelKind& kind,
    const desk::InboxSettings& inbox)
{
    ChannelOut out;
    for (const auto& field : kind.fields()) {
        auto found = inbox.settings.find(field.key);
        if (found == inbox.settings.end()) continue;
        if (field.kind == desk::Field::Kind::secret) {
            out.secrets.push_back(field.key);
        } else {
            out.settings.insert(*found);
        }
    }
    const auto& known = services.public_url;
    out.hook_url = (known.empty() ? base_url(request) : known) + "/hooks/" + inbox.key;
    if (auto channel = services.doors.find(inbox.id))
        out.address = channel->address_for_customers({});
    out.paused = inbox.paused;
    return out;
}

InboxOut out_of(
    const AccountServices& services,
    const net::Request& request,
    const Caller& caller,
    desk::InboxSettings inbox)
{
    InboxOut out;
    const auto* kind = services.doors.kind(inbox.kind);
    bool may_read = caller.may(desk::Permission::inboxes_read);
    if (kind != nullptr && may_read) out.channel = channel_of(services, request, *kind, inbox);
    out.id = inbox.id;
    out.name = std::move(inbox.name);
    out.kind = std::move(inbox.kind);
    out.color = std::move(inbox.color);
    out.team.value = std::move(inbox.team);
    if (!may_read) return out;
    out.key = inbox.key;
    out.snippet = R"(<script src=")" + base_url(request) + R"(/widget.js" data-inbox=")" +
                  inbox.key + R"(" async></script>)";
    out.sites = std::move(inbox.sites);
    Greeting greeting;
    if (inbox.greeting.contains("zh-CN")) greeting.zh = inbox.greeting["zh-CN"];
    if (inbox.greeting.contains("en")) greeting.en = inbox.greeting["en"];
    out.greeting = std::move(greeting);
    out.has_identity_secret = inbox.identity_secret.has_value();
    out.closed = inbox.closed;
    return out;
}

void check_greeting(Faults& faults, const Greeting& greeting)
{
    if (greeting.zh) check_length(faults, "greeting.zh", *greeting.zh, 0, 500);
    if (greeting.en) check_length(faults, "greeting.en", *greeting.en, 0, 500);
}

/// Checks what was sent and puts sites into their one spelling.
Task<std::expected<InboxIn, Refusal>> read_inbox(net::Request& request, bool fresh)
{
    auto in = co_await read_body<InboxIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    if (fresh && !in->name) faults.push_back({"name", std::string{problem::missing}});
    if (in->name) check_length(faults, "name", *in->name, 1, 60);
    if (in->color && !is_color(*in->color))
        faults.push_back({"color", std::string{problem::malformed}});
    if (in->sites) tidy_sites(faults, *in->sites);
    if (in->greeting) check_greeting(faults, *in->greeting);
    // Shorter than the hash it keys, a shared secret is guessed offline from one token.
    if (const auto* secret = in->identity_secret.value())
        check_length(faults, "identity_secret", *secret, 32, 256);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    co_return std::move(*in);
}

desk::InboxPatch patch_of(const AccountServices& services, const std::string& id, InboxIn in)
{
    desk::InboxPatch patch;
    patch.name = std::move(in.name);
    patch.color = std::move(in.color);
    patch.sites = std::move(in.sites);
    patch.closed = in.closed;
    if (in.greeting) {
        auto& greeting = patch.greeting.emplace();
        if (in.greeting->zh) greeting["zh-CN"] = std::move(*in.greeting->zh);
        if (in.greeting->en) greeting["en"] = std::move(*in.greeting->en);
    }
    if (!in.team.absent()) {
        auto& team = patch.team.emplace();
        if (in.team.value()) team = *in.team.value();
    }
    if (!in.identity_secret.absent()) {
        auto& sealed = patch.identity_secret.emplace();
        if (const auto* secret = in.identity_secret.value())
            sealed = services.sealer.seal("inbox:" + id, Secret{*secret});
    }
    return patch;
}

/// The settings of a door as sent, checked by its kind and tried; sealed they go into `patch`.
/// `now`: the inbox as it is stored, or as it is to be.
std::expected<void, Refusal> take_settings(
    const AccountServices& services,
    desk::InboxConfig now,
    const std::optional<std::map<std::string, std::string>>& sent,
    desk::InboxPatch& patch)
{
    const auto* kind = services.doors.kind(now.kind);
    if (kind == nullptr) {
        bool none = !sent || sent->empty();
        // The feedback form has no settings of its own either.
        if (none && (now.kind == kWebsite || now.kind == "form")) return {};
        auto field = now.kind == kWebsite ? "settings" : "kind";
        return refuse(wrong_fields({{field, std::string{problem::unknown}}}));
    }
    Faults faults;
    check_settings(
        faults, *kind, sent.value_or(std::map<std::string, std::string>{}), now.settings);
    if (!faults.empty()) return refuse(wrong_fields(std::move(faults)));
    auto tried = services.doors.trial(now);
    if (!tried) return refuse(wrong_settings(tried.error()));
    if (sent) patch.settings = sealed_settings(*kind, services.sealer, now.id, *sent);
    return {};
}

Refusal unknown_team(const Error& error)
{
    Refusal refusal{error};
    if (error.kind == ErrorKind::invalid_input)
        refusal.faults = {{"team", std::string{problem::unknown}}};
    return refusal;
}

Task<Answer> list(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto inboxes = co_await services.inboxes.inboxes();
    if (!inboxes) co_return fail(inboxes.error());
    InboxList out;
    for (auto& one : *inboxes)
        out.items.push_back(out_of(services, request, caller, std::move(one)));
    co_return net::json(200, write(out));
}

Task<Answer> add(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_inbox(request, true);
    if (!in) co_return refuse(in.error());
    auto now = services.clock.now();
    desk::InboxSettings inbox;
    inbox.id = new_id(now);
    inbox.key = random_token(15);
    inbox.created_at = now;
    auto sent = std::move(in->settings);
    inbox.kind = in->kind.value_or(inbox.kind);
    auto given = patch_of(services, inbox.id, std::move(*in));
    desk::InboxConfig config{.id = inbox.id, .key = inbox.key, .kind = inbox.kind};
    auto taken = take_settings(services, std::move(config), sent, given);
    if (!taken) co_return refuse(taken.error());
    for (auto& [field, value] : given.settings) inbox.settings[field] = value.value_or("");
    inbox.name = std::move(*given.name);
    inbox.sites = given.sites.value_or(inbox.sites);
    inbox.color = given.color.value_or(inbox.color);
    inbox.greeting = given.greeting.value_or(inbox.greeting);
    inbox.identity_secret = given.identity_secret.value_or(std::nullopt);
    inbox.team = given.team.value_or(std::nullopt);
    inbox.closed = given.closed.value_or(false);
    auto audit = audited(
        services, caller, "inbox.add", inbox.id, {{"name", inbox.name}, {"kind", inbox.kind}});
    auto added = co_await services.inboxes.add_inbox(inbox, std::move(audit));
    if (!added) co_return refuse(unknown_team(added.error()));
    services.notices.changed("inboxes");
    InboxAnswer answer{out_of(services, request, caller, std::move(inbox))};
    co_return net::json(201, write(answer));
}

Task<Answer> edit(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_inbox(request, false);
    if (!in) co_return refuse(in.error());
    if (in->kind) co_return refuse(wrong_fields({{"kind", std::string{problem::not_allowed}}}));
    auto sent = std::move(in->settings);
    auto patch = patch_of(services, *id, std::move(*in));
    if (sent) {
        auto now = co_await config_of(services, *id);
        if (!now) co_return fail(now.error());
        auto taken = take_settings(services, std::move(*now), sent, patch);
        if (!taken) co_return refuse(taken.error());
    }
    std::map<std::string, std::string> told;
    for (const auto& [field, value] : patch.settings) told["settings." + field] = "changed";
    if (patch.identity_secret) told["identity_secret"] = "changed";
    if (patch.sites) told["sites"] = std::to_string(patch.sites->size());
    auto audit = audited(services, caller, "inbox.edit", *id, told);
    auto inbox = co_await services.inboxes.edit_inbox(*id, std::move(patch), std::move(audit));
    if (!inbox) co_return refuse(unknown_team(inbox.error()));
    services.notices.changed("inboxes");
    InboxAnswer answer{out_of(services, request, caller, std::move(*inbox))};
    co_return net::json(200, write(answer));
}

Task<Answer> rotate_secret(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto secret = random_token();
    desk::InboxPatch patch;
    patch.identity_secret.emplace(services.sealer.seal("inbox:" + *id, Secret{secret}));
    auto audit = audited(services, caller, "inbox.rotate_secret", *id);
    auto inbox = co_await services.inboxes.edit_inbox(*id, std::move(patch), std::move(audit));
    if (!inbox) co_return fail(inbox.error());
    services.notices.changed("inboxes");
    co_return net::json(200, write(SecretOut{std::move(secret)}));
}

}  // namespace

void add_inbox_routes(Routes& routes, AccountServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    // The list is for all (filters and names need it); its keys and sites are not.
    routes.on(get, "/api/v1/inboxes", session, with(services, list), about<void, InboxList>());
    routes.on(
        post, "/api/v1/inboxes", inboxes_edit, with(services, add), about<InboxIn, InboxAnswer>());
    routes.on(
        net::Method::patch,
        "/api/v1/inboxes/:id",
        inboxes_edit,
        with(services, edit),
        about<InboxIn, InboxAnswer>());
    routes.on(
        post,
        "/api/v1/inboxes/:id/rotate_secret",
        inboxes_edit,
        with(services, rotate_secret),
        about<void, SecretOut>());
}

}  // namespace keydesk::api
