#include "guard/detect.hpp"

#include <algorithm>
#include <array>
#include <optional>

// A phrase is found by score: every word pays in how much likelier it is in a phrase than in
// writing, every stranger costs, and the best stretch is judged. A checksum is not asked for:
// typed phrases have slips, and one prose window in sixteen passes by chance.
namespace keydesk::guard {
namespace {

constexpr float kStranger = -5.5F;
constexpr float kNeutral = -0.35F;  ///< "and", "then", 第三个是.
constexpr float kNumber = -0.15F;
constexpr float kSlip = 0.3F;
constexpr float kPrefix = 1.2F;
constexpr float kSentenceEnd = -0.6F;
constexpr float kGap = -6.0F;
constexpr float kAnchor = 5.0F;  ///< A phrase stood here: below a stranger's cost, above nothing.
constexpr std::uint32_t kLongGap = 28;
constexpr std::size_t kGlued = 22;  ///< Longer than any list word: perhaps several.

enum class Role : std::uint8_t { word, neutral, stranger, edge, anchor };

struct Token {
    std::uint32_t start;
    std::uint32_t end;
    Role role;
    std::uint8_t entries;  ///< How many of `found` are set.
    std::array<Entry, 6> found;
};

bool is_letter(char32_t c)
{
    return is_lower(c) || is_kana(c) || is_hangul(c) || is_cyrillic(c);
}

std::uint8_t script(char32_t c)
{
    return is_kana(c) ? 1 : is_hangul(c) ? 2 : is_cyrillic(c) ? 3 : 0;
}

bool is_connector(std::u32string_view word)
{
    constexpr std::u32string_view kWords[] = {
        U"and", U"then", U"word", U"no", U"st", U"nd", U"rd", U"th", U"br", U"li", U"y", U"et", U"e",
        U"und", U"next", U"first", U"last", U"second", U"third", U"is", U"nr", U"n", U"x", U"palabra",
        U"mot", U"parola", U"palavra", U"slovo", U"번", U"와", U"と"};
    return std::ranges::find(kWords, word) != std::end(kWords);
}

/// 第3个是, 最后一个, 然后: what people say between words; one or two digits: numbering.
std::uint32_t counting(std::u32string_view low, std::uint32_t at)
{
    constexpr std::u32string_view kChars = U"第个個词詞是为為号號位一二三四五六七八九十最后後然后接着再的和下还有";
    std::uint32_t end = at;
    while (end < low.size() && end - at < 8 &&
           (kChars.find(low[end]) != kChars.npos || (end > at && is_digit(low[end])))) {
        ++end;
    }
    return end;
}

std::vector<Token> tokens_of(const Reading& reading)
{
    const std::u32string_view low = reading.text.low;
    std::vector<Token> tokens;
    for (std::uint32_t at = 0; at < low.size();) {
        Token token{at, at + 1, Role::stranger, 0, {}};
        const char32_t c = low[at];
        if (is_letter(c)) {
            const std::uint8_t kind = script(c);
            while (token.end < low.size() && is_letter(low[token.end]) && script(low[token.end]) == kind) {
                ++token.end;
            }
            const std::u32string_view word = low.substr(at, token.end - at);
            token.entries = static_cast<std::uint8_t>(reading.words.find(word, token.found));
            token.role = token.entries != 0    ? Role::word
                         : is_connector(word) ? Role::neutral
                                              : Role::stranger;
        } else if (is_digit(c)) {
            while (token.end < low.size() && is_digit(low[token.end])) ++token.end;
            token.role = token.end - at <= 2 ? Role::neutral : Role::stranger;
        } else if (c == kMarker || c == kMessageEdge || c == kPhraseMarker) {
            token.role = c == kMarker ? Role::edge : c == kMessageEdge ? Role::neutral : Role::anchor;
        } else if (is_han(c)) {
            while (token.end < low.size() && is_han(low[token.end])) ++token.end;
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

/// How a token counts for one list.
struct Scored {
    float score;
    bool hit;    ///< Counts as a word of the phrase.
    std::uint8_t words;
    bool loose;  ///< Taken for a list word though misspelt.
};

class PhraseSearch {
public:
    PhraseSearch(const Reading& reading, const std::vector<Token>& tokens, WordList list)
        : reading_{reading}, tokens_{tokens}, list_{list}
    {}

    void run(Sightings& out)
    {
        score_exact();
        score_near();
        segments(out);
    }

private:
    std::u32string_view word(const Token& token) const
    {
        return std::u32string_view{reading_.text.low}.substr(token.start, token.end - token.start);
    }

    std::optional<Entry> entry(const Token& token) const
    {
        for (std::size_t i = 0; i < token.entries; ++i) {
            if (token.found[i].list == list_) return token.found[i];
        }
        return std::nullopt;
    }

    void score_exact()
    {
        scored_.reserve(tokens_.size());
        for (const Token& token : tokens_) {
            if (const auto found = entry(token)) {
                scored_.push_back({reading_.words.weight(*found), true, 1, false});
            } else if (token.role == Role::anchor) {
                scored_.push_back({kAnchor, true, 5, false});
            } else if (token.role == Role::edge) {
                scored_.push_back({-1000.0F, false, 0, false});
            } else if (token.role == Role::neutral) {
                const bool number = is_digit(reading_.text.low[token.start]);
                scored_.push_back({number ? kNumber : kNeutral, false, 0, false});
            } else {
                scored_.push_back({kStranger, false, 0, false});
            }
        }
    }

    /// Strangers among list words may be misspelt or stuck together; looked at only there,
    /// because it costs a walk through the list.
    void score_near()
    {
        std::vector<std::size_t> strangers;
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            const Token& token = tokens_[i];
            if (scored_[i].hit || token.end - token.start < 3 || !is_letter(reading_.text.low[token.start])) continue;
            if (token.end - token.start >= kGlued || company(i) >= 2) strangers.push_back(i);
        }
        for (const std::size_t i : strangers) {
            const std::u32string_view text = word(tokens_[i]);
            const Entry near = text.size() < kGlued ? reading_.words.near(list_, text)
                                                    : Entry{list_, Lexicon::kNone};
            if (near.index != Lexicon::kNone) {
                const bool prefix = text.size() == 4;
                scored_[i] = {prefix ? kPrefix : kSlip, true, 1, true};
            } else if (const std::size_t parts = glued(text); parts >= 2) {
                scored_[i] = {static_cast<float>(parts) * 1.8F, true, static_cast<std::uint8_t>(parts), false};
            }
        }
    }

    /// List words among the three words on either side; numbering is not looked at.
    std::size_t company(std::size_t at) const
    {
        std::size_t count = 0;
        for (std::size_t i = at, seen = 0; i-- > 0 && seen < 3;) {
            seen += tokens_[i].role != Role::neutral;
            count += scored_[i].hit && scored_[i].score > 0.3F;
        }
        for (std::size_t i = at + 1, seen = 0; i < tokens_.size() && seen < 3; ++i) {
            seen += tokens_[i].role != Role::neutral;
            count += scored_[i].hit && scored_[i].score > 0.3F;
        }
        return count;
    }

    /// Into how many list words the text falls apart without rest; 0 when it does not.
    std::size_t glued(std::u32string_view text) const
    {
        if (text.size() > 400) return 0;
        std::vector<std::uint16_t> best(text.size() + 1, 0);
        for (std::size_t end = 2; end <= text.size(); ++end) {
            for (std::size_t size = 2; size <= std::min<std::size_t>(end, 14); ++size) {
                const std::size_t start = end - size;
                if (start != 0 && best[start] == 0) continue;
                std::array<Entry, 6> found;
                const std::size_t count = reading_.words.find(text.substr(start, size), found);
                const bool listed = std::any_of(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count),
                                                [&](const Entry& e) { return e.list == list_; });
                if (!listed) continue;
                const auto parts = static_cast<std::uint16_t>(best[start] + 1);
                if (best[end] == 0 || parts < best[end]) best[end] = parts;
            }
        }
        return best.back();
    }

    /// What stands between a token and the one before it.
    float gap(std::size_t i) const
    {
        const std::uint32_t from = tokens_[i - 1].end;
        const std::uint32_t to = tokens_[i].start;
        if (to - from > kLongGap) return kGap;
        for (std::uint32_t at = from; at < to; ++at) {
            const char32_t c = reading_.text.low[at];
            if ((c == '.' || c == '!' || c == '?') && !is_digit(reading_.text.low[from - 1])) {
                return kSentenceEnd;
            }
        }
        return 0;
    }

    void segments(Sightings& out)
    {
        float sum = 0;
        float best = 0;
        std::size_t start = 0;
        std::size_t last = 0;
        for (std::size_t i = 0; i <= tokens_.size(); ++i) {
            const bool over = i == tokens_.size();
            if (!over) sum += scored_[i].score + (sum > 0 ? gap(i) : 0);
            if (over || sum <= 0) {
                if (best > 0) {
                    judge(start, last, best, out);
                    i = last;  // What was passed over may hold another phrase.
                }
                sum = 0;
                best = 0;
                start = i + 1;
            } else if (sum > best) {
                best = sum;
                last = i;
            }
        }
    }

    void judge(std::size_t first, std::size_t last, float score, Sightings& out) const
    {
        std::size_t hits = 0;
        std::size_t exact = 0;
        std::uint32_t covered = 0;
        for (std::size_t i = first; i <= last; ++i) {
            hits += scored_[i].words;
            exact += scored_[i].loose ? 0 : scored_[i].words;
            if (scored_[i].hit) covered += tokens_[i].end - tokens_[i].start;
        }
        if (!accepted(hits, exact, score, covered)) return;
        if (std::all_of(tokens_.begin() + static_cast<std::ptrdiff_t>(first), tokens_.begin() + static_cast<std::ptrdiff_t>(last) + 1,
                        [](const Token& t) { return t.role == Role::anchor || t.role == Role::neutral; })) {
            return;
        }
        drop_title(first, last, hits);
        extend(first, last, hits);
        const Kind kind = list_ == WordList::slip39 ? Kind::recovery_share : Kind::seed_phrase;
        push(first, last, kind, out);
    }

    /// In pieces between the markers that are there already.
    void push(std::size_t first, std::size_t last, Kind kind, Sightings& out) const
    {
        for (std::size_t i = first; i <= last;) {
            std::size_t end = i;
            while (end <= last && tokens_[end].role != Role::anchor) ++end;
            std::size_t from = i;
            std::size_t to = end;
            while (from < to && tokens_[from].role == Role::neutral) ++from;
            while (to > from && tokens_[to - 1].role == Role::neutral) --to;
            if (from < to) out.push_back({tokens_[from].start, tokens_[to - 1].end, kind});
            i = end + 1;
        }
    }

    bool accepted(std::size_t hits, std::size_t exact, float score, std::uint32_t covered) const
    {
        if (exact * 2 < hits) return false;
        if (hits >= 10 && score >= 13) return true;
        if (hits >= 8 && score >= 17) return true;
        if (reading_.about_seed && hits >= 5 && score >= 8) return true;
        std::uint32_t letters = 0;
        for (const Token& token : tokens_) {
            if (token.role != Role::neutral) letters += token.end - token.start;
        }
        return hits >= 6 && score >= 11 && covered * 10 >= letters * 9;
    }

    /// In "my seed phrase is: …" the title is made of list words too.
    void drop_title(std::size_t& first, std::size_t last, std::size_t& hits) const
    {
        const auto in_title = [&](std::size_t i) {
            return std::ranges::any_of(reading_.cues, [&](const Mention& m) {
                return m.cue == Cue::seed && m.start <= tokens_[i].start && tokens_[i].end <= m.end;
            });
        };
        std::size_t body = first;
        for (std::size_t i = first; i < last && i < first + 4; ++i) {
            if (in_title(i) && !in_title(i + 1)) body = i + 1;
        }
        while (body > first && body < last && tokens_[body].role == Role::neutral) ++body;
        if (hits - std::min(hits, body - first) < 5) return;
        for (; first < body; ++first) hits -= scored_[first].words;
    }

    /// A phrase has 12, 15, 18, 20, 21, 24, 25 or 33 words: common list words at its ends belong
    /// to it, and so do two misspelt ones that stand close, on the same line.
    void extend(std::size_t& first, std::size_t& last, std::size_t hits) const
    {
        constexpr std::size_t kLengths[] = {12, 15, 18, 20, 21, 24, 25, 33};
        const auto* legal = std::ranges::lower_bound(kLengths, hits);
        if (legal == std::end(kLengths)) return;
        std::size_t missing = *legal - hits;
        std::size_t strangers = 2;
        const auto take = [&](std::size_t i) {
            missing -= std::min<std::size_t>(missing, scored_[i].hit ? scored_[i].words : tokens_[i].role == Role::stranger);
            strangers -= !scored_[i].hit && tokens_[i].role == Role::stranger;
        };
        const auto fits = [&](std::size_t i) {
            return scored_[i].hit || tokens_[i].role == Role::neutral || strangers > 0;
        };
        while (missing > 0 && last + 1 < tokens_.size() && continues(last, last + 1) && fits(last + 1)) take(++last);
        while (missing > 0 && first > 0 && continues(first - 1, first) && fits(first - 1)) take(--first);
        while (tokens_[last].role == Role::neutral) --last;
        while (tokens_[first].role == Role::neutral) ++first;
    }

    bool continues(std::size_t left, std::size_t right) const
    {
        for (const std::size_t i : {left, right}) {
            if (tokens_[i].role == Role::edge || tokens_[i].role == Role::anchor) return false;
            if (tokens_[i].role == Role::stranger && !is_letter(reading_.text.low[tokens_[i].start])) return false;
        }
        if (tokens_[right].start - tokens_[left].end > 4) return false;
        for (std::uint32_t at = tokens_[left].end; at < tokens_[right].start; ++at) {
            const char32_t c = reading_.text.low[at];
            if (c == ':' || c == '.' || c == '!' || c == '?' || c == '"') return is_digit(reading_.text.low[at - 1]);
        }
        return true;
    }

    const Reading& reading_;
    const std::vector<Token>& tokens_;
    WordList list_;
    std::vector<Scored> scored_;
};

}  // namespace

void find_phrases(const Reading& reading, Sightings& out)
{
    const std::vector<Token> tokens = tokens_of(reading);
    std::array<std::size_t, kWordLists> hits{};
    bool glued = false;
    bool anchored = false;
    for (const Token& token : tokens) {
        anchored = anchored || token.role == Role::anchor;
        for (std::size_t i = 0; i < token.entries; ++i) ++hits[static_cast<std::size_t>(token.found[i].list)];
        glued = glued || (token.role == Role::stranger && token.end - token.start >= kGlued &&
                          is_letter(reading.text.low[token.start]));
    }
    for (std::size_t list = 0; list < kWordLists; ++list) {
        if (hits[list] < (anchored ? 2 : 4) && !glued) continue;
        if (!reading.words.has(static_cast<WordList>(list))) continue;
        PhraseSearch{reading, tokens, static_cast<WordList>(list)}.run(out);
    }
}

}  // namespace keydesk::guard
