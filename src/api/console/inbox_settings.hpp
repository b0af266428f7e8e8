#pragma once

#include "api/console/services.hpp"

#include <map>
#include <optional>
#include <string>

/// The settings of a door as they come from the wizard.
namespace keydesk::api {

/// Checks `sent` against the fields of the kind and puts it over `settings` (secrets open): what is
/// not sent stays, an empty text takes the field away. Adds a fault for what is unknown, malformed
/// or missing, named "settings.<field>".
void check_settings(
    Faults& faults,
    const desk::ChannelKind& kind,
    const std::map<std::string, std::string>& sent,
    desk::ChannelSettings& settings);

/// `sent` as it is stored.
std::map<std::string, std::optional<std::string>> sealed_settings(
    const desk::ChannelKind& kind,
    const Sealer& sealer,
    const std::string& inbox,
    const std::map<std::string, std::string>& sent);

/// 400 that names the field of which ChannelKind::make said "<field>: <what is wrong>".
Refusal wrong_settings(const Error& error);

/// A stored inbox with its secrets open. Errors: `not_found`.
Task<Result<desk::InboxConfig>> config_of(AccountServices& services, std::string inbox);

}  // namespace keydesk::api
