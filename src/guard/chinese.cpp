#include "guard/chinese_rank.hpp"
#include "guard/tokens.hpp"

#include <algorithm>

// The Chinese list is the 2,048 commonest characters, so prose is made of it. What tells a phrase
// is that its characters are not the very commonest (the list stands in order of frequency) and
// do not form words with their neighbours.
namespace keydesk::guard {
namespace {

constexpr float kStranger = kSieve ? 0.6F : -4.0F;  ///< The sieve knows no traditional characters.
constexpr float kSlack = kSieve ? 3.0F : 0.0F;      ///< Nor all pairs.
constexpr float kPair = -2.5F;                      ///< Neighbours that form a word.
constexpr float kNoPair = 0.6F;
constexpr float kApart = 0.6F;  ///< Written apart on purpose.
constexpr float kPairApart = -1.5F;

struct Character {
    std::uint32_t at;
    int index;  ///< -1: not in the list.
};

/// A stretch of characters and what it scores.
struct Stretch {
    std::size_t first = 0;
    std::size_t last = 0;
    float score = 0;
    std::size_t different = 0;
    std::size_t size() const noexcept { return last - first + 1; }
};

bool is_legal(std::size_t words)
{
    return words == 12 || words == 15 || words == 18 || words == 21 || words == 24 || words == 25;
}

/// Between characters: nothing, blanks, or what people put between list items.
enum class Between : std::uint8_t { joined, blank, separated, broken };

bool is_separator(char32_t c)
{
    return is_blank(c) || is_digit(c) || c == ',' || c == '-' || c == '.' || c == '/' || c == '|' ||
           c == '*' || c == ')' || c == '(' || c == ':' || c == '_' || c == ';' || c == '>' ||
           c == '<' || c == '+' || c == '#' || c == '~' || c == '"' || c == kMessageEdge ||
           c == '[' || c == ']' || c == '=' || c == '\'';
}

class ChineseSearch {
public:
    explicit ChineseSearch(const Reading& reading)
        : reading_{reading},
          about_seed_{reading.asked_for_seed || mentions_any(reading.cues, Cue::seed)}
    {
        read();
    }

    void run(Sightings& out)
    {
        for (std::size_t i = 0; i < characters_.size();) {
            std::size_t end = i + 1;
            while (end < characters_.size() && in_group(end)) ++end;
            if (end - i >= 6) joined(i, end, out);
            i = end;
        }
        apart(out);
        if constexpr (!kSieve) rests(out);
    }

private:
    /// Once a phrase was found, a message beside it that is made of list characters only is its
    /// rest.
    void rests(Sightings& out) const
    {
        const std::u32string_view low = reading_.text.low;
        for (std::size_t at = 0; at <= low.size();) {
            const std::size_t end = std::min(low.find(kMessageEdge, at), low.size());
            const std::u32string_view part = low.substr(at, end - at);
            const bool before = at > 1 && low[at - 2] == kPhraseMarker;
            const bool after = end + 1 < low.size() && low[end + 1] == kPhraseMarker;
            if ((before || after) &&
                is_rest(static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end))) {
                const std::size_t first = part.find_first_not_of(U" \n");
                const std::size_t last = part.find_last_not_of(U" \n");
                out.push_back(
                    {static_cast<std::uint32_t>(at + first),
                     static_cast<std::uint32_t>(at + last + 1),
                     Kind::seed_phrase});
            }
            at = end + 1;
        }
    }

    bool is_rest(std::uint32_t from, std::uint32_t to) const
    {
        std::size_t count = 0;
        float sum = 0;
        for (std::size_t i = 0; i < characters_.size(); ++i) {
            if (characters_[i].at < from || characters_[i].at >= to) continue;
            if (!kSieve && characters_[i].index < 0) return false;
            ++count;
            sum += score(i, count == 1);
        }
        const bool others = std::ranges::any_of(
            reading_.text.low.substr(from, to - from),
            [](char32_t c) { return is_lower(c) || is_marker(c); });
        return count > 0 && count <= 24 && sum > (single_run(from, to) ? -3.0F : 0.0F) && !others;
    }

    bool single_run(std::uint32_t from, std::uint32_t to) const
    {
        std::size_t joined = 0;
        for (std::size_t i = 0; i < characters_.size(); ++i) {
            joined += characters_[i].at > from && characters_[i].at < to &&
                      between_[i] == Between::joined;
        }
        return joined == 0;
    }

    /// "第3个是" is numbering, not four characters of a phrase.
    std::uint32_t ordinal(std::uint32_t at) const
    {
        const std::u32string_view low = reading_.text.low;
        if (low[at] != U'第') return at;
        std::uint32_t end = at + 1;
        constexpr std::u32string_view kNumbers = U"一二三四五六七八九十0123456789 ";
        constexpr std::u32string_view kAfter = U"个個词詞字是为為位 ";
        while (end < low.size() && kNumbers.find(low[end]) != kNumbers.npos) ++end;
        const std::uint32_t number = end;
        while (end < low.size() && end - number < 3 && kAfter.find(low[end]) != kAfter.npos) ++end;
        return number > at + 1 && end > number ? end : at;
    }

