#pragma once

#include <boost/describe/enum.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace keydesk::desk {

/// Spelled as in the database and on the wire.
enum class Role { agent, lead, admin };
BOOST_DESCRIBE_ENUM(Role, agent, lead, admin)

std::string_view name_of(Role role) noexcept;
std::optional<Role> role_of(std::string_view name) noexcept;

/// What somebody may do. On the wire with a dot: "conversations.reply".
enum class Permission {
    session,  ///< To be logged in is enough: his own account, lists everybody needs.
    conversations_read,
    conversations_reply,  ///< Answer, note, assign, label, resolve.
    customers_read,
    customers_edit,
    customers_block,
    files_read,
    files_upload,
    saved_replies_own,
    saved_replies_share,
    teams_edit,
    labels_edit,
    agents_read,
    agents_edit,
    inboxes_read,
    inboxes_edit,
    audit_read,
    workspace_edit,
    playbooks_edit,
    queue_edit,  ///< Skills, capacity, shifts, service levels, incidents.
    articles_edit,
    macros_own,
    macros_share,
    rules_edit,
    views_share,
    reports_read,
    integrations_edit  ///< API tokens, webhooks, imports, exports.
};

std::string_view name_of(Permission permission) noexcept;

/// Everything not named here is denied; a role holds all that the smaller one holds.
bool may(Role role, Permission permission) noexcept;
std::vector<std::string_view> permissions_of(Role role);

}  // namespace keydesk::desk
