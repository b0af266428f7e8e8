#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::guard {

/// A marker that the guard itself wrote ("[removed: ...]") and the edge between two messages
/// stand in the normalised text as one code point each, so that no detector reads inside them.
inline constexpr char32_t kMarker = 0xFFFC;
inline constexpr char32_t kMessageEdge = 0xFFFB;
inline constexpr char32_t kPhraseMarker =
    0xFFFA;  ///< Where a phrase was: its neighbours are suspect.

/// A message as the detectors read it, position for position in two spellings, with the way back:
///
///     "①Ａbandón"  ->  raw " Abandon"   low " abandon"   at {0, 1, 2, ...}
struct NormalText {
    std::u32string raw;             ///< Widths folded, case kept: for keys.
    std::u32string low;             ///< Case, accents, look-alikes and kana folded: for words.
    std::vector<std::uint32_t> at;  ///< Code point of the original; one more for the end.
    std::uint32_t length = 0;       ///< Code points of the original.

    std::size_t size() const noexcept { return low.size(); }
};

/// Malformed bytes count as one code point each.
NormalText normalise(std::string_view utf8);

/// Adds the next message behind an edge; returns the position of its first code point.
std::uint32_t append(NormalText& text, std::string_view utf8);

/// Byte offset of every code point, and of the end.
std::vector<std::uint32_t> byte_offsets(std::string_view utf8);

bool has_chinese(std::string_view utf8);

constexpr bool is_marker(char32_t c) noexcept
{
    return c == kMarker || c == kPhraseMarker;
}
constexpr bool is_digit(char32_t c) noexcept
{
    return c >= '0' && c <= '9';
}
constexpr bool is_lower(char32_t c) noexcept
{
    return c >= 'a' && c <= 'z';
}
constexpr bool is_upper(char32_t c) noexcept
{
    return c >= 'A' && c <= 'Z';
}
/// Never true for a Chinese character: 私钥ed25519 is a boundary.
constexpr bool is_alnum(char32_t c) noexcept
{
    return is_digit(c) || is_lower(c) || is_upper(c);
}
constexpr bool is_hex(char32_t c) noexcept
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr bool is_blank(char32_t c) noexcept
{
    return c == ' ' || c == '\n';
}
constexpr bool is_han(char32_t c) noexcept
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007;
}
constexpr bool is_kana(char32_t c) noexcept
{
    return (c >= 0x3041 && c <= 0x3096) || c == 0x30FC;
}
constexpr bool is_hangul(char32_t c) noexcept
{
    return c >= 0xAC00 && c <= 0xD7A3;
}
constexpr bool is_cyrillic(char32_t c) noexcept
{
    return c >= 0x430 && c <= 0x45F;
}

}  // namespace keydesk::guard
