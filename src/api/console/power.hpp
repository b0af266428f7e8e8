#pragma once

#include "api/gate.hpp"
#include "base/clock.hpp"
#include "desk/accounts/settings.hpp"
#include "desk/desk.hpp"
#include "desk/power/ports.hpp"

#include <functional>
#include <string>
#include <vector>

namespace keydesk::api {

/// What the routes of agents' tools work with; everything outlives the server.
struct PowerServices {
    desk::Desk& desk;
    desk::Conversations& conversations;
    desk::Cases& cases;
    desk::WorkspaceStore& workspace;
    desk::AuditLog& audit;
    desk::Macros& macros;
    desk::Bulk& bulk;
    desk::Rules& rules;
    desk::Views& views;
    desk::Bonds& bonds;
    const Clock& clock;
    /// Tells all consoles that "macros", "rules" or "views" are to be loaded again.
    std::function<void(std::string_view what)> changed;
    /// The same of one agent's consoles.
    std::function<void(const std::string& agent, std::string_view what)> changed_for;
};

/// Macros, bulk and undo, rules, views, ties between conversations, notifications.
/// See docs/agent-power.md. `services` outlives `routes`.
void add_power_routes(Routes& routes, PowerServices& services);

using PowerFunction = Task<Answer> (*)(PowerServices&, net::Request&, const Caller&);
CallerHandler with(PowerServices& services, PowerFunction function);

/// One file a noun.
void add_macro_routes(Routes& routes, PowerServices& services);
void add_bulk_routes(Routes& routes, PowerServices& services);
void add_rule_routes(Routes& routes, PowerServices& services);
void add_view_routes(Routes& routes, PowerServices& services);
void add_tie_routes(Routes& routes, PowerServices& services);
void add_notification_routes(Routes& routes, PowerServices& services);

/// Adds faults of what a macro or rule does; `field` is the path of its actions.
void check_actions(Faults& faults, const desk::Actions& actions, std::string_view field);
/// At most `most` entries of at most 200 code points.
void check_list(
    Faults& faults,
    std::string_view field,
    const std::vector<std::string>& list,
    std::size_t most = 50);
bool one_of(const std::string& text, std::initializer_list<std::string_view> words);

/// What a person typed, without secrets: agents' texts may hold none either.
std::string guarded(std::string text);
desk::Actions guarded(desk::Actions actions);

desk::AuditEntry audited(
    const PowerServices& services, const Caller& caller, std::string action, std::string object);
void publish(PowerServices& services, const std::vector<desk::Happening>& told);

}  // namespace keydesk::api
