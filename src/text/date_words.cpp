#include "text/date_words.hpp"

namespace keydesk::text {

namespace {

constexpr const char* kMonths[]{
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"};

std::string two(std::int64_t number)
{
    return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

std::string day_and_month(std::chrono::year_month_day date, bool chinese)
{
    auto month = static_cast<unsigned>(date.month());
    auto day = std::to_string(static_cast<unsigned>(date.day()));
    if (chinese) return std::to_string(month) + " 月 " + day + " 日";
    return day + " " + kMonths[month - 1];
}

std::string whole_date(std::chrono::year_month_day date, bool chinese)
{
    auto year = std::to_string(static_cast<int>(date.year()));
    auto day = day_and_month(date, chinese);
    return chinese ? year + " 年 " + day : day + " " + year;
}

std::string iso_date(std::chrono::year_month_day date)
{
    return std::to_string(static_cast<int>(date.year())) + "-" +
           two(static_cast<unsigned>(date.month())) + "-" + two(static_cast<unsigned>(date.day()));
}

std::string clock_time(std::chrono::milliseconds of_day)
{
    auto minutes = std::chrono::floor<std::chrono::minutes>(of_day).count();
    return two(minutes / 60) + ":" + two(minutes % 60);
}

}  // namespace keydesk::text
