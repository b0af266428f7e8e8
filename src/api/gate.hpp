#pragma once

#include "api/problem.hpp"
#include "api/token_door.hpp"
#include "base/clock.hpp"
#include "desk/accounts/permissions.hpp"
#include "desk/accounts/sessions.hpp"
#include "net/router.hpp"

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::api {

/// The agent who asks, as far as the gate let him in.
struct Caller {
    std::string agent;  ///< Id.
    std::string name;
    desk::Role role = desk::Role::agent;
    std::string session;  ///< Id; equal for all tabs of one browser.
    std::string csrf;
    std::string locale;  ///< "en" or "zh-CN", as he set it.
    std::string ip;
    std::string token = {};  ///< Id of the API token he came by; empty: a browser's session.
    std::vector<desk::Permission> scopes = {};  ///< Of the token.

    bool may(desk::Permission permission) const
    {
        bool granted = token.empty();
        for (auto scope : scopes) granted = granted || scope == permission;
        return granted && desk::may(role, permission);
    }
};

using Admitted = std::expected<Caller, Refusal>;
using CallerHandler = std::function<Task<Answer>(net::Request&, const Caller&)>;
using OpenHandler = std::function<Task<Answer>(net::Request&)>;

/// Turns a request into a Caller, or refuses it.
///
///     cookie → session (alive?) → agent (disabled?) → Origin → CSRF token, if it changes anything
///
/// A method that changes something needs `Origin: <scheme>://<Host>` and, with a session,
/// `X-CSRF-Token`. A GET may come without an Origin, but not with a foreign one.
class Gate {
public:
    struct Settings {
        desk::SessionRules sessions = {};
        /// Further origins of ours, when a proxy in front changes scheme or Host.
        std::vector<std::string> origins = {};
        /// One line for each failure that is ours.
        std::function<void(std::string_view)> log = {};
    };

    /// `sessions` and `clock` outlive the gate.
    Gate(desk::SessionStore& sessions, const Clock& clock, Settings settings);

    Task<Admitted> admit(net::Request& request);
    /// For the live socket, too: `origin` empty is no browser and fine there.
    bool own_origin(std::string_view origin, const net::Request& request) const;
    const desk::SessionRules& rules() const noexcept { return settings_.sessions; }
    void log(std::string_view line) const;

    static std::string_view cookie_name(const net::Request& request);
    /// The Set-Cookie line that hands a token out; an empty token takes the cookie away.
    std::string cookie_line(const net::Request& request, std::string_view token) const;

private:
    desk::SessionStore& sessions_;
    const Clock& clock_;
    Settings settings_;
};

/// What a route takes and gives, for the description of the API: see api/schema.hpp.
struct Described {
    std::string_view summary = {};
    std::string (*body)() = nullptr;    ///< JSON Schema of what it reads; null: nothing.
    std::string (*answer)() = nullptr;  ///< … of what it answers; null: nothing, or no JSON.
};

/// One line of the table of routes.
struct Route {
    net::Method method;
    std::string pattern;
    bool open = false;  ///< No session needed; `permission` says nothing.
    desk::Permission permission = desk::Permission::session;
    CallerHandler handler = {};
    OpenHandler open_handler = {};
    Described about = {};
};

/// The one place where the agents' routes are declared, each with what it needs.
/// What a handler ends with becomes a response here, so that no handler writes a problem document.
/// Outlives the server.
class Routes {
public:
    Routes(net::Router& router, Gate& gate) : router_{router}, gate_{gate} {}
    Routes(const Routes&) = delete;

    void on(
        net::Method method,
        std::string pattern,
        desk::Permission permission,
        CallerHandler handler,
        Described about = {});
    /// For everybody: log-in, invitations. Foreign origins may not change anything here either.
    void open(net::Method method, std::string pattern, OpenHandler handler, Described about = {});
    /// From now on programs may come with a token. It outlives the routes.
    void let_in(TokenDoor& tokens) noexcept { tokens_ = &tokens; }

    const std::deque<Route>& table() const noexcept { return table_; }

private:
    Task<net::Response> answer(net::Request& request, const Route& route);
    Task<Answer> pass(net::Request& request, const Route& route);
    Task<Answer> pass_token(net::Request& request, const Route& route);
    void add(Route route);

    net::Router& router_;
    Gate& gate_;
    TokenDoor* tokens_ = nullptr;
    std::deque<Route> table_;
};

}  // namespace keydesk::api
