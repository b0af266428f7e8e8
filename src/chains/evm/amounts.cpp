#include "chains/evm/amounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace keydesk::chains::evm {

namespace {

constexpr int kGwei = 9;

}  // namespace

std::string decimal(const Wide& amount, int decimals)
{
    auto digits = amount.str();
    auto places = static_cast<std::size_t>(std::clamp(decimals, 0, 77));
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    if (places == 0) return digits;
    digits.insert(digits.size() - places, 1, '.');
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
    return digits;
}

std::string in_coin(const Wide& wei, std::string_view coin)
{
    return decimal(wei, 18) + " " + std::string{coin};
}

std::string about_in_coin(const Wide& wei, std::string_view coin)
{
    Wide step = 1;
    while (wei / step >= 10'000) step *= 10;
    return in_coin((wei + step - 1) / step * step, coin);
}

std::string in_gwei(const Wide& wei)
{
    return decimal(wei, kGwei) + " gwei";
}

std::string to_set_in_gwei(const Wide& wei)
{
    const Wide step = wei < 1'000'000 ? 1 : 1'000'000;
    Wide up = (wei + step - 1) / step * step;
    return decimal(up, kGwei) + " gwei";
}

std::string moment(Time time)
{
    auto day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day date{day};
    std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
    return fmt::format(
        "{:04}-{:02}-{:02} {:02}:{:02} UTC",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        clock.hours().count(),
        clock.minutes().count());
}

std::string whole_minutes(double seconds)
{
    return std::to_string(std::max(1L, std::lround(std::ceil(seconds / 60))));
}

}  // namespace keydesk::chains::evm
