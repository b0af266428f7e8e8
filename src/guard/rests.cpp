#include "guard/tokens.hpp"

namespace keydesk::guard {

bool mostly_four_letters(const Reading& reading, const std::vector<Token>& tokens)
{
    std::size_t words = 0;
    std::size_t four = 0;
    std::size_t known = 0;
    for (const Token& token : tokens) {
        if (!is_lower(reading.text.low[token.start])) continue;
        ++words;
        four += token.size() == 4;
        known += token.size() < 4 && token.role == Role::word;
    }
    return words >= 9 && (four + known) * 10 >= words * 8 && four * 10 >= words * 6;
}

void find_rests(const Reading& reading, const std::vector<Token>& tokens, Sightings& out)
{
    const auto is_edge = [&](std::size_t i) {
        return i == tokens.size() || reading.text.low[tokens[i].start] == kMessageEdge;
    };
    for (std::size_t i = 0; i < tokens.size();) {
        std::size_t end = i;
        while (!is_edge(end)) ++end;
        std::size_t first = i;
        for (const Mention& m : reading.cues) {
            if (m.cue != Cue::seed) continue;
            for (std::size_t k = first; k < end && tokens[k].start < m.end; ++k) {
                if (tokens[k].end > m.start) first = k + 1;
            }
        }
        if (first > i) {
            while (first < end && tokens[first].role != Role::word) ++first;
        }
        std::size_t words = 0;
        std::size_t strangers = 0;
        for (std::size_t k = first; k < end; ++k) {
            words += tokens[k].role == Role::word;
            strangers += tokens[k].role > Role::neutral;
        }
        const bool before = i > 1 && tokens[i - 2].role == Role::anchor;
        const bool after = end + 1 < tokens.size() && tokens[end + 1].role == Role::anchor;
        if (words > 0 && words <= 24 && strangers * 4 <= words && (before || after)) {
            out.push_back({tokens[first].start, tokens[end - 1].end, Kind::seed_phrase});
        }
        i = end + 1;
    }
}

}  // namespace keydesk::guard
