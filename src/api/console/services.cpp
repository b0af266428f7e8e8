#include "api/console/services.hpp"

#include "api/wire.hpp"

#include <algorithm>

namespace keydesk::api {

void add_account_routes(Routes& routes, AccountServices& services)
{
    add_login_routes(routes, services);
    add_me_routes(routes, services);
    add_totp_routes(routes, services);
    add_agent_routes(routes, services);
    add_team_routes(routes, services);
    add_label_routes(routes, services);
    add_saved_reply_routes(routes, services);
    add_inbox_routes(routes, services);
    add_channel_routes(routes, services);
    add_workspace_routes(routes, services);
    add_audit_routes(routes, services);
}

CallerHandler with(AccountServices& services, CallerFunction function)
{
    return [&services, function](net::Request& request, const Caller& caller) {
        return function(services, request, caller);
    };
}

OpenHandler with(AccountServices& services, OpenFunction function)
{
    return [&services, function](net::Request& request) { return function(services, request); };
}

desk::AuditEntry audited(
    const AccountServices& services,
    const Caller& caller,
    std::string action,
    std::string object,
    const std::map<std::string, std::string>& detail)
{
    if (!caller.token.empty() && !detail.contains("token")) {
        auto more = detail;
        more["token"] = caller.token;
        return audited(services, caller, std::move(action), std::move(object), more);
    }
    return {
        services.clock.now(),
        caller.agent,
        std::move(action),
        std::move(object),
        detail.empty() ? std::string{} : write(detail)};
}

desk::Origin origin_of(const net::Request& request)
{
    // A /64 is one customer's; an IPv4 neighbourhood may be a whole company's.
    bool six = request.peer.ip.find(':') != std::string::npos;
    return {
        request.peer.ip,
        six ? request.peer.prefix() : request.peer.ip,
        std::string{request.header("User-Agent")},
        request.cookie(Gate::cookie_name(request)).value_or("")};
}

std::string base_url(const net::Request& request)
{
    return (request.secure ? "https://" : "http://") + std::string{request.header("Host")};
}

Refusal taken(const Error& error, std::string field)
{
    Refusal refusal{error};
    if (error.kind == ErrorKind::conflict)
        refusal.faults = {{std::move(field), std::string{problem::taken}}};
    return refusal;
}

bool is_color(std::string_view text)
{
    auto hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return text.size() == 7 && text[0] == '#' && std::ranges::all_of(text.substr(1), hex);
}

bool is_locale(std::string_view text)
{
    return text == "en" || text == "zh-CN";
}

}  // namespace keydesk::api
