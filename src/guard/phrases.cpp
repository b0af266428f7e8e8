#include "guard/tokens.hpp"

#include <algorithm>
#include <optional>

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
constexpr std::uint32_t kGlued = 22;     ///< Longer than any list word: perhaps several.
constexpr std::uint32_t kSubject = 240;  ///< So near must the word "seed" be to count.

/// How a token counts for one list.
struct Scored {
    float score;
    std::uint8_t words;  ///< Of the phrase; 0 for none.
    bool loose;          ///< Taken for a list word though misspelt.
    std::uint16_t place;

    bool hit() const noexcept { return words != 0; }
};

/// A stretch of tokens.
struct Stretch {
    std::size_t first;
    std::size_t last;
    float score;
    std::size_t hits = 0;
    std::size_t exact = 0;
    std::size_t different = 0;
    std::size_t numbers = 0;
};

class PhraseSearch {
public:
    PhraseSearch(
        const Reading& reading, const std::vector<Token>& tokens, WordList list, bool short_words)
        : reading_{reading},
          low_{reading.text.low},
          tokens_{tokens},
          list_{list},
          short_words_{short_words}
    {
    }

    void run(Sightings& out)
    {
        score_exact();
        score_near();
        segments(out);
    }

private:
    std::u32string_view word(const Token& token) const
    {
        return low_.substr(token.start, token.size());
    }

    void score_exact()
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

    std::u32string_view before(std::size_t i) const
    {
        return i == 0 || i >= tokens_.size()
                   ? std::u32string_view{}
                   : low_.substr(tokens_[i - 1].end, tokens_[i].start - tokens_[i - 1].end);
    }

    /// After a number, or between the same marks that stand between its neighbours.
    bool is_item(std::size_t i) const
    {
        if (i > 0 && tokens_[i - 1].role == Role::neutral && is_digit(low_[tokens_[i - 1].start]))
            return true;
        const std::u32string_view mark = before(i);
        return mark.find_first_not_of(U' ') != mark.npos && mark == before(i + 1) &&
               mark.find(U'.') == mark.npos;
    }

