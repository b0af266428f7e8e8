#pragma once

#include <string>
#include <string_view>

/// Text as code points, for functions that give places in it. Pure.
namespace keydesk::text {

/// Broken bytes become spaces, one for each byte.
std::u32string decode(std::string_view utf8);
std::string encode(std::u32string_view letters);

bool is_han(char32_t c) noexcept;
bool is_latin(char32_t c) noexcept;  ///< Letters of Latin script, accents included.
bool is_digit(char32_t c) noexcept;  ///< ASCII.

/// ASCII lower case, full-width forms as ASCII, traditional characters as simplified. One letter
/// stays one letter, so places hold for both.
std::u32string folded(std::u32string_view letters);

/// Traditional, simplified, traditional, …, sorted by the former.
std::u32string_view simplified_pairs();

}  // namespace keydesk::text
