#include "guard/phrase_search.hpp"

#include <algorithm>

// A phrase is found by score: every word pays in how much likelier it is in a phrase than in
// writing, every stranger costs, and the best stretch is judged. A checksum helps, but is not
// asked for: typed phrases have slips, and other wallets have other checks.
namespace keydesk::guard {
namespace {

constexpr float kStranger = -5.5F;
constexpr float kStrangeItem = -2.4F;  ///< In a numbered or separated list, where prose is rarer.
constexpr float kNeutral = -0.35F;     ///< "and", "then", 第三个是.
constexpr float kNumber = -0.15F;
constexpr float kSlip = 0.3F;
constexpr float kPrefix = 1.2F;
constexpr float kSentenceEnd = -0.6F;
constexpr float kGap = -6.0F;
constexpr float kAnchor = 5.0F;  ///< A phrase stood here: below a stranger's cost, above nothing.
constexpr float kLeast = 4.0F;   ///< No stretch is taken below it.
constexpr std::uint32_t kLongGap = 28;
constexpr std::uint32_t kGlued = 22;  ///< Longer than any list word: perhaps several.

}  // namespace

void PhraseSearch::run(Sightings& out)
{
    score_exact();
    score_near();
    segments(out);
}

std::u32string_view PhraseSearch::word(const Token& token) const
{
    return low_.substr(token.start, token.size());
}

void PhraseSearch::score_exact()
{
    scored_.reserve(tokens_.size());
    for (const Token& token : tokens_) {
        const bool item = token.role == Role::stranger && is_item(scored_.size());
        Scored scored{item ? kStrangeItem : kStranger, 0, false, Lexicon::kNone};
        if (token.role == Role::anchor) scored = {kAnchor, 5, false, Lexicon::kNone};
        if (token.role == Role::wall) scored.score = -1000.0F;
        if (token.role == Role::neutral)
            scored.score = is_digit(low_[token.start]) ? kNumber : kNeutral;
        for (std::size_t i = 0; i < token.entries; ++i) {
            if (token.found[i].list != list_) continue;
            scored = {reading_.words.weight(token.found[i]), 1, false, token.found[i].index};
        }
        scored_.push_back(scored);
    }
}

std::u32string_view PhraseSearch::before(std::size_t i) const
{
    return i == 0 || i >= tokens_.size()
               ? std::u32string_view{}
               : low_.substr(tokens_[i - 1].end, tokens_[i].start - tokens_[i - 1].end);
}

/// After a number, or between the same marks that stand between its neighbours.
bool PhraseSearch::is_item(std::size_t i) const
{
    if (i > 0 && tokens_[i - 1].role == Role::neutral && is_digit(low_[tokens_[i - 1].start]))
        return true;
    const std::u32string_view mark = before(i);
    return mark.find_first_not_of(U' ') != mark.npos && mark == before(i + 1) &&
           mark.find(U'.') == mark.npos;
}

/// Strangers among list words may be misspelt or stuck together; looked at only there,
/// because it costs a walk through the list.
void PhraseSearch::score_near()
{
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        const Token& token = tokens_[i];
        if (scored_[i].hit() || token.role == Role::neutral || token.size() < 3 ||
            !is_letter(low_[token.start]))
            continue;
        const bool prefix = short_words_ && token.size() == 4;
        if (token.size() < kGlued && !prefix && company(i) < 3) continue;
        const std::u32string_view text = word(token);
        if (token.size() < kGlued) {
            const Entry near = reading_.words.near(list_, text, prefix);
            if (near.index != Lexicon::kNone) {
                const bool ascii = is_lower(text[0]);
                if (text.size() < 4 && ascii) continue;
                scored_[i] = {prefix ? kPrefix : kSlip, 1, !prefix, near.index};
                continue;
            }
        }
        if (const std::size_t parts = glued(text); parts >= 2) {
            scored_[i] = {
                static_cast<float>(parts) * 1.8F,
                static_cast<std::uint8_t>(std::min<std::size_t>(parts, 40)),
                false,
                Lexicon::kNone};
        }
    }
}

/// List words among the three words on either side; numbering is not looked at.
std::size_t PhraseSearch::company(std::size_t at) const
{
    std::size_t strong = 0;
    std::size_t all = 0;
    const auto look = [&](std::size_t i) {
        const bool hit = scored_[i].hit() && !scored_[i].loose;
        all += hit;
        strong += hit && scored_[i].score > 0.8F;
        return tokens_[i].role != Role::neutral;
    };
    for (std::size_t i = at, near = 0; i-- > 0 && near < 3;) near += look(i);
    for (std::size_t i = at + 1, near = 0; i < tokens_.size() && near < 3; ++i) near += look(i);
    // At an end of the text there are three neighbours only.
    const bool at_end = at < 6 || at + 7 > tokens_.size();
    return all >= (at_end ? 3U : 5U) ? 3 : strong;
}