    /// 助记词 itself is made of list characters.
    std::uint32_t after_cue(std::uint32_t at) const
    {
        std::uint32_t end = at;
        for (const Mention& m : reading_.cues) {
            if (m.start == at && m.cue == Cue::seed) end = std::max(end, m.end);
        }
        if (end == at) return at;
        while (end < reading_.text.size() &&
               (reading_.text.low[end] == U'是' || reading_.text.low[end] == U'为' ||
                reading_.text.low[end] == U'為'))
            ++end;
        return end;
    }

    void read()
    {
        const std::u32string_view low = reading_.text.low;
        Between between = Between::broken;
        for (std::uint32_t at = 0; at < low.size(); ++at) {
            const char32_t c = low[at];
            if (is_han(c)) {
                if (const std::uint32_t after = ordinal(at); after != at) {
                    between = std::max(between, Between::separated);
                    at = after - 1;
                    continue;
                }
                if (const std::uint32_t after = after_cue(at); after != at) {
                    between = Between::broken;
                    at = after - 1;
                    continue;
                }
                characters_.push_back({at, reading_.words.chinese(c)});
                between_.push_back(between);
                between = Between::joined;
            } else if (is_blank(c) || c == kMessageEdge) {
                between = std::max(between, Between::blank);
            } else {
                between = std::max(between, is_separator(c) ? Between::separated : Between::broken);
            }
        }
        if (!between_.empty()) between_[0] = Between::broken;
    }

    /// Groups apart by blanks are read as joined; single characters apart are not.
    bool in_group(std::size_t i) const
    {
        return between_[i] == Between::joined ||
               (between_[i] == Between::blank && !single(i) && !single(i - 1));
    }

    float score(std::size_t i, bool first) const
    {
        const int index = characters_[i].index;
        if (index < 0) return kStranger;
        if (first || characters_[i - 1].index < 0) return by_rank(index);
        return by_rank(index) +
               (reading_.words.chinese_pair(characters_[i - 1].index, index) ? kPair : kNoPair);
    }

    /// Characters in a row without punctuation, perhaps in groups.
    void joined(std::size_t from, std::size_t to, Sightings& out)
    {
        Stretch best;
        float sum = 0;
        std::size_t start = from;
        for (std::size_t i = from; i < to; ++i) {
            sum += score(i, i == start);
            if (sum <= 0) {
                sum = 0;
                start = i + 1;
            } else if (sum > best.score) {
                best = {start, i, sum};
            }
        }
        if (best.score <= 0 || !accept_joined(best, from, to)) return;
        if constexpr (!kSieve) widen(best, from, to);
        push(best, out);
    }

    bool accept_joined(Stretch& best, std::size_t from, std::size_t to) const
    {
        count_different(best);
        best.score += kSlack;
        if (best.different * 4 < best.size() * 3) return false;
        if (kSieve && about_seed_ && best.size() >= 5 && best.score >= 4.0F) return true;
        if (checksum(from, to) && best.score >= 2.5F && (!kSieve || best.size() >= 8))
            return best.size() >= 8;
        if (about_seed_ && best.size() >= 7 && best.score >= 5.0F) return true;
        if (about_seed_ && to - from <= 26 && to - from >= 11 &&
            (is_legal(to - from) || is_legal(to - from - 1)))
            return best.score >= 3.0F;
        if (best.size() < 9 && !kSieve) return false;
        const bool whole = to - from == characters_.size() && to - from <= 25 && alone();
        // Its checksum may be right, and prose is far below.
        if (kSieve && whole && is_legal(to - from) && total(from, to) > -6.0F) return true;
        if (best.size() < 9) return false;
        const bool grouped = between_span(from, to) >= 2;
        if (whole && is_legal(to - from) && regular(from, to))
            return best.score >= (grouped || kSieve ? 4.0F : 6.0F);
        return best.score >= 13.5F + kSlack;  // In long prose the sieve is no looser.
    }

    std::size_t between_span(std::size_t from, std::size_t to) const
    {
        return static_cast<std::size_t>(std::count_if(
            between_.begin() + static_cast<std::ptrdiff_t>(from) + 1,
            between_.begin() + static_cast<std::ptrdiff_t>(to),
            [](Between b) { return b == Between::blank; }));
    }

