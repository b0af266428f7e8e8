#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// Tells what kind of case a message is, from examples: linear weights over words, pairs of
/// Chinese characters and concepts, learned when the playbooks are read, and likeness to the
/// nearest examples. Learns in well under a second, the same from the same examples. Pure.
namespace keydesk::text {

struct Example {
    std::string kind;  ///< Id of the case.
    std::string text;
    double weight = 1;  ///< Below 1 for what describes the case but no customer wrote.
};

struct Guess {
    std::string kind;
    double confidence = 0;  ///< 0 to 1; of all kinds together 1.
};

class Recogniser {
public:
    Recogniser() = default;
    /// `signals`: words that nearly always mean their kind.
    Recogniser(const std::vector<Example>& examples, const std::vector<Example>& signals);

    /// The likeliest first, all kinds. Empty when nothing was learned or the text says nothing.
    std::vector<Guess> guesses(std::string_view utf8) const;

private:
    /// Feature → weight; sorted by feature, length 1.
    using Vector = std::vector<std::pair<std::uint32_t, float>>;
    struct Row {
        Vector features;
        std::uint32_t kind = 0;
        float weight = 1;
    };

    Vector vector_of(std::string_view utf8) const;
    void learn_words(const std::vector<Example>& examples);
    void learn_weights(const std::vector<Row>& rows);
    void index_rows(const std::vector<Row>& rows);
    std::vector<double> by_weights(const Vector& features) const;
    std::vector<double> by_likeness(const Vector& features) const;
    std::vector<double> by_signals(std::string_view utf8) const;
    void mark_signals(std::u32string_view text, bool han, std::vector<bool>& seen) const;
    std::uint32_t kind_number(const std::string& kind);

    std::vector<std::string> kinds_;
    std::unordered_map<std::u32string, std::uint32_t> numbers_;  ///< Of features.
    std::vector<float> rarity_;                                  ///< By feature.
    std::vector<std::u32string> words_;                          ///< English, for slips.
    std::vector<std::uint32_t> row_kinds_;                       ///< By example.
    struct Holder {
        std::uint32_t row = 0;
        float value = 0;  ///< Times the row's weight.
    };
    std::vector<std::vector<Holder>> holders_;  ///< By feature: the rows that have it.
    std::vector<float> weights_;                ///< Feature after feature, kinds side by side.
    struct Signal {
        std::u32string text;
        std::uint32_t kind = 0;
    };
    std::vector<Signal> signals_;
    /// First letter (of Latin ones the one after their space) → places in signals_.
    std::unordered_map<char32_t, std::vector<std::uint32_t>> signals_by_letter_;
};

/// How alike two texts are, 0 to 1: 1 for the same words in whatever spelling of case, width,
/// spaces, punctuation and traditional characters.
double likeness_of(std::string_view one, std::string_view other);

/// What two texts have in common when likeness_of is 1; empty when nothing was said.
std::string essence_of(std::string_view utf8);

}  // namespace keydesk::text
