#pragma once

// Private to net's own sources.

#include <string>
#include <string_view>

namespace keydesk::net::imap {

inline std::string upper(std::string_view text)
{
    std::string out{text};
    for (auto& c : out) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return out;
}

/// The conditions that a server tells (RFC 9051, section 7.1).
inline bool is_status(std::string_view name) noexcept
{
    return name == "OK" || name == "NO" || name == "BAD" || name == "BYE" || name == "PREAUTH";
}

}  // namespace keydesk::net::imap
