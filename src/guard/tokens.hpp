#pragma once

#include "guard/detect.hpp"

#include <array>

namespace keydesk::guard {

/// What a token can be in a phrase.
enum class Role : std::uint8_t {
    word,      ///< In a list.
    neutral,   ///< Numbering, "and", the edge between messages.
    stranger,  ///< Anything else.
    wall,      ///< A secret of another kind was taken out here.
    anchor,    ///< A phrase was taken out here.
};

struct Token {
    std::uint32_t start;
    std::uint32_t end;
    Role role;
    std::uint8_t entries;  ///< How many of `found` are set.
    std::array<Entry, 6> found;

    std::uint32_t size() const noexcept { return end - start; }
};

/// Letters of the lists' scripts, in the folded spelling.
constexpr bool is_letter(char32_t c)
{
    return is_lower(c) || is_kana(c) || is_hangul(c) || is_cyrillic(c);
}

std::vector<Token> tokens_of(const Reading& reading);

/// Some write only the four letters that tell every English word from the others.
bool mostly_four_letters(const Reading& reading, const std::vector<Token>& tokens);

/// Once a phrase was found, a message beside it that, behind its title, is made of list words
/// only is its rest; one word in four may be misspelt.
void find_rests(const Reading& reading, const std::vector<Token>& tokens, Sightings& out);

/// The checksum of BIP-39 over 12, 15, 18, 21 or 24 places in its list.
bool bip39_checksum(std::span<const std::uint16_t> places);

/// "one|two|three" holds the word.
bool listed(std::u16string_view list, std::u32string_view word);

}  // namespace keydesk::guard
