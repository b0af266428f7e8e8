#include "desk/queue/calendar.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>

namespace keydesk::desk {

namespace json = boost::json;

namespace {

constexpr std::size_t kMostPieces = 8, kMostHolidays = 400;

std::optional<Hours> read_hours(const json::value& value)
{
    const auto* pair = value.if_array();
    if (pair == nullptr || pair->size() != 2) return std::nullopt;
    const auto* from = (*pair)[0].if_int64();
    const auto* to = (*pair)[1].if_int64();
    if (from == nullptr || to == nullptr || *from < 0 || *to > 1440 || *from >= *to) {
        return std::nullopt;
    }
    return Hours{static_cast<int>(*from), static_cast<int>(*to)};
}

bool read_day(const json::value& value, std::vector<Hours>& day)
{
    const auto* list = value.if_array();
    if (list == nullptr || list->size() > kMostPieces) return false;
    for (const auto& one : *list) {
        auto hours = read_hours(one);
        if (!hours) return false;
        day.push_back(*hours);
    }
    std::ranges::sort(day, {}, &Hours::from);
    auto overlap = [](const Hours& a, const Hours& b) { return a.to > b.from; };
    return std::ranges::adjacent_find(day, overlap) == day.end();
}

std::optional<std::chrono::year_month_day> read_date(const json::value& value)
{
    const auto* text = value.if_string();
    if (text == nullptr || text->size() != 10 || (*text)[4] != '-' || (*text)[7] != '-') {
        return std::nullopt;
    }
    auto number = [&](std::size_t at, std::size_t size) {
        int n = -1;
        const auto* begin = text->data() + at;
        auto [end, error] = std::from_chars(begin, begin + size, n);
        return error == std::errc{} && end == begin + size ? n : -1;
    };
    int y = number(0, 4), m = number(5, 2), d = number(8, 2);
    if (y < 0 || m < 0 || d < 0) return std::nullopt;
    using namespace std::chrono;
    year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    return date.ok() ? std::optional{date} : std::nullopt;
}

}  // namespace

Result<Calendar> read_calendar(std::string_view text)
{
    auto wrong = [](const char* what) { return fail(ErrorKind::invalid_input, what); };
    boost::system::error_code broken;
    auto value = json::parse(text, broken);
    const auto* fields = broken ? nullptr : value.if_object();
    if (fields == nullptr) return wrong("a calendar is an object");
    Calendar calendar;
    if (const auto* found = fields->if_contains("week")) {
        const auto* week = found->if_array();
        if (week == nullptr || week->size() != 7) return wrong("week");
        for (std::size_t i = 0; i < 7; ++i) {
            if (!read_day((*week)[i], calendar.week[i])) return wrong("week");
        }
    }
    if (const auto* found = fields->if_contains("holidays")) {
        const auto* list = found->if_array();
        if (list == nullptr || list->size() > kMostHolidays) return wrong("holidays");
        for (const auto& one : *list) {
            auto date = read_date(one);
            if (!date) return wrong("holidays");
            calendar.holidays.push_back(*date);
        }
        std::ranges::sort(calendar.holidays);
    }
    return calendar;
}

}  // namespace keydesk::desk
