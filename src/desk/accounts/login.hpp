#pragma once

#include "base/compute.hpp"
#include "base/seal.hpp"
#include "base/secret.hpp"
#include "desk/accounts/agents.hpp"
#include "desk/accounts/lockout.hpp"

#include <expected>
#include <optional>
#include <string>

namespace keydesk::desk {

/// Where a request comes from, as far as accounts care.
struct Origin {
    std::string ip;
    std::string neighbourhood;  ///< What failures are counted by: the address, or its /64.
    std::string user_agent = {};
    std::string old_token = {};  ///< Of the session cookie it came with; never kept by a log-in.
};

struct LoginTry {
    std::string email;
    Secret password;
    std::optional<std::string> code;  ///< Of the authenticator app, or a recovery code.
    Origin from;
};

struct LoginDone {
    Agent agent;
    Session session;
    std::string token;  ///< For the cookie; it is kept nowhere.
};

struct LoginRefused {
    Error error;               ///< denied, rate_limited with the time to wait, or our own fault.
    bool code_needed = false;  ///< The password was right.
};

/// Everything that begins with a password.
///
///     lock-out → account → Argon2id → one-time code → session     one answer for all that is wrong
///
/// An unknown address takes as long as a known one and is locked out like it, so that nobody
/// learns who works here.
class Login {
public:
    /// All outlive it.
    Login(
        CredentialStore& store,
        Compute& compute,
        const Sealer& sealer,
        const Clock& clock,
        SessionRules rules = {},
        LockoutRule lockout = {});

    Task<std::expected<LoginDone, LoginRefused>> attempt(LoginTry attempt);

    /// The password again (and the one-time code, where one is asked for and set up), before
    /// something that cannot be taken back. Counts like a log-in. Errors: denied, rate_limited.
    Task<Result<Credentials>> confirm(
        std::string agent,
        Secret password,
        Origin from,
        std::optional<std::string> code = std::nullopt);

    /// A new session, not stored yet.
    std::pair<NewLogin, std::string> new_login(const std::string& agent, const Origin& from) const;

    Result<Secret> totp_secret(const Credentials& who) const;
    std::string recovery_fingerprint(const std::string& agent, const std::string& code) const;

private:
    Task<std::expected<LoginDone, LoginRefused>> finish(
        Credentials who, LoginTry attempt, Lockouts::Attempt& counted);
    Task<Result<bool>> right(std::string hash, Secret password);
    Task<std::unexpected<LoginRefused>> refused(std::string agent, std::string why, Origin from);
    bool take_code(const Credentials& who, const std::string& code, NewLogin& login) const;

    CredentialStore& store_;
    Compute& compute_;
    const Sealer& sealer_;
    const Clock& clock_;
    SessionRules rules_;
    Lockouts lockouts_;
};

}  // namespace keydesk::desk
