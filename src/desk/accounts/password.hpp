#pragma once

#include <optional>
#include <string_view>

namespace keydesk::desk {

inline constexpr std::size_t kShortestPassword = 10;
inline constexpr std::size_t kLongestPassword = 256;

/// Why this is no password for that account, as a word for a field's fault: "too_short" (under
/// ten characters), "too_long", "too_common", "like_the_account" (holds the name before the @).
/// Nothing when it will do. No rules on kinds of characters: length is what counts (NIST SP
/// 800-63B, section 5.1.1.2).
std::optional<std::string_view> password_fault(std::string_view password, std::string_view email);

}  // namespace keydesk::desk
