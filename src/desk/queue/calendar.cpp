#include "desk/queue/calendar.hpp"

#include <algorithm>

namespace keydesk::desk {

using namespace std::chrono;

namespace {

constexpr int kDays = 800;  ///< Looked through before a calendar counts as one that never opens.

const Zone& zone_of(const Calendar& calendar)
{
    static const Zone utc = Zone::fixed(0s);
    return calendar.zone ? *calendar.zone : utc;
}

}  // namespace

bool Calendar::always() const
{
    return std::ranges::all_of(week, [](const auto& day) { return day.empty(); });
}

std::vector<Calendar::Piece> Calendar::pieces_of(sys_days local_day) const
{
    if (std::ranges::binary_search(holidays, year_month_day{local_day})) return {};
    const auto& place = zone_of(*this);
    auto at = [&](int minute) { return place.utc(Time{local_day} + minutes{minute}); };
    if (always()) return {{at(0), at(1440)}};
    std::vector<Piece> pieces;
    for (const auto& hours : week[weekday{local_day}.iso_encoding() - 1]) {
        pieces.emplace_back(at(hours.from), at(hours.to));
    }
    return pieces;
}

bool Calendar::open_at(Time now) const
{
    auto day = floor<days>(zone_of(*this).local(now));
    return std::ranges::any_of(
        pieces_of(day), [&](const Piece& p) { return p.first <= now && now < p.second; });
}

Time Calendar::after(Time from, milliseconds work) const
{
    auto left = std::max(work, 0ms);
    auto day = floor<days>(zone_of(*this).local(from));
    for (int i = 0; i < kDays; ++i, day += days{1}) {
        for (auto [begin, end] : pieces_of(day)) {
            begin = std::max(begin, from);
            if (begin >= end) continue;
            if (left <= end - begin) return begin + left;
            left -= end - begin;
        }
    }
    return from + work;
}

milliseconds Calendar::between(Time from, Time to) const
{
    milliseconds sum{0};
    auto day = floor<days>(zone_of(*this).local(from));
    auto last = floor<days>(zone_of(*this).local(to));
    for (int i = 0; i < kDays && day <= last; ++i, day += days{1}) {
        for (auto [begin, end] : pieces_of(day)) {
            begin = std::max(begin, from);
            end = std::min(end, to);
            if (begin < end) sum += end - begin;
        }
    }
    return sum;
}

}  // namespace keydesk::desk
