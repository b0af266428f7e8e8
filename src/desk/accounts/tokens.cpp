#include "desk/accounts/tokens.hpp"

#include "base/crypto.hpp"

#include <algorithm>

namespace keydesk::desk {

bool fit_for_token(Permission permission) noexcept
{
    using enum Permission;
    return permission != session && permission != agents_edit && permission != integrations_edit;
}

bool may(const TokenHolder& holder, Permission permission) noexcept
{
    const auto& scopes = holder.token.scopes;
    return fit_for_token(permission) && may(holder.role, permission) &&
           std::ranges::find(scopes, permission) != scopes.end();
}

std::optional<Permission> permission_of(std::string_view name) noexcept
{
    for (int i = 0; i <= static_cast<int>(Permission::integrations_edit); ++i) {
        auto permission = static_cast<Permission>(i);
        if (name_of(permission) == name) return permission;
    }
    return std::nullopt;
}

std::string new_token()
{
    return std::string{kTokenStart} + random_token();
}

}  // namespace keydesk::desk
