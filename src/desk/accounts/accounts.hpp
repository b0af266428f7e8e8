#pragma once

#include "desk/accounts/login.hpp"

#include <string>
#include <vector>

namespace keydesk::desk {

struct TotpProposal {
    std::string secret;  ///< Base32, for typing.
    std::string otpauth;
};

struct Invitation {
    std::string token;  ///< For the link; it is kept nowhere.
    Time expires_at{};
};

/// What agents do with accounts, their own and others'.
class Accounts {
public:
    /// All outlive it.
    Accounts(
        Login& login,
        CredentialStore& credentials,
        InviteStore& invites,
        Compute& compute,
        const Sealer& sealer,
        const Clock& clock);

    /// The new password has passed password_fault(). Ends every session but `session`; says which.
    /// Errors: denied (the current one is wrong), rate_limited.
    Task<Result<std::vector<std::string>>> change_password(
        std::string agent, std::string session, Secret current, Secret next, Origin from);

    /// Proposes a new secret; it counts once confirm_totp has seen a code of it.
    /// Errors: denied, rate_limited; conflict when codes are active already.
    Task<Result<TotpProposal>> begin_totp(
        std::string agent, Secret password, std::string issuer, Origin from);
    /// The recovery codes, shown once. Errors: denied (wrong code); conflict (nothing proposed).
    Task<Result<std::vector<std::string>>> confirm_totp(std::string agent, std::string code);
    Task<Result<void>> remove_totp(
        std::string agent, Secret password, std::string code, Origin from);

    /// Good for three days, once. `email` is tidy. Errors: conflict (has an account).
    Task<Result<Invitation>> invite(std::string by, std::string email, std::string name, Role role);
    /// Errors: not_found.
    Task<Result<Invite>> invitation(std::string token);
    /// Makes the agent and logs him in; the password has passed password_fault().
    Task<Result<LoginDone>> accept(
        std::string token, std::string name, Secret password, std::string locale, Origin from);

private:
    Task<Result<std::string>> hashed(Secret password);

    Login& login_;
    CredentialStore& credentials_;
    InviteStore& invites_;
    Compute& compute_;
    const Sealer& sealer_;
    const Clock& clock_;
};

}  // namespace keydesk::desk
