#include "desk/reports/asker_clock.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace keydesk::desk {

namespace {

constexpr std::size_t kMostSpans = 40;       // Two a year for twenty years.
constexpr std::int64_t kFarthest = 14 * 60;  // Kiribati
constexpr std::int64_t kMillisAnHour = 3'600'000;
constexpr std::int64_t kLatest = 4'102'444'800'000;  // The year 2100.

std::optional<std::int64_t> number_of(std::string_view text, std::int64_t least, std::int64_t most)
{
    std::int64_t number = 0;
    auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool whole = ec == std::errc{} && end == text.data() + text.size();
    if (!whole || number < least || number > most) return std::nullopt;
    return number;
}

}  // namespace

Result<AskerClock> AskerClock::read(std::string_view text)
{
    AskerClock zone;
    zone.spans_.clear();
    while (zone.spans_.size() < kMostSpans) {
        auto part = text.substr(0, text.find(';'));
        auto colon = part.find(':');
        bool first = zone.spans_.empty();
        if (first != (colon == std::string_view::npos)) break;
        auto from = first ? 0 : number_of(part.substr(0, colon), 0, kLatest);
        auto minutes = number_of(first ? part : part.substr(colon + 1), -kFarthest, kFarthest);
        if (!from || !minutes) break;
        auto hour = *from / kMillisAnHour;
        if (!first && hour < zone.spans_.back().from_hour) break;
        zone.spans_.push_back({hour, *minutes});
        if (part.size() == text.size()) return zone;
        text.remove_prefix(part.size() + 1);
    }
    return fail(ErrorKind::invalid_input, "no time zone");
}

std::vector<AskerClock::Span> AskerClock::spans(std::int64_t from_hour, std::int64_t to_hour) const
{
    std::vector<Span> out;
    for (std::size_t i = 0; i < spans_.size(); ++i) {
        auto begin = i == 0 ? from_hour : std::max(from_hour, spans_[i].from_hour);
        auto end = i + 1 < spans_.size() ? std::min(to_hour, spans_[i + 1].from_hour) : to_hour;
        if (begin < end) out.push_back({begin, spans_[i].minutes});
    }
    return out;
}

}  // namespace keydesk::desk
