#pragma once

#include <chrono>
#include <string>

/// Days in the words of people, in English and Chinese. Pure.
namespace keydesk::text {

/// "3 May" / "5 月 3 日".
std::string day_and_month(std::chrono::year_month_day date, bool chinese);
/// "3 May 2026" / "2026 年 5 月 3 日".
std::string whole_date(std::chrono::year_month_day date, bool chinese);
/// "2026-05-03".
std::string iso_date(std::chrono::year_month_day date);
/// "14:05", of the time since midnight.
std::string clock_time(std::chrono::milliseconds of_day);

}  // namespace keydesk::text
