#pragma once

#include "api/problem.hpp"
#include "base/clock.hpp"
#include "desk/accounts/tokens.hpp"

#include <expected>
#include <map>
#include <string>

namespace keydesk::api {

/// Lets programs in: `Authorization: Bearer kd_…`, and nothing of a browser beside it.
///
///     token (known? expired?) → its agent (disabled?) → where from → how often
///
/// A token is no session: it opens no live socket, makes no token, and changes nobody's account.
class TokenDoor {
public:
    /// Both outlive it.
    TokenDoor(desk::TokenStore& tokens, const Clock& clock) : tokens_{tokens}, clock_{clock} {}

    /// Whether the request brings a token, or means to.
    static bool knocks(const net::Request& request);
    Task<std::expected<desk::TokenHolder, Refusal>> admit(net::Request& request);
    /// For any answer to the token.
    Quota quota(const std::string& token) const;

private:
    /// How often a token was used in the minute that runs.
    struct Window {
        std::int64_t minute = 0, used = 0, limit = 0;
    };
    std::optional<Refusal> spend(const desk::ApiToken& token);

    desk::TokenStore& tokens_;
    const Clock& clock_;
    std::map<std::string, Window> windows_;  ///< By token id: as many as there are tokens.
};

}  // namespace keydesk::api
