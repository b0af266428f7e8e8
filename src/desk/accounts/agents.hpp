#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/accounts/audit.hpp"
#include "desk/accounts/permissions.hpp"
#include "desk/accounts/sessions.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keydesk::desk {

/// Somebody who answers.
struct Agent {
    std::string id;
    std::string name;
    std::string email;
    Role role = Role::agent;
    std::string locale = "en";            ///< "en" or "zh-CN".
    std::string availability = "online";  ///< "online" or "away", as he set it.
    std::string signature;
    bool totp = false;
    bool disabled = false;
    std::vector<std::string> teams;  ///< Ids.
    Time created_at{};
};

/// Up to two letters for the disc beside a name: "Su Ya" → "SY", "苏雅" → "苏".
std::string avatar_of(std::string_view name);

/// Trimmed and lower case; empty when it cannot be an address. Two spellings of one address must
/// not be two accounts.
std::string tidy_email(std::string_view typed);

/// An agent and what proves that he is one. Stays inside the server.
struct Credentials {
    Agent agent;
    std::string password_hash;
    std::optional<std::string> totp_secret;   ///< Sealed for "totp:<agent id>".
    std::int64_t totp_last_step = 0;          ///< A code is good once.
    std::vector<std::string> recovery_codes;  ///< Fingerprints of those left.
    Time locked_until{};
};

/// What a right log-in leaves behind, all in one transaction.
struct NewLogin {
    Session session;
    std::string token_hash;
    std::string replaces = {};  ///< Hash of the token the browser came with; ended, if it lives.
    std::optional<std::int64_t> totp_step = {};
    std::optional<std::string> recovery_code = {};  ///< Fingerprint.
    std::string password_hash = {};                 ///< The one that was compared with.
};

struct NewAgent {
    std::string id;
    std::string name;
    std::string email;
    Role role = Role::agent;
    std::string password_hash;
    std::string locale = "en";
    Time created_at{};
};

class CredentialStore {
public:
    virtual ~CredentialStore() = default;
    virtual Task<Result<std::optional<Credentials>>> by_email(std::string email) = 0;
    /// not_found.
    virtual Task<Result<Credentials>> credentials(std::string agent) = 0;
    /// Opens the session. denied when the code was used in the meantime.
    virtual Task<Result<void>> log_in(NewLogin login, AuditEntry audit) = 0;
    /// Counts a failure of `agent` (empty: there is no such account) and locks by the rule.
    virtual Task<Result<void>> login_failed(std::string agent, AuditEntry audit) = 0;
    /// Ends every session but `keep`; says which.
    virtual Task<Result<std::vector<std::string>>> set_password(
        std::string agent, std::string hash, std::string keep, AuditEntry audit) = 0;
    /// Kept, not active yet.
    virtual Task<Result<void>> propose_totp(std::string agent, std::string sealed) = 0;
    /// conflict when it is active already.
    virtual Task<Result<void>> activate_totp(
        std::string agent,
        std::int64_t step,
        std::vector<std::string> recovery_codes,
        AuditEntry audit) = 0;
    virtual Task<Result<void>> remove_totp(std::string agent, AuditEntry audit) = 0;
    /// For the operator: a new password, no codes, no lock, not disabled, no session. not_found.
    virtual Task<Result<void>> reset(std::string agent, std::string hash, AuditEntry audit) = 0;
};

/// What an agent may change of himself.
struct SelfPatch {
    std::optional<std::string> name, locale, availability, signature;
};

/// What an administrator may change of an agent.
struct AgentPatch {
    std::optional<Role> role;
    std::optional<bool> disabled;
    std::optional<std::vector<std::string>> teams;
};

struct AgentEdited {
    Agent agent;
    std::vector<std::string> ended_sessions;
};

class AgentStore {
public:
    virtual ~AgentStore() = default;
    virtual Task<Result<std::vector<Agent>>> agents() = 0;
    /// not_found.
    virtual Task<Result<Agent>> agent(std::string id) = 0;
    /// conflict when the e-mail address is taken.
    virtual Task<Result<void>> create_agent(NewAgent agent, AuditEntry audit) = 0;
    virtual Task<Result<Agent>> edit_self(std::string id, SelfPatch patch, AuditEntry audit) = 0;
    /// Disabling ends all sessions. conflict when no administrator would be left; invalid_input
    /// when there is no such team.
    virtual Task<Result<AgentEdited>> edit_agent(
        std::string id, AgentPatch patch, AuditEntry audit) = 0;
};

struct Invite {
    std::string email;
    std::string name;
    Role role = Role::agent;
    std::string created_by;
    Time created_at{};
    Time expires_at{};
};

class InviteStore {
public:
    virtual ~InviteStore() = default;
    /// Takes the place of an earlier one to the same address. conflict when the address has an
    /// account already.
    virtual Task<Result<void>> invite(Invite invite, std::string token_hash, AuditEntry audit) = 0;
    /// not_found when there is none, or it is used or over.
    virtual Task<Result<Invite>> find_invite(std::string token_hash, Time now) = 0;
    /// Uses it up, makes the agent and logs him in. not_found as above: two at once, one wins.
    virtual Task<Result<void>> accept_invite(
        std::string token_hash, NewAgent agent, NewLogin login, AuditEntry audit) = 0;
};

}  // namespace keydesk::desk
