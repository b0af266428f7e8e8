#pragma once

#include "desk/channels/channel.hpp"

#include <cstdint>
#include <string_view>

namespace keydesk::email {

/// Where a provider's servers stand, so that the operator enters a name and a password only.
struct Preset {
    std::string_view id;
    std::string_view name_en, name_zh;
    std::string_view imap_host;
    std::uint16_t imap_port;
    std::string_view smtp_host;
    std::uint16_t smtp_port;
    bool smtp_tls;                 ///< From the first byte; else STARTTLS.
    std::string_view authserv_id;  ///< What the provider writes into Authentication-Results.
    std::string_view token_url;    ///< Of XOAUTH2; empty: passwords.
};

/// Null for "custom" and for what is none.
const Preset* preset_named(std::string_view id) noexcept;
std::vector<std::pair<std::string, desk::Words>> preset_options();

}  // namespace keydesk::email
