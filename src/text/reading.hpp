#pragma once

#include <string>
#include <string_view>
#include <vector>

/// A customer's words as the recogniser reads them. Pure.
namespace keydesk::text {

/// A stretch of one script: English words, or Chinese characters without a break.
struct Stretch {
    bool han = false;
    std::vector<std::u32string> words;  ///< Of English; lower case, without apostrophes.
    std::u32string letters;             ///< Of Chinese.
};

/// Hashes, addresses, links, numbers become words of their own ("#hash", "#address", "#link",
/// "#number", "#zero"), because which ones they are says nothing about the case.
std::vector<Stretch> read_stretches(std::string_view utf8);

/// "transferring", "transferred", "transfers" → "transfer". Rough, and the same for all.
std::u32string stem(std::u32string_view word);

/// Whether one of the words is a slip of the other: at most one letter wrong, missing, too many or
/// swapped; two when both are long.
bool nearly(std::u32string_view one, std::u32string_view other);

}  // namespace keydesk::text