    /// Strangers among list words may be misspelt or stuck together; looked at only there,
    /// because it costs a walk through the list.
    void score_near()
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
    std::size_t company(std::size_t at) const
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
    std::size_t glued(std::u32string_view text) const
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
        return complete || (all.parts >= 7 && all.covered * 100U >= text.size() * 79U) ? all.parts
                                                                                       : 0;
    }

    bool in_list(std::u32string_view text) const
    {
        std::array<Entry, 6> found;
        const std::size_t count = reading_.words.find(text, found);
        return std::any_of(
            found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), [&](const Entry& e) {
                return e.list == list_;
            });
    }

    /// What stands between a token and the one before it.
    float gap(std::size_t i) const
    {
        const std::uint32_t from = tokens_[i - 1].end;
        const std::uint32_t to = tokens_[i].start;
        if (to - from > kLongGap) return kGap;
        for (std::uint32_t at = from; at < to; ++at) {
            const char32_t c = low_[at];
            if ((c == '.' || c == '!' || c == '?') && !is_digit(low_[from - 1]))
                return kSentenceEnd;
        }
        return 0;
    }

    void segments(Sightings& out)
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

    void judge(Stretch found, Sightings& out) const
    {
        drop_title(found);
        count(found);
        const bool checked = checksum(found);
        if (!accepted(found, checked)) return;
        extend(found);
        push(found, list_ == WordList::slip39 ? Kind::recovery_share : Kind::seed_phrase, out);
    }

    void count(Stretch& found) const
    {
        std::vector<std::uint16_t> places;
        found.hits = found.exact = found.different = found.numbers = 0;
        for (std::size_t i = found.first; i <= found.last; ++i) {
            if (tokens_[i].role == Role::anchor) found.different += 5;
            found.numbers += is_digit(low_[tokens_[i].start]);
            found.hits += scored_[i].words;
            found.exact += scored_[i].loose ? 0 : scored_[i].words;
            if (scored_[i].words > 1 && tokens_[i].role != Role::anchor)
                found.different += scored_[i].words;
            if (scored_[i].words == 1 &&
                std::ranges::find(places, scored_[i].place) == places.end()) {
                places.push_back(scored_[i].place);
            }
        }
        found.different += places.size();
    }

    bool accepted(const Stretch& found, bool checked) const
    {
        if (found.exact * 3 < found.hits * 2 || only_anchors(found)) return false;
        if (checked) return found.score >= 4;
        const float each = found.score / static_cast<float>(found.hits);
        if (found.different * 10 < found.hits * 6)
            return found.different >= 5 && found.score >= 24 && whole(found);
        // Eleven numbered words in a row are hardly prose, however common they are.
        if (found.hits >= 10 && found.numbers + 3 >= found.hits && found.score >= 6) return true;
        if (each < 0.7F) return false;
        if (found.hits >= 10 && found.score >= 13 && each >= 0.95F) return true;
        if (found.hits >= 8 && found.score >= 16) return true;
        if (about_seed(found) && found.hits >= 5 && found.score >= 8.5F && each >= 1.0F)
            return true;
        if (!whole(found)) return false;
        return (found.hits >= 5 && found.score >= 9.5F && each >= 1.6F) ||
               (found.hits >= 10 && found.score >= 8);
    }

    bool only_anchors(const Stretch& found) const
    {
        for (std::size_t i = found.first; i <= found.last; ++i) {
            if (tokens_[i].role != Role::anchor && tokens_[i].role != Role::neutral) return false;
        }
        return true;
    }

    bool about_seed(const Stretch& found) const
    {
        if (reading_.asked_for_seed) return true;
        const std::uint32_t start = tokens_[found.first].start;
        const std::uint32_t end = tokens_[found.last].end;
        return std::ranges::any_of(reading_.cues, [&](const Mention& m) {
            return m.cue == Cue::seed && m.start < end + kSubject && start < m.end + kSubject;
        });
    }

    /// The message holds next to nothing else.
    bool whole(const Stretch& found) const
    {
        std::uint32_t outside = 0;
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            if (i < found.first || i > found.last)
                outside += tokens_[i].role == Role::neutral ? 0 : tokens_[i].size();
        }
        return outside * 8 <= tokens_[found.last].end - tokens_[found.first].start;
    }

    bool checksum(const Stretch& found) const
    {
        if (list_ > WordList::czech) return false;
        // Common words at the ends are not in the stretch, but in the phrase.
        std::size_t first = found.first;
        std::size_t last = found.last;
        const auto belongs = [&](std::size_t i) {
            return tokens_[i].role == Role::neutral || (scored_[i].words == 1 && !scored_[i].loose);
        };
        while (first > 0 && found.first - first < 6 && belongs(first - 1)) --first;
        while (last + 1 < tokens_.size() && last - found.last < 6 && belongs(last + 1)) ++last;
        std::vector<std::uint16_t> places;
        for (std::size_t i = first; i <= last; ++i) {
            if (scored_[i].words == 1 && !scored_[i].loose) places.push_back(scored_[i].place);
        }
        for (std::size_t size = 12; size <= std::min<std::size_t>(24, places.size()); size += 3) {
            for (std::size_t at = 0; at + size <= places.size() && at < 16; ++at) {
                if (bip39_checksum(std::span{places}.subspan(at, size))) return true;
            }
        }
        return false;
    }

    /// In pieces between the markers that are there already.
    void push(const Stretch& found, Kind kind, Sightings& out) const
    {
        for (std::size_t i = found.first; i <= found.last;) {
            std::size_t end = i;
            while (end <= found.last && tokens_[end].role != Role::anchor) ++end;
            std::size_t from = i;
            std::size_t to = end;
            while (from < to && tokens_[from].role == Role::neutral) ++from;
            while (to > from && tokens_[to - 1].role == Role::neutral) --to;
            if (from < to) out.push_back({tokens_[from].start, tokens_[to - 1].end, kind});
            i = end + 1;
        }
    }

    bool in_title(std::size_t i) const
    {
        return std::ranges::any_of(reading_.cues, [&](const Mention& m) {
            return m.cue == Cue::seed && m.start <= tokens_[i].start && tokens_[i].end <= m.end;
        });
    }

    /// In "my seed phrase is: …" the title is made of list words too.
    void drop_title(Stretch& found) const
    {
        std::size_t body = found.first;
        for (std::size_t i = found.first; i < found.last && i < found.first + 4; ++i) {
            const std::u32string_view mark = before(i + 1);
            const bool ends =
                mark.find_first_of(U":=-\n") != mark.npos || tokens_[i + 1].role == Role::neutral;
            if (in_title(i) && !in_title(i + 1) && ends) body = i + 1;
        }
        while (body > found.first && body < found.last && tokens_[body].role == Role::neutral)
            ++body;
        if (found.last < body + 4) return;
        for (; found.first < body; ++found.first) found.score -= scored_[found.first].score;
    }

    /// A phrase has 12, 15, 18, 20, 21, 24, 25 or 33 words: common list words at its ends belong
    /// to it, and so do two misspelt ones that stand close, on the same line.
    void extend(Stretch& found) const
    {
        constexpr std::uint8_t kLengths[] = {12, 15, 18, 20, 21, 24, 25, 33};
        std::size_t legal = 0;
        for (const std::uint8_t length : kLengths) {
            if (legal < found.hits) legal = length;
        }
        std::size_t missing = legal - std::min(legal, found.hits);
        std::size_t more = missing + 3;
        for (const bool strangers : {false, true}) {
            std::size_t room = strangers ? std::min<std::size_t>(missing, 2) : more;
            const auto fits = [&](std::size_t i) {
                return tokens_[i].role == Role::neutral ||
                       (scored_[i].hit() ? room > 0 : strangers && room > 0);
            };
            const auto take = [&](std::size_t i) {
                if (tokens_[i].role == Role::neutral) return;
                --room;
                missing -= missing > 0;
            };
            while (found.last + 1 < tokens_.size() && continues(found.last, found.last + 1) &&
                   fits(found.last + 1))
                take(++found.last);
            while (found.first > 0 && continues(found.first - 1, found.first) &&
                   fits(found.first - 1) && !in_title(found.first - 1)) {
                take(--found.first);
            }
        }
        while (tokens_[found.first].role == Role::neutral && found.first < found.last)
            ++found.first;
    }

    bool continues(std::size_t left, std::size_t right) const
    {
        for (const std::size_t i : {left, right}) {
            if (tokens_[i].role >= Role::wall) return false;
            if (tokens_[i].role == Role::stranger && !is_letter(low_[tokens_[i].start]))
                return false;
        }
        if (tokens_[right].start - tokens_[left].end > 4) return false;
        for (std::uint32_t at = tokens_[left].end; at < tokens_[right].start; ++at) {
            const char32_t c = low_[at];
            if (c == ':' || c == '.' || c == '!' || c == '?' || c == '"')
                return is_digit(low_[at - 1]);
        }
        return true;
    }

    const Reading& reading_;
    std::u32string_view low_;
    const std::vector<Token>& tokens_;
    WordList list_;
    bool short_words_;
    std::vector<Scored> scored_;
};

}  // namespace

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
    if (anchored) find_rests(reading, tokens, out);
}

}  // namespace keydesk::guard
