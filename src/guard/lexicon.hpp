#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::guard {

/// The browser's first module is a sieve: what it lets pass is harmless, what it does not is read
/// again by the full one. It may stop too much, so it does without checksums, the order of the
/// Chinese list, most pairs of characters and every list but English and Chinese.
#ifdef KEYDESK_GUARD_SIEVE
inline constexpr bool kSieve = true;
#else
inline constexpr bool kSieve = false;
#endif

/// The order is that of data/pack.py.
enum class WordList : std::uint8_t {
    english,
    japanese,
    korean,
    spanish,
    french,
    italian,
    portuguese,
    czech,
    slip39,
    monero_english,
    electrum_english,
    monero_french,
    monero_german,
    monero_italian,
    monero_spanish,
    monero_portuguese,
    monero_dutch,
    monero_russian,
    monero_japanese,
};
inline constexpr std::size_t kWordLists = 19;

/// A list word: which list, which place in it.
struct Entry {
    WordList list = WordList::english;
    std::uint16_t index = 0;
};

/// The word lists in memory. English and Chinese are always there; the server holds all of them,
/// a browser adds the others as they arrive.
class Lexicon {
public:
    Lexicon();
    /// All lists; made once.
    static const Lexicon& full();

    /// Adds a pack (data/pack.py). False when it is not one, or is there already.
    bool add(std::string_view pack);
    bool has(WordList list) const { return !lists_[static_cast<std::size_t>(list)].at.empty(); }
    bool has_traditional() const { return traditional_; }
    bool has_monero_chinese() const { return monero_chinese_; }

    /// Every list that holds the word, at most `room` of them.
    std::size_t find(std::u32string_view word, std::span<Entry> room) const;
    /// How much rarer in everyday writing than in a phrase: natural logarithm, -2.5 … 3.2.
    float weight(Entry entry) const;
    /// A list word at one slip of the pen (one letter more, less, other, or two swapped), or, when
    /// `prefix`, with the same first four letters; an entry with index kNone when there is none.
    Entry near(WordList list, std::u32string_view word, bool prefix) const;
    static constexpr std::uint16_t kNone = 0xFFFF;

    /// Place in the Chinese list, simplified or traditional; -1 when in neither. Characters that
    /// only Monero's list has follow from 2048 on.
    int chinese(char32_t c) const;
    /// The two characters often stand side by side in everyday writing.
    bool chinese_pair(int first, int second) const;

private:
    struct Words {
        std::vector<std::uint32_t> at;  ///< Where each word starts in text_; one more for the end.
        std::string_view weights;
    };
    struct Han {
        std::uint16_t code;
        std::uint16_t index;
    };

    void add_chinese_groups();
    bool add_traditional(std::string_view pack);
    bool add_monero_chinese(std::string_view codes);
    void insert(std::uint32_t hash, std::uint32_t entry);
    std::u32string_view word(Entry entry) const;

    Words lists_[kWordLists];
    std::u32string text_;
    std::vector<std::uint32_t> slots_;  ///< Open addressing; entry + 1, 0 is free.
    std::uint32_t used_ = 0;
    std::vector<std::int16_t> han_;  ///< By code point from U+4E00.
    std::vector<std::uint16_t> simplified_;
    bool traditional_ = false;
    bool monero_chinese_ = false;
};

}  // namespace keydesk::guard
