#include "guard/needs.hpp"

#include <algorithm>

namespace keydesk::guard {
namespace {

constexpr std::size_t kRow = 4;     ///< So many words that are not everyday English in a row.
constexpr std::size_t kGlued = 20;  ///< A word that long may be several.

constexpr std::uint32_t bit(WordList list)
{
    return 1U << static_cast<std::uint32_t>(list);
}

constexpr std::uint32_t kKana = bit(WordList::japanese) | bit(WordList::monero_japanese);
constexpr std::uint32_t kOther =
    kKana | bit(WordList::english) | bit(WordList::korean) | bit(WordList::monero_russian);
constexpr std::uint32_t kLatin = ((1U << kWordLists) - 1) & ~kOther;

/// English prose has one of these every few words, a phrase of any list has not.
bool everyday(std::u32string_view word)
{
    constexpr std::u32string_view kWords[] = {
        U"the", U"to",  U"my",   U"i",    U"is",     U"it", U"a",  U"and",  U"in",   U"of",
        U"you", U"not", U"that", U"but",  U"for",    U"on", U"me", U"was",  U"with", U"have",
        U"has", U"be",  U"do",   U"are",  U"at",     U"an", U"as", U"from", U"your", U"this",
        U"am",  U"how", U"why",  U"what", U"please", U"if", U"or", U"when", U"we",   U"its"};
    return std::ranges::find(kWords, word) != std::end(kWords);
}

bool latin_row(std::u32string_view low)
{
    std::size_t row = 0;
    for (std::size_t at = 0; at < low.size();) {
        if (!is_lower(low[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < low.size() && is_lower(low[end])) ++end;
        const std::u32string_view word = low.substr(at, end - at);
        if (word.size() >= kGlued) return true;
        row = everyday(word) ? 0 : row + (word.size() > 2);
        if (row >= kRow) return true;
        at = end;
    }
    return false;
}

}  // namespace

std::uint32_t needed_lists(const NormalText& text, const Lexicon& words)
{
    const std::u32string_view low = text.low;
    std::uint32_t needs = 0;
    if (std::ranges::count_if(low, is_kana) >= 6) needs |= kKana;
    if (std::ranges::count_if(low, is_hangul) >= 6) needs |= bit(WordList::korean);
    if (std::ranges::count_if(low, is_cyrillic) >= 12) needs |= bit(WordList::monero_russian);
    if (std::ranges::count_if(low, is_han) >= 12) needs |= kNeedsMoneroChinese;
    if (latin_row(low)) needs |= kLatin;
    if (std::ranges::count_if(low, [&](char32_t c) { return is_han(c) && words.chinese(c) < 0; }) >=
        2) {
        needs |= kNeedsTraditional;
    }
    if (words.has_traditional()) needs &= ~kNeedsTraditional;
    for (std::size_t i = 0; i < kWordLists; ++i) {
        if (words.has(static_cast<WordList>(i))) needs &= ~(1U << i);
    }
    if (words.has_monero_chinese()) needs &= ~kNeedsMoneroChinese;
    return needs;
}

}  // namespace keydesk::guard
