#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/accounts/audit.hpp"
#include "desk/accounts/permissions.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// API tokens: how programs come to the desk. A token is `kd_` and 256 random bits; only its hash
/// is kept.
namespace keydesk::desk {

struct ApiToken {
    std::string id, name;
    std::string hint;   ///< Its first characters.
    std::string agent;  ///< Who made it; it may never do more than he.
    std::vector<Permission> scopes;
    std::vector<std::string> networks;  ///< Addresses and blocks; empty: from anywhere.
    std::int64_t per_minute = 600;      ///< Requests.
    std::optional<Time> expires_at;
    Time created_at{};
    std::optional<Time> used_at = {};
    std::string used_ip = {};
    std::string agent_name = {};
};

/// A token and what its agent is at this moment.
struct TokenHolder {
    ApiToken token;
    Role role = Role::agent;
    std::string locale;
    bool disabled = false;
};

class TokenStore {
public:
    virtual ~TokenStore() = default;
    /// Also expired ones.
    virtual Task<Result<std::optional<TokenHolder>>> holder(std::string token_hash) = 0;
    virtual Task<Result<void>> used(std::string id, Time now, std::string ip) = 0;
    virtual Task<Result<std::vector<ApiToken>>> tokens() = 0;
    virtual Task<Result<void>> add_token(
        ApiToken token, std::string token_hash, AuditEntry audit) = 0;
    /// Errors: `not_found`.
    virtual Task<Result<void>> revoke(std::string id, AuditEntry audit) = 0;
};

/// Whether a token may hold it: nothing that makes agents, tokens or sessions, so that a token
/// cannot give itself more than it was given.
bool fit_for_token(Permission permission) noexcept;

/// Whether a token of that agent may do this now: both must be allowed to.
bool may(const TokenHolder& holder, Permission permission) noexcept;

std::optional<Permission> permission_of(std::string_view name) noexcept;

inline constexpr std::string_view kTokenStart = "kd_";
std::string new_token();

}  // namespace keydesk::desk
