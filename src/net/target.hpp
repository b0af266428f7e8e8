#pragma once

#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keydesk::net {

/// What a request line asks for, decoded: "/a%20b?x=1" is path "/a b" with x = "1".
struct Target {
    std::string path;
    std::vector<std::pair<std::string, std::string>> query;  ///< In order; names may repeat.
};

/// Reads a request target (RFC 9112, section 3.2: origin, absolute and asterisk form).
///
/// Refused with invalid_input: a path with `.`, `..` or empty segments in its middle, also when
/// they hide behind percent signs; an encoded slash or backslash; NUL and other control
/// characters; a broken percent sequence; text that is no UTF-8. What remains means the same to us,
/// to a proxy and to the file system.
Result<Target> parse_target(std::string_view text);

/// Decodes percent sequences; `plus` also reads '+' as a space (forms and queries).
/// Nothing when a sequence is broken or the result is no UTF-8 without NUL.
std::optional<std::string> percent_decode(std::string_view text, bool plus = false);

/// Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
bool valid_utf8(std::string_view text) noexcept;

}  // namespace keydesk::net
