#include "text/recogniser.hpp"

#include "text/features.hpp"
#include "text/letters.hpp"
#include "text/reading.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

namespace keydesk::text {

namespace {

// Chosen by leaving out a fifth of the playbooks' own examples at a time (recogniser_test.cpp).
constexpr int kRounds = 60;
constexpr float kStep = 1.0F;
constexpr float kShrink = 2e-5F;
constexpr double kSharpness = 1.0;  ///< Of the weights' answer.
constexpr double kLikeness = 5.0;   ///< What the nearest examples add.
constexpr double kSignal = 1.1;     ///< What a signal word adds.

void normalise(std::vector<std::pair<std::uint32_t, float>>& vector)
{
    double sum = 0;
    for (const auto& [feature, weight] : vector) sum += weight * weight;
    auto length = static_cast<float>(std::sqrt(sum));
    if (length <= 0) return;
    for (auto& [feature, weight] : vector) weight /= length;
}

void soften(std::vector<double>& scores)
{
    auto most = *std::ranges::max_element(scores);
    double sum = 0;
    for (auto& score : scores) sum += score = std::exp(score - most);
    for (auto& score : scores) score /= sum;
}

/// Words in their order with one space between, Chinese without: what signals are looked for in.
std::u32string plain(std::string_view utf8)
{
    std::u32string out = U" ";
    for (const auto& stretch : read_stretches(utf8)) {
        out += stretch.letters;
        if (!stretch.han && out.back() != U' ') out += U' ';
        for (const auto& word : stretch.words) out += word + U" ";
    }
    return out;
}

}  // namespace

std::uint32_t Recogniser::kind_number(const std::string& kind)
{
    auto found = std::ranges::find(kinds_, kind);
    if (found == kinds_.end()) found = kinds_.insert(kinds_.end(), kind);
    return static_cast<std::uint32_t>(found - kinds_.begin());
}

Recogniser::Recogniser(const std::vector<Example>& examples, const std::vector<Example>& signals)
{
    learn_words(examples);
    std::vector<Row> rows;
    for (const auto& example : examples) {
        Row row{
            vector_of(example.text), kind_number(example.kind), static_cast<float>(example.weight)};
        if (!row.features.empty()) rows.push_back(std::move(row));
    }
    for (const auto& signal : signals) {
        auto text = plain(signal.text);
        bool han = std::ranges::any_of(text, is_han);
        if (han) std::erase(text, U' ');
        auto letter = text.starts_with(U' ') && text.size() > 1 ? text[1] : text.front();
        signals_by_letter_[letter].push_back(static_cast<std::uint32_t>(signals_.size()));
        signals_.push_back({std::move(text), kind_number(signal.kind)});
    }
    learn_weights(rows);
    index_rows(rows);
}

void Recogniser::index_rows(const std::vector<Row>& rows)
{
    holders_.resize(numbers_.size());
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
        row_kinds_.push_back(rows[i].kind);
        for (const auto& [feature, value] : rows[i].features) {
            holders_[feature].push_back({i, value * rows[i].weight});
        }
    }
}

void Recogniser::learn_words(const std::vector<Example>& examples)
{
    std::set<std::u32string> words;
    std::map<std::u32string, int> texts;
    for (const auto& example : examples) {
        for (const auto& stretch : read_stretches(example.text)) {
            words.insert(stretch.words.begin(), stretch.words.end());
        }
        std::set<std::u32string> seen;
        for (auto& feature : features_of(example.text)) seen.insert(std::move(feature.name));
        for (const auto& name : seen) ++texts[name];
    }
    words_.assign(words.begin(), words.end());
    auto all = static_cast<double>(examples.size());
    for (const auto& [name, count] : texts) {
        numbers_.emplace(name, static_cast<std::uint32_t>(rarity_.size()));
        rarity_.push_back(static_cast<float>(std::log(1 + all / count)));
    }
}

Recogniser::Vector Recogniser::vector_of(std::string_view utf8) const
{
    std::map<std::uint32_t, float> sums;
    for (const auto& feature : features_of(utf8, &words_)) {
        auto known = numbers_.find(feature.name);
        if (known == numbers_.end()) continue;
        auto& sum = sums[known->second];
        sum = std::max(sum, feature.weight * rarity_[known->second]);
    }
    Vector out{sums.begin(), sums.end()};
    normalise(out);
    return out;
}

