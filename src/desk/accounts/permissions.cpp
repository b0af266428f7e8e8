#include "desk/accounts/permissions.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace keydesk::desk {

namespace {

struct Grant {
    Permission permission;
    std::string_view name;
    Role least;  ///< The smallest role that holds it.
};

constexpr std::array kGrants{
    Grant{Permission::session, "session", Role::agent},
    Grant{Permission::conversations_read, "conversations.read", Role::agent},
    Grant{Permission::conversations_reply, "conversations.reply", Role::agent},
    Grant{Permission::customers_read, "customers.read", Role::agent},
    Grant{Permission::customers_edit, "customers.edit", Role::agent},
    Grant{Permission::customers_block, "customers.block", Role::lead},
    Grant{Permission::files_read, "files.read", Role::agent},
    Grant{Permission::files_upload, "files.upload", Role::agent},
    Grant{Permission::saved_replies_own, "saved_replies.own", Role::agent},
    Grant{Permission::saved_replies_share, "saved_replies.share", Role::lead},
    Grant{Permission::teams_edit, "teams.edit", Role::lead},
    Grant{Permission::labels_edit, "labels.edit", Role::lead},
    Grant{Permission::agents_read, "agents.read", Role::agent},
    Grant{Permission::agents_edit, "agents.edit", Role::admin},
    Grant{Permission::inboxes_read, "inboxes.read", Role::admin},
    Grant{Permission::inboxes_edit, "inboxes.edit", Role::admin},
    Grant{Permission::audit_read, "audit.read", Role::admin},
    Grant{Permission::workspace_edit, "workspace.edit", Role::admin},
    Grant{Permission::playbooks_edit, "playbooks.edit", Role::lead},
    Grant{Permission::queue_edit, "queue.edit", Role::lead},
    Grant{Permission::articles_edit, "articles.edit", Role::agent},
    Grant{Permission::macros_own, "macros.own", Role::agent},
    Grant{Permission::macros_share, "macros.share", Role::lead},
    Grant{Permission::rules_edit, "rules.edit", Role::lead},
    Grant{Permission::views_share, "views.share", Role::lead},
    Grant{Permission::reports_read, "reports.read", Role::lead},
    Grant{Permission::integrations_edit, "integrations.edit", Role::admin}};

const Grant* grant_of(Permission permission) noexcept
{
    auto found = std::ranges::find(kGrants, permission, &Grant::permission);
    return found == kGrants.end() ? nullptr : &*found;
}

}  // namespace

std::string_view name_of(Role role) noexcept
{
    switch (role) {
        case Role::agent:
            return "agent";
        case Role::lead:
            return "lead";
        case Role::admin:
            return "admin";
    }
    return "agent";
}

std::optional<Role> role_of(std::string_view name) noexcept
{
    for (auto role : {Role::agent, Role::lead, Role::admin})
        if (name == name_of(role)) return role;
    return std::nullopt;
}

std::string_view name_of(Permission permission) noexcept
{
    const auto* grant = grant_of(permission);
    return grant ? grant->name : "unknown";
}

bool may(Role role, Permission permission) noexcept
{
    const auto* grant = grant_of(permission);
    return grant && std::to_underlying(role) >= std::to_underlying(grant->least);
}

std::vector<std::string_view> permissions_of(Role role)
{
    std::vector<std::string_view> names;
    for (const auto& grant : kGrants)
        if (may(role, grant.permission)) names.push_back(grant.name);
    return names;
}

}  // namespace keydesk::desk
