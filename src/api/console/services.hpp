#pragma once

#include "api/gate.hpp"
#include "base/clock.hpp"
#include "base/seal.hpp"
#include "desk/accounts/accounts.hpp"
#include "desk/accounts/login.hpp"
#include "desk/accounts/notices.hpp"
#include "desk/accounts/settings.hpp"
#include "desk/channels/open_doors.hpp"

#include <functional>
#include <map>
#include <string>

namespace keydesk::api {

/// What the routes of accounts and settings work with. A plain table of references, filled in
/// `app`; everything outlives the server.
struct AccountServices {
    Gate& gate;
    desk::Login& login;
    desk::Accounts& accounts;
    desk::AgentStore& agents;
    desk::SessionStore& sessions;
    desk::TeamStore& teams;
    desk::LabelStore& labels;
    desk::SavedReplyStore& saved_replies;
    desk::InboxStore& inboxes;
    desk::WorkspaceStore& workspace;
    desk::AuditLog& audit;
    const Sealer& sealer;
    const Clock& clock;
    desk::Notices& notices;
    /// Whether an agent has a console open at this moment.
    std::function<bool(const std::string& agent)> online;
    desk::OpenDoors& doors;
    desk::InboxConfigs& configs;
    std::string public_url;  ///< Empty: as the browser names us.
};

/// `/api/v1`: log-in, me, agents, teams, labels, saved replies, inboxes, audit, workspace.
/// See docs/api.md. `services` outlives `routes`.
void add_account_routes(Routes& routes, AccountServices& services);

using CallerFunction = Task<Answer> (*)(AccountServices&, net::Request&, const Caller&);
using OpenFunction = Task<Answer> (*)(AccountServices&, net::Request&);

CallerHandler with(AccountServices& services, CallerFunction function);
OpenHandler with(AccountServices& services, OpenFunction function);

/// One file a noun.
void add_login_routes(Routes& routes, AccountServices& services);
void add_me_routes(Routes& routes, AccountServices& services);
void add_totp_routes(Routes& routes, AccountServices& services);
void add_agent_routes(Routes& routes, AccountServices& services);
void add_team_routes(Routes& routes, AccountServices& services);
void add_label_routes(Routes& routes, AccountServices& services);
void add_saved_reply_routes(Routes& routes, AccountServices& services);
void add_inbox_routes(Routes& routes, AccountServices& services);
void add_channel_routes(Routes& routes, AccountServices& services);
void add_workspace_routes(Routes& routes, AccountServices& services);
void add_audit_routes(Routes& routes, AccountServices& services);

/// An audit entry of what the caller does now. `detail` must hold no secret.
desk::AuditEntry audited(
    const AccountServices& services,
    const Caller& caller,
    std::string action,
    std::string object,
    const std::map<std::string, std::string>& detail = {});

/// Where a request comes from, for lock-outs and sessions.
desk::Origin origin_of(const net::Request& request);
/// "https://desk.example", as the browser sees us.
std::string base_url(const net::Request& request);

/// 409 that names the field whose value is somebody else's already.
Refusal taken(const Error& error, std::string field);
bool is_color(std::string_view text);
bool is_locale(std::string_view text);

}  // namespace keydesk::api