/// Softmax regression by plain steps downhill, in the order of the examples: no chance in it.
void Recogniser::learn_weights(const std::vector<Row>& rows)
{
    auto kinds = kinds_.size();
    weights_.assign(numbers_.size() * kinds, 0);
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    // Neighbours of one kind would pull in turns: every 37th comes next instead.
    std::ranges::sort(order, {}, [](std::size_t i) { return std::pair{i * 37 % 101, i}; });
    for (int round = 0; round < kRounds; ++round) {
        float step = kStep / (1.0F + 0.05F * static_cast<float>(round));
        for (auto i : order) {
            const auto& row = rows[i];
            auto chances = by_weights(row.features);
            soften(chances);
            for (std::size_t k = 0; k < kinds; ++k) {
                auto wrong = static_cast<float>((k == row.kind ? 1.0 : 0.0) - chances[k]);
                float move = step * row.weight * wrong;
                if (std::abs(move) < 1e-6F) continue;
                for (const auto& [feature, value] : row.features) {
                    auto& weight = weights_[feature * kinds + k];
                    weight += move * value - step * kShrink * weight;
                }
            }
        }
    }
}

std::vector<double> Recogniser::by_weights(const Vector& features) const
{
    auto kinds = kinds_.size();
    std::vector<float> sums(kinds, 0);
    for (const auto& [feature, value] : features) {
        const float* row = &weights_[feature * kinds];
        for (std::size_t k = 0; k < kinds; ++k) sums[k] += value * row[k];
    }
    return {sums.begin(), sums.end()};
}

/// The mean of the two nearest examples of each kind.
std::vector<double> Recogniser::by_likeness(const Vector& features) const
{
    std::vector<float> sums(row_kinds_.size(), 0);
    for (const auto& [feature, value] : features) {
        for (const auto& holder : holders_[feature]) sums[holder.row] += value * holder.value;
    }
    std::vector<std::pair<double, double>> best(kinds_.size());
    for (std::size_t i = 0; i < row_kinds_.size(); ++i) {
        double sum = sums[i];
        auto& [first, second] = best[row_kinds_[i]];
        if (sum > first)
            second = std::exchange(first, sum);
        else
            second = std::max(second, sum);
    }
    std::vector<double> out;
    for (const auto& [first, second] : best) out.push_back(0.7 * first + 0.3 * second);
    return out;
}

void Recogniser::mark_signals(std::u32string_view text, bool han, std::vector<bool>& seen) const
{
    for (auto rest = text; !rest.empty(); rest.remove_prefix(1)) {
        if (!han && (rest.front() != U' ' || rest.size() < 2)) continue;
        auto found = signals_by_letter_.find(rest[han ? 0 : 1]);
        if (found == signals_by_letter_.end()) continue;
        for (auto i : found->second) {
            if (rest.starts_with(signals_[i].text)) seen[i] = true;
        }
    }
}

std::vector<double> Recogniser::by_signals(std::string_view utf8) const
{
    std::vector<double> out(kinds_.size(), 0);
    auto text = plain(utf8);
    auto tight = text;
    std::erase(tight, U' ');
    std::vector<bool> seen(signals_.size());
    mark_signals(text, false, seen);
    mark_signals(tight, true, seen);
    for (std::size_t i = 0; i < signals_.size(); ++i) {
        auto& score = out[signals_[i].kind];
        if (seen[i]) score = std::min(score + 1.0, 2.0);
    }
    return out;
}

std::vector<Guess> Recogniser::guesses(std::string_view utf8) const
{
    auto features = vector_of(utf8);
    if (features.empty() || kinds_.empty()) return {};
    auto scores = by_weights(features);
    auto likeness = by_likeness(features);
    auto signs = by_signals(utf8);
    for (std::size_t k = 0; k < scores.size(); ++k) {
        scores[k] = kSharpness * scores[k] + kLikeness * likeness[k] + kSignal * signs[k];
    }
    soften(scores);
    std::vector<Guess> out;
    for (std::size_t k = 0; k < scores.size(); ++k) out.push_back({kinds_[k], scores[k]});
    std::ranges::sort(out, [](const Guess& one, const Guess& other) {
        return std::tie(other.confidence, one.kind) < std::tie(one.confidence, other.kind);
    });
    return out;
}

}  // namespace keydesk::text
