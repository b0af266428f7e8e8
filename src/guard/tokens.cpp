#include "guard/tokens.hpp"

#include "guard/hash.hpp"

#include <algorithm>

namespace keydesk::guard {
namespace {

constexpr std::u16string_view kConnectors =
    u"and|then|word|words|no|st|nd|rd|th|br|li|y|et|e|und|next|first|last|second|third|is|nr|n|x|"
    u"palabra|"
    u"mot|parola|palavra|slovo|번|와|と|the|number";
constexpr std::u32string_view kCounting =
    U"第个個词詞是为為号號位一二三四五六七八九十最后後然后接着再的和下还有";

std::uint8_t script(char32_t c)
{
    return is_kana(c) ? 1 : is_hangul(c) ? 2 : is_cyrillic(c) ? 3 : 0;
}

/// 第3个是, 最后一个, 然后: what people say between words.
std::uint32_t counting(std::u32string_view low, std::uint32_t at)
{
    std::uint32_t end = at;
    while (end < low.size() && end - at < 8 &&
           (kCounting.find(low[end]) != kCounting.npos || (end > at && is_digit(low[end])))) {
        ++end;
    }
    return end;
}

template <class Belongs>
std::uint32_t run_end(std::u32string_view low, std::uint32_t at, Belongs belongs)
{
    while (at < low.size() && belongs(low[at])) ++at;
    return at;
}

void read_word(const Reading& reading, Token& token)
{
    const std::u32string_view low = reading.text.low;
    const std::uint8_t kind = script(low[token.start]);
    token.end =
        run_end(low, token.start, [kind](char32_t c) { return is_letter(c) && script(c) == kind; });
    const std::u32string_view word = low.substr(token.start, token.size());
    token.entries = static_cast<std::uint8_t>(reading.words.find(word, token.found));
    token.role = token.entries != 0 ? Role::word : Role::stranger;
    if (!listed(kConnectors, word)) return;
    // "word 3: ability": then it is numbering even where "word" itself is in the list.
    std::uint32_t next = token.end;
    while (next < low.size() && low[next] == ' ') ++next;
    if (token.entries == 0 || (next < low.size() && is_digit(low[next]))) {
        token.role = Role::neutral;
        token.entries = 0;
    }
}

}  // namespace

bool listed(std::u16string_view list, std::u32string_view word)
{
    for (std::size_t at = 0; at < list.size();) {
        std::size_t i = 0;
        while (at + i < list.size() && i < word.size() && list[at + i] == word[i]) ++i;
        const bool ended = at + i == list.size() || list[at + i] == u'|';
        if (ended && i == word.size()) return true;
        at = std::min(list.find(u'|', at), list.size() - 1) + 1;
    }
    return false;
}

std::vector<Token> tokens_of(const Reading& reading)
{
    const std::u32string_view low = reading.text.low;
    std::vector<Token> tokens;
    for (std::uint32_t at = 0; at < low.size();) {
        Token token{at, at + 1, Role::stranger, 0, {}};
        const char32_t c = low[at];
        if (is_letter(c)) {
            read_word(reading, token);
        } else if (is_digit(c)) {
            token.end = run_end(low, at, is_digit);
            token.role = token.size() <= 2 ? Role::neutral : Role::stranger;
        } else if (c == kMessageEdge) {
            token.role = Role::neutral;
        } else if (is_marker(c)) {
            token.role = c == kMarker ? Role::wall : Role::anchor;
        } else if (is_han(c)) {
            token.end = run_end(low, at, is_han);
            if (const std::uint32_t counted = counting(low, at); counted >= token.end) {
                token.end = counted;
                token.role = Role::neutral;
            }
        } else {
            ++at;
            continue;
        }
        tokens.push_back(token);
        at = token.end;
    }
    return tokens;
}

#ifndef KEYDESK_GUARD_SIEVE
bool bip39_checksum(std::span<const std::uint16_t> places)
{
    if (places.size() % 3 != 0 || places.size() < 12 || places.size() > 24) return false;
    std::array<std::uint8_t, 33> bytes{};
    for (std::size_t bit = 0; bit < places.size() * 11; ++bit) {
        const unsigned set = places[bit / 11] >> (10 - bit % 11) & 1U;
        bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] | set << (7 - bit % 8));
    }
    const std::size_t size = places.size() * 4 / 3;
    const unsigned kept = 8 - static_cast<unsigned>(places.size() / 3);
    return (sha256(Bytes{bytes}.first(size))[0] ^ bytes[size]) >> kept == 0;
}
#endif

}  // namespace keydesk::guard
