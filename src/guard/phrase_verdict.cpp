#include "guard/phrase_search.hpp"

#include <algorithm>

// Whether a stretch of words that scored well is a phrase, and where it begins and ends.
namespace keydesk::guard {
namespace {

constexpr std::uint32_t kSubject = 240;  ///< So near must the word "seed" be to count.

}  // namespace

void PhraseSearch::judge(Stretch found, Sightings& out) const
{
    if constexpr (!kSieve) drop_title(found);
    count(found);
    const bool checked = checksum(found);
    if (!accepted(found, checked)) return;
    if constexpr (!kSieve) extend(found);
    push(found, list_ == WordList::slip39 ? Kind::recovery_share : Kind::seed_phrase, out);
}

void PhraseSearch::count(Stretch& found) const
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
        if (scored_[i].words == 1 && std::ranges::find(places, scored_[i].place) == places.end()) {
            places.push_back(scored_[i].place);
        }
    }
    found.different += places.size();
}

bool PhraseSearch::accepted(const Stretch& found, bool checked) const
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
    if (about_seed(found) && found.hits >= 5 && found.score >= 8.5F && each >= 1.0F) return true;
    if (!whole(found)) return false;
    return (found.hits >= 5 && found.score >= 9.5F && each >= 1.6F) ||
           (found.hits >= 10 && found.score >= 8);
}

bool PhraseSearch::only_anchors(const Stretch& found) const
{
    for (std::size_t i = found.first; i <= found.last; ++i) {
        if (tokens_[i].role != Role::anchor && tokens_[i].role != Role::neutral) return false;
    }
    return true;
}

bool PhraseSearch::about_seed(const Stretch& found) const
{
    if (reading_.asked_for_seed) return true;
    const std::uint32_t start = tokens_[found.first].start;
    const std::uint32_t end = tokens_[found.last].end;
    return std::ranges::any_of(reading_.cues, [&](const Mention& m) {
        return m.cue == Cue::seed && m.start < end + kSubject && start < m.end + kSubject;
    });
}

/// The message holds next to nothing else.
bool PhraseSearch::whole(const Stretch& found) const
{
    std::uint32_t outside = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        if (i < found.first || i > found.last)
            outside += tokens_[i].role == Role::neutral ? 0 : tokens_[i].size();
    }
    return outside * 8 <= tokens_[found.last].end - tokens_[found.first].start;
}

bool PhraseSearch::checksum(const Stretch& found) const
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
    if constexpr (kSieve) return places.size() >= 12;
    for (std::size_t size = 12; size <= std::min<std::size_t>(24, places.size()); size += 3) {
        for (std::size_t at = 0; at + size <= places.size() && at < 16; ++at) {
            if (bip39_checksum(std::span{places}.subspan(at, size))) return true;
        }
    }
    return false;
}

/// In pieces between the markers that are there already.
void PhraseSearch::push(const Stretch& found, Kind kind, Sightings& out) const
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

bool PhraseSearch::in_title(std::size_t i) const
{
    return std::ranges::any_of(reading_.cues, [&](const Mention& m) {
        return m.cue == Cue::seed && m.start <= tokens_[i].start && tokens_[i].end <= m.end;
    });
}

/// In "my seed phrase is: …" the title is made of list words too.
void PhraseSearch::drop_title(Stretch& found) const
{
    std::size_t body = found.first;
    for (std::size_t i = found.first; i < found.last && i < found.first + 4; ++i) {
        const std::u32string_view mark = before(i + 1);
        const bool ends =
            mark.find_first_of(U":=-\n") != mark.npos || tokens_[i + 1].role == Role::neutral;
        if (in_title(i) && !in_title(i + 1) && ends) body = i + 1;
    }
    while (body > found.first && body < found.last && tokens_[body].role == Role::neutral) ++body;
    if (found.last < body + 4) return;
    for (; found.first < body; ++found.first) found.score -= scored_[found.first].score;
}

/// A phrase has 12, 15, 18, 20, 21, 24, 25 or 33 words: common list words at its ends belong
/// to it, and so do two misspelt ones that stand close, on the same line.
void PhraseSearch::extend(Stretch& found) const
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
    while (tokens_[found.first].role == Role::neutral && found.first < found.last) ++found.first;
}

bool PhraseSearch::continues(std::size_t left, std::size_t right) const
{
    for (const std::size_t i : {left, right}) {
        if (tokens_[i].role >= Role::wall) return false;
        if (tokens_[i].role == Role::stranger && !is_letter(low_[tokens_[i].start])) return false;
    }
    if (tokens_[right].start - tokens_[left].end > 4) return false;
    for (std::uint32_t at = tokens_[left].end; at < tokens_[right].start; ++at) {
        const char32_t c = low_[at];
        if (c == ':' || c == '.' || c == '!' || c == '?' || c == '"') return is_digit(low_[at - 1]);
    }
    return true;
}

}  // namespace keydesk::guard