/// How many list words stand in the text end to end; 0 when they do not make up nearly all of
/// it. Short words are common enough in anything, so they pay little.
std::size_t PhraseSearch::glued(std::u32string_view text) const
{
    struct Best {
        std::int32_t score;
        std::uint16_t parts;
        std::uint16_t covered;
    };
    if (text.size() > 400) text = text.substr(0, 400);
    std::vector<Best> best(text.size() + 1, Best{0, 0, 0});
    for (std::size_t end = 1; end <= text.size(); ++end) {
        Best top{best[end - 1].score - 3, best[end - 1].parts, best[end - 1].covered};
        for (std::size_t size = 2; size <= std::min<std::size_t>(end, 12); ++size) {
            const Best& before = best[end - size];
            const auto gain = static_cast<std::int32_t>(size) - 2;
            if (before.score + gain <= top.score || !in_list(text.substr(end - size, size)))
                continue;
            top = {
                before.score + gain,
                static_cast<std::uint16_t>(before.parts + 1),
                static_cast<std::uint16_t>(before.covered + size)};
        }
        best[end] = top;
    }
    const Best& all = best.back();
    const bool complete = all.covered == text.size();
    return complete || (all.parts >= 7 && all.covered * 100U >= text.size() * 79U) ? all.parts : 0;
}

bool PhraseSearch::in_list(std::u32string_view text) const
{
    std::array<Entry, 6> found;
    const std::size_t count = reading_.words.find(text, found);
    return std::any_of(
        found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), [&](const Entry& e) {
            return e.list == list_;
        });
}

/// What stands between a token and the one before it.
float PhraseSearch::gap(std::size_t i) const
{
    const std::uint32_t from = tokens_[i - 1].end;
    const std::uint32_t to = tokens_[i].start;
    if (to - from > kLongGap) return kGap;
    for (std::uint32_t at = from; at < to; ++at) {
        const char32_t c = low_[at];
        if ((c == '.' || c == '!' || c == '?') && !is_digit(low_[from - 1])) return kSentenceEnd;
    }
    return 0;
}

void PhraseSearch::segments(Sightings& out)
{
    float sum = 0;
    Stretch best{0, 0, 0};
    std::size_t start = 0;
    for (std::size_t i = 0; i <= tokens_.size(); ++i) {
        const bool over = i == tokens_.size();
        if (!over) sum += scored_[i].score + (sum > 0 ? gap(i) : 0);
        if (over || sum <= 0) {
            if (best.score > 0) {
                judge(best, out);
                i = best.last;  // What was passed over may hold another phrase.
            }
            sum = 0;
            best.score = 0;
            start = i + 1;
        } else if (sum > best.score) {
            best = {start, i, sum};
        }
    }
}

void find_phrases(const Reading& reading, Sightings& out)
{
    const std::vector<Token> tokens = tokens_of(reading);
    std::array<std::uint32_t, kWordLists> hits{};
    std::array<float, kWordLists> sums{};  // The most that a stretch of the text could score.
    bool glued = false;
    bool anchored = false;
    for (const Token& token : tokens) {
        anchored = anchored || token.role == Role::anchor;
        for (std::size_t i = 0; i < token.entries; ++i) {
            const auto list = static_cast<std::size_t>(token.found[i].list);
            ++hits[list];
            sums[list] += std::max(0.0F, reading.words.weight(token.found[i]));
        }
        glued = glued || (token.role == Role::stranger && token.size() >= kGlued &&
                          is_letter(reading.text.low[token.start]));
    }
    const bool short_words = mostly_four_letters(reading, tokens);
    for (std::size_t list = 0; list < kWordLists; ++list) {
        if (short_words && list == 0) {
            PhraseSearch{reading, tokens, WordList::english, true}.run(out);
            continue;
        }
        if (!glued && !anchored && (hits[list] < 4 || sums[list] < kLeast)) continue;
        if (!glued && hits[list] < 2) continue;
        if (!reading.words.has(static_cast<WordList>(list))) continue;
        PhraseSearch{reading, tokens, static_cast<WordList>(list), false}.run(out);
    }
    if (anchored && !kSieve) find_rests(reading, tokens, out);
}

}  // namespace keydesk::guard
