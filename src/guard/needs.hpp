#pragma once

#include "guard/lexicon.hpp"
#include "guard/normal.hpp"

namespace keydesk::guard {

inline constexpr std::uint32_t kNeedsMoneroChinese = 1U << kWordLists;
inline constexpr std::uint32_t kNeedsTraditional = 1U << (kWordLists + 1);
/// The sieve says so: only the full module can judge this text.
inline constexpr std::uint32_t kNeedsAllDetectors = 1U << 31U;

/// The full module's: the lists, a bit each (1 << WordList), that must be there before the text can
/// be judged; a send is held until they have come. Never too few; often more than the text turns
/// out to need, but the sieve lets few texts come so far.
std::uint32_t needed_lists(const NormalText& text, const Lexicon& words);

}  // namespace keydesk::guard
