#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace keydesk::mail {

/// RFC 4648, section 6, in lower case and without padding: survives mail servers that change case.
std::string base32(std::span<const unsigned char> bytes);

/// 36 characters of a UUID as 26; empty when it is none.
std::string pack_uuid(std::string_view uuid);
std::optional<std::string> unpack_uuid(std::string_view packed);

}  // namespace keydesk::mail