    /// In groups of one size, or in one piece.
    bool regular(std::size_t from, std::size_t to) const
    {
        std::size_t group = 0;
        std::size_t size = 1;
        for (std::size_t i = from + 1; i < to; ++i, ++size) {
            if (between_[i] == Between::joined ||
                reading_.text.low[characters_[i].at - 1] == kMessageEdge)
                continue;
            if (group != 0 && size != group) return false;
            group = size;
            size = 0;
        }
        return true;
    }

    void count_different(Stretch& found) const
    {
        std::vector<int> seen;
        for (std::size_t i = found.first; i <= found.last; ++i) {
            const int which = characters_[i].index >= 0
                                  ? characters_[i].index
                                  : (kSieve ? -static_cast<int>(characters_[i].at) : -1);
            if (std::ranges::find(seen, which) == seen.end()) seen.push_back(which);
        }
        found.different = seen.size();
    }

    /// Only for a whole run: over every window of prose one in sixteen would pass.
    bool checksum(std::size_t from, std::size_t to) const
    {
        std::vector<std::uint16_t> places;
        for (std::size_t i = from; i < to; ++i) {
            if (!kSieve && (characters_[i].index < 0 || characters_[i].index > 2047)) return false;
            places.push_back(static_cast<std::uint16_t>(characters_[i].index));
        }
        if constexpr (kSieve) return is_legal(places.size());
        return bip39_checksum(places);
    }

    float total(std::size_t from, std::size_t to) const
    {
        float sum = 0;
        for (std::size_t i = from; i < to; ++i) sum += score(i, i == from);
        return sum;
    }

    /// Nothing else is written in the message.
    bool alone() const
    {
        return std::ranges::none_of(reading_.text.low, [](char32_t c) { return is_alnum(c); });
    }

    /// The ends of a phrase may be common characters: take them in up to the next legal length.
    void widen(Stretch& best, std::size_t from, std::size_t to) const
    {
        std::size_t legal = std::max<std::size_t>(best.size(), 12);
        while (!is_legal(legal) && legal < 25) ++legal;
        if (to - from <= legal + 1) {
            best.first = from;
            best.last = to - 1;
            return;
        }
        const std::size_t missing = legal - std::min(best.size(), legal);
        for (std::size_t i = 0; i < missing && best.last + 1 < to; ++i) ++best.last;
        for (std::size_t i = 0;
             i < missing && best.first > from && between_[best.first] <= Between::blank;
             ++i) {
            if (is_lead_in(best.first - 1)) break;
            --best.first;
        }
    }

    bool is_lead_in(std::size_t i) const
    {
        constexpr std::u32string_view kWords = U"是为為词詞：";
        return kWords.find(reading_.text.low[characters_[i].at]) != kWords.npos;
    }

    /// Characters one by one between separators.
    void apart(Sightings& out)
    {
        for (std::size_t i = 0; i < characters_.size();) {
            std::size_t end = i + 1;
            if (single(i)) {
                while (end < characters_.size() && between_[end] != Between::broken && single(end))
                    ++end;
                if (end - i >= 5) judge_apart(i, end, out);
            }
            i = end;
        }
    }

    bool single(std::size_t i) const
    {
        const bool left = between_[i] != Between::joined;
        return left && (i + 1 == characters_.size() || between_[i + 1] != Between::joined);
    }

    void judge_apart(std::size_t first, std::size_t end, Sightings& out)
    {
        Stretch best;
        float sum = 0;
        std::size_t start = first;
        for (std::size_t i = first; i < end; ++i) {
            const int index = characters_[i].index;
            sum += index < 0 ? (kSieve ? kStranger : -1.5F) : by_rank(index) + kApart;
            if (index >= 0 && i > start && characters_[i - 1].index >= 0 &&
                reading_.words.chinese_pair(characters_[i - 1].index, index)) {
                sum += kPairApart;
            }
            if (sum <= 0) {
                sum = 0;
                start = i + 1;
            } else if (sum > best.score) {
                best = {start, i, sum};
            }
        }
        if (best.score <= 0 && !kSieve) return;
        count_different(best);
        best.score += kSlack;
        const bool taken = (kSieve || best.different * 4 >= best.size() * 3) &&
                           ((best.size() >= 9 && best.score >= 6.5F) ||
                            (about_seed_ && best.size() >= 5 && best.score >= 3.0F) ||
                            (kSieve && end - first >= (about_seed_ ? 5U : 9U)));
        if (!taken) return;
        if (end - first <= 26) best = {first, end - 1, best.score};
        push(best, out);
    }

    void push(const Stretch& best, Sightings& out) const
    {
        out.push_back(
            {characters_[best.first].at, characters_[best.last].at + 1, Kind::seed_phrase});
    }

    const Reading& reading_;
    bool about_seed_;
    std::vector<Character> characters_;
    std::vector<Between> between_;  ///< Before each character.
};

}  // namespace

void find_chinese(const Reading& reading, Sightings& out)
{
    ChineseSearch{reading}.run(out);
}

}  // namespace keydesk::guard
