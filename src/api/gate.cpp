#include "api/gate.hpp"

#include "api/quota.hpp"
#include "base/crypto.hpp"

#include <algorithm>

namespace keydesk::api {

namespace {

bool changes_something(net::Method method)
{
    return method != net::Method::get && method != net::Method::head &&
           method != net::Method::options;
}

std::string lower(std::string_view text)
{
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return out;
}

/// "https://desk.example:443" is "https://desk.example".
std::string origin_of(std::string_view scheme, std::string_view host)
{
    std::string_view port = scheme == "https" ? ":443" : ":80";
    if (host.ends_with(port)) host.remove_suffix(port.size());
    return lower(scheme) + "://" + lower(host);
}

/// What everybody may read who is logged in is for tokens, too, but for what is somebody's own.
bool open_to_tokens(const Route& route)
{
    return route.permission == desk::Permission::session && route.method == net::Method::get &&
           !route.pattern.starts_with("/api/v1/me");
}

std::string named(const Route& route)
{
    return std::string{net::name_of(route.method)} + " " + route.pattern;
}

}  // namespace

Gate::Gate(desk::SessionStore& sessions, const Clock& clock, Settings settings)
    : sessions_{sessions},
      clock_{clock},
      settings_{std::move(settings)}
{
}

bool Gate::own_origin(std::string_view origin, const net::Request& request) const
{
    if (origin.empty()) return true;
    auto asked = lower(origin);
    return asked == origin_of(request.secure ? "https" : "http", request.header("Host")) ||
           std::ranges::find(settings_.origins, asked) != settings_.origins.end();
}

Task<Admitted> Gate::admit(net::Request& request)
{
    auto token = request.cookie(cookie_name(request));
    if (!token || token->empty()) co_return refuse(not_logged_in());
    auto found = co_await sessions_.find(token_hash(*token));
    if (!found) co_return refuse(found.error());
    if (!*found) co_return refuse(not_logged_in());

    desk::LoggedIn& who = **found;
    auto now = clock_.now();
    if (who.disabled || !desk::alive(who.session, now, settings_.sessions))
        co_return refuse(not_logged_in());
    if (!own_origin(request.header("Origin"), request)) co_return refuse(untrusted_request());
    if (changes_something(request.method) &&
        (request.header("Origin").empty() ||
         !equal_secret(request.header("X-CSRF-Token"), who.session.csrf)))
        co_return refuse(untrusted_request());

    if (now >= who.session.seen_at + settings_.sessions.touch_after) {
        // A full disk must not log anybody out: the worst is an early end of the session.
        auto touched = co_await sessions_.touch(who.session.id, now, request.peer.ip);
        if (!touched) log("session not touched: " + touched.error().what);
    }
    co_return Caller{
        std::move(who.session.agent),
        std::move(who.name),
        who.role,
        std::move(who.session.id),
        std::move(who.session.csrf),
        std::move(who.locale),
        request.peer.ip};
}

void Gate::log(std::string_view line) const
{
    if (settings_.log) settings_.log(line);
}

std::string_view Gate::cookie_name(const net::Request& request)
{
    return request.secure ? "__Host-keydesk" : "keydesk";
}

std::string Gate::cookie_line(const net::Request& request, std::string_view token) const
{
    std::string line{cookie_name(request)};
    line += '=';
    line += token;
    line += "; Path=/; HttpOnly; SameSite=Strict";
    if (request.secure) line += "; Secure";
    auto age = token.empty() ? 0 : settings_.sessions.absolute.count();
    return line + "; Max-Age=" + std::to_string(age);
}

void Routes::on(
    net::Method method,
    std::string pattern,
    desk::Permission permission,
    CallerHandler handler,
    Described about)
{
    add({method, std::move(pattern), false, permission, std::move(handler), {}, about});
}

void Routes::open(net::Method method, std::string pattern, OpenHandler handler, Described about)
{
    add({method, std::move(pattern), true, {}, {}, std::move(handler), about});
}

void Routes::add(Route route)
{
    const Route& kept = table_.emplace_back(std::move(route));
    router_.on(kept.method, kept.pattern, [this, &kept](net::Request& request) {
        return answer(request, kept);
    });
}

Task<Answer> Routes::pass(net::Request& request, const Route& route)
{
    bool token = TokenDoor::knocks(request);
    if (route.open) {
        // Whoever has a token needs no log-in, and gets none by it.
        if (token && changes_something(request.method)) co_return refuse(untrusted_request());
        auto origin = request.header("Origin");
        bool foreign = !gate_.own_origin(origin, request);
        if (foreign || (changes_something(request.method) && origin.empty()))
            co_return refuse(untrusted_request());
        co_return co_await route.open_handler(request);
    }
    if (token) co_return co_await pass_token(request, route);
    auto caller = co_await gate_.admit(request);
    if (!caller) co_return refuse(caller.error());
    if (!caller->may(route.permission)) co_return fail(ErrorKind::denied, "role may not do this");
    co_return co_await route.handler(request, *caller);
}

Task<Answer> Routes::pass_token(net::Request& request, const Route& route)
{
    if (tokens_ == nullptr) co_return refuse(not_logged_in());
    auto holder = co_await tokens_->admit(request);
    if (!holder) co_return refuse(holder.error());
    auto& token = holder->token;
    auto quota = tokens_->quota(token.id);
    if (!open_to_tokens(route) && !desk::may(*holder, route.permission)) {
        Refusal refusal{Error{ErrorKind::denied, "token may not do this"}};
        refusal.quota = quota;
        co_return refuse(std::move(refusal));
    }
    Caller caller{
        .agent = token.agent,
        .name = token.agent_name,
        .role = holder->role,
        .locale = holder->locale,
        .ip = request.peer.ip,
        .token = token.id,
        .scopes = token.scopes};
    auto answer = co_await route.handler(request, caller);
    if (answer) put_quota(*answer, quota);
    if (!answer && !answer.error().quota) answer.error().quota = quota;
    co_return answer;
}

Task<net::Response> Routes::answer(net::Request& request, const Route& route)
{
    auto answer = co_await pass(request, route);
    if (!answer) {
        const Error& error = answer.error().error;
        if (error.kind == ErrorKind::internal || error.kind == ErrorKind::bad_reply ||
            error.kind == ErrorKind::unavailable)
            gate_.log(named(route) + ": " + keydesk::name_of(error.kind) + ": " + error.what);
        co_return problem_document(answer.error(), locale_of(request));
    }
    // What an agent may see is nobody else's to keep, unless the handler knows better.
    if (!answer->headers.has("Cache-Control")) answer->with_header("Cache-Control", "no-store");
    co_return std::move(*answer);
}

}  // namespace keydesk::api
