#include "api/console/integrators.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"
#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "guard/guard.hpp"

#include <algorithm>

namespace keydesk::api {

namespace {

struct TokenOut {
    std::string id, name, hint;
    std::vector<std::string> scopes, networks;
    std::int64_t per_minute = 0;
    OrNull<Time> expires_at;
    Time created_at{};
    OrNull<Time> used_at;
    std::string used_ip, made_by;
};
BOOST_DESCRIBE_STRUCT(
    TokenOut,
    (),
    (id,
     name,
     hint,
     scopes,
     networks,
     per_minute,
     expires_at,
     created_at,
     used_at,
     used_ip,
     made_by))

struct TokenList {
    std::vector<TokenOut> items;
    std::vector<std::string> scopes;  ///< What the caller may give away.
};
BOOST_DESCRIBE_STRUCT(TokenList, (), (items, scopes))

struct TokenIn {
    std::string name;
    std::vector<std::string> scopes;
    std::optional<std::vector<std::string>> networks;
    std::optional<std::int64_t> per_minute;
    std::optional<Time> expires_at;
};
BOOST_DESCRIBE_STRUCT(TokenIn, (), (name, scopes, networks, per_minute, expires_at))

struct TokenMade {
    std::string token;  ///< Shown now and never again.
    TokenOut item;
};
BOOST_DESCRIBE_STRUCT(TokenMade, (), (token, item))

constexpr std::int64_t kMostPerMinute = 6'000;

TokenOut out_of(const desk::ApiToken& token)
{
    TokenOut out{
        .id = token.id,
        .name = token.name,
        .hint = token.hint,
        .networks = token.networks,
        .per_minute = token.per_minute,
        .expires_at = {token.expires_at},
        .created_at = token.created_at,
        .used_at = {token.used_at},
        .used_ip = token.used_ip,
        .made_by = token.agent_name};
    for (auto scope : token.scopes) out.scopes.emplace_back(desk::name_of(scope));
    return out;
}

Faults faults_of(const TokenIn& in, const Caller& caller, Time now)
{
    Faults faults;
    auto wrong = [&](std::string field, std::string_view what) {
        faults.push_back({std::move(field), std::string{what}});
    };
    check_length(faults, "name", in.name, 1, 80);
    if (in.scopes.empty()) wrong("scopes", problem::missing);
    for (std::size_t i = 0; i < in.scopes.size(); ++i) {
        auto scope = desk::permission_of(in.scopes[i]);
        bool good = scope && desk::fit_for_token(*scope) && caller.may(*scope);
        if (!good) wrong("scopes[" + std::to_string(i) + "]", problem::not_allowed);
    }
    const auto& networks = in.networks.value_or(std::vector<std::string>{});
    if (networks.size() > 50) wrong("networks", problem::too_long);
    for (std::size_t i = 0; i < networks.size(); ++i) {
        if (net::Network::parse(networks[i])) continue;
        wrong("networks[" + std::to_string(i) + "]", problem::malformed);
    }
    auto rate = in.per_minute.value_or(1);
    if (rate < 1 || rate > kMostPerMinute) wrong("per_minute", problem::out_of_range);
    if (in.expires_at && *in.expires_at <= now) wrong("expires_at", problem::out_of_range);
    return faults;
}

Task<Answer> list(IntegratorServices& services, net::Request&, const Caller& caller)
{
    auto tokens = co_await services.tokens.tokens();
    if (!tokens) co_return fail(tokens.error());
    TokenList out;
    for (const auto& one : *tokens) out.items.push_back(out_of(one));
    for (auto name : desk::permissions_of(caller.role)) {
        if (desk::fit_for_token(*desk::permission_of(name))) out.scopes.emplace_back(name);
    }
    co_return net::json(200, write(out));
}

Task<Answer> add(IntegratorServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<TokenIn>(request);
    if (!in) co_return refuse(in.error());
    auto now = services.clock.now();
    auto faults = faults_of(*in, caller, now);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto text = desk::new_token();
    desk::ApiToken token{
        .id = new_id(now),
        .name = guard::clean(guard::RawText{in->name}).text.str(),
        .hint = text.substr(0, 8),
        .agent = caller.agent,
        .networks = in->networks.value_or(std::vector<std::string>{}),
        .per_minute = in->per_minute.value_or(600),
        .expires_at = in->expires_at,
        .created_at = now,
        .agent_name = caller.name};
    for (const auto& name : in->scopes) {
        auto scope = *desk::permission_of(name);
        bool twice = std::ranges::find(token.scopes, scope) != token.scopes.end();
        if (!twice) token.scopes.push_back(scope);
    }
    auto audit = audited(services, caller, "token.add", token.id);
    auto added = co_await services.tokens.add_token(token, token_hash(text), std::move(audit));
    if (!added) co_return fail(added.error());
    co_return net::json(201, write(TokenMade{std::move(text), out_of(token)}));
}

Task<Answer> revoke(IntegratorServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto audit = audited(services, caller, "token.revoke", *id);
    auto gone = co_await services.tokens.revoke(*id, std::move(audit));
    if (!gone) co_return fail(gone.error());
    co_return net::empty();
}

}  // namespace

void add_token_routes(Routes& routes, IntegratorServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    routes.on(
        get,
        "/api/v1/tokens",
        integrations_edit,
        with(services, list),
        about<void, TokenList>("API tokens, without the tokens themselves"));
    routes.on(
        post,
        "/api/v1/tokens",
        integrations_edit,
        with(services, add),
        about<TokenIn, TokenMade>("Make a token; it is shown this once"));
    routes.on(
        del,
        "/api/v1/tokens/:id",
        integrations_edit,
        with(services, revoke),
        about<>("Revoke a token; it ends at once"));
}

}  // namespace keydesk::api
