#pragma once

#include <cstddef>
#include <string_view>

namespace keydesk {

/// `text` without what stands in `blanks` at both ends. HTTP's own blanks are " \t" (RFC 9110,
/// section 5.6.3).
constexpr std::string_view trimmed(std::string_view text, std::string_view blanks = " \t\r\n")
{
    auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// At most `most` bytes of UTF-8, never a part of a character.
constexpr std::string_view cut_to(std::string_view text, std::size_t most)
{
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
    return text.substr(0, most);
}

}  // namespace keydesk
