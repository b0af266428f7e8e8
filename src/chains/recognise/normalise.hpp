#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::chains {

/// A text as the recognisers read it: widths folded, what is not seen dropped, %XX decoded.
///
///     "０ｘａａｂ…"  ->  "0xaab..."      `at` leads each byte back to the original
struct Pasted {
    std::string text;
    std::vector<std::uint32_t> at;  ///< Byte of the original; one more for the end.

    std::size_t origin(std::size_t place) const { return at[place]; }
};

/// Reads at most the first mebibyte. Malformed bytes stay as they are: they end every token.
Pasted normalise(std::string_view text);

constexpr bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}
constexpr bool is_upper(char c) noexcept
{
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(char c) noexcept
{
    return c >= 'a' && c <= 'z';
}
constexpr bool is_alnum(char c) noexcept
{
    return is_digit(c) || is_upper(c) || is_lower(c);
}
constexpr bool is_blank(char c) noexcept
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}
constexpr char lower(char c) noexcept
{
    return is_upper(c) ? static_cast<char>(c + 32) : c;
}
std::string lower(std::string_view text);

}  // namespace keydesk::chains
