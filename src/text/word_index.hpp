#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// A full-text index over some thousand texts, in memory, for people who type Chinese or English
/// and mistype both. Pure.
namespace keydesk::text {

/// "Transferring" and "transfers" → "transfer": enough to let forms of one word meet.
std::string stem(std::string_view folded_word);

/// Simplified characters for the traditional and miswritten ones that stand in wallet words:
/// 轉帳 → 转账.
std::string simplified(std::string_view utf8);

/// The characters of valid UTF-8, as views into it.
std::vector<std::string_view> characters(std::string_view utf8);

/// Words are found whole, by their stem, by the beginning (the last one only: it may still be
/// typed) and, from five letters on, with one letter wrong, missing, added or swapped. Chinese is
/// found by pairs of characters, and weakly by single ones, so that one wrong character in a word
/// does not lose it.
class WordIndex {
public:
    struct Field {
        std::string_view text;
        double weight;
    };
    /// Documents count from 0 in the order of the calls.
    void add(std::span<const Field> fields);
    /// Call once, after the last document and before the first search.
    void finish();

    struct Hit {
        std::uint32_t document = 0;
        double score = 0;
        double covered = 0;  ///< 0…1: how much of what was asked for occurs in it.
    };
    /// Best first; equal ones in the order in which they were added.
    std::vector<Hit> search(std::string_view query, std::size_t limit) const;

    std::size_t documents() const noexcept { return documents_; }

private:
    struct Posting {
        std::uint32_t document;
        float weight;
    };
    struct Match {
        std::uint32_t term;
        double likeness;
    };
    struct Asked {
        std::string text;
        double weight = 1;  ///< Little for words that say little.
        bool cjk = false, last = false;
    };

    static std::vector<Asked> read_query(std::string_view query);
    std::uint32_t term_of(const std::string& text);
    std::vector<Match> matches(const Asked& asked) const;
    void match_prefix(const std::string& text, std::vector<Match>& out) const;
    void match_misspelt(const std::string& text, std::vector<Match>& out) const;
    double rarity_of(const std::vector<Posting>& postings) const;

    std::uint32_t documents_ = 0;
    std::map<std::string, std::uint32_t, std::less<>> terms_;
    std::vector<std::string_view> names_;  ///< Of terms, into terms_.
    std::vector<std::vector<Posting>> postings_;
    std::vector<double> rarity_;  ///< By term.
    double heaviest_ = 1;         ///< Field.
    std::unordered_map<std::string, std::vector<std::uint32_t>> stems_;
    std::unordered_map<std::string, std::vector<std::uint32_t>> shortened_;  ///< One letter less.
};

/// Whether one letter more, less, other, or two swapped make `a` of `b`; also when equal.
bool nearly_same(std::string_view a, std::string_view b);

}  // namespace keydesk::text
