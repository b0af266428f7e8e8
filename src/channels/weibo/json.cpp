#include "channels/weibo/json.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace keydesk::weibo {

namespace json = boost::json;

namespace {

constexpr std::size_t kLongestId = 20;  // digits of 2^64

bool all_digits(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<int> number(std::string_view text)
{
    int value = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    bool whole = all_digits(text) && read.ec == std::errc{};
    return whole ? std::optional{value} : std::nullopt;
}

/// "+0800" as minutes east of Greenwich.
std::optional<int> zone(std::string_view text)
{
    if (text.size() != 5 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    auto hours = number(text.substr(1, 2)), minutes = number(text.substr(3, 2));
    if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
    int east = *hours * 60 + *minutes;
    return text[0] == '+' ? east : -east;
}

std::optional<unsigned> month(std::string_view name)
{
    constexpr std::array<std::string_view, 12> kMonths{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto* found = std::ranges::find(kMonths, name);
    if (found == kMonths.end()) return std::nullopt;
    return static_cast<unsigned>(found - kMonths.begin()) + 1;
}

}  // namespace

std::optional<json::value> parse_loosely(std::string_view text)
{
    json::parse_options options;
    options.allow_trailing_commas = true;
    options.max_depth = 16;
    boost::system::error_code broken;
    auto value = json::parse({text.data(), text.size()}, broken, {}, options);
    if (broken) return std::nullopt;
    return value;
}

const json::value* at(const json::value& value, std::string_view pointer)
{
    boost::system::error_code missing;
    return value.find_pointer({pointer.data(), pointer.size()}, missing);
}

std::string text_at(const json::value& value, std::string_view pointer)
{
    const auto* found = at(value, pointer);
    const auto* text = found != nullptr ? found->if_string() : nullptr;
    return text != nullptr ? std::string{text->data(), text->size()} : std::string{};
}

std::string digits_at(const json::value& value, std::string_view pointer)
{
    const auto* found = at(value, pointer);
    if (found == nullptr) return {};
    if (const auto* whole = found->if_int64(); whole != nullptr && *whole >= 0) {
        return std::to_string(*whole);
    }
    if (const auto* large = found->if_uint64()) return std::to_string(*large);
    auto text = text_at(value, pointer);
    return all_digits(text) && text.size() <= kLongestId ? text : std::string{};
}

std::optional<Time> read_date(std::string_view text)
{
    // Mon Jul 16 18:09:20 +0800 2012
    if (text.size() != 30) return std::nullopt;
    auto months = month(text.substr(4, 3));
    auto day = number(text.substr(8, 2)), hour = number(text.substr(11, 2));
    auto minute = number(text.substr(14, 2)), second = number(text.substr(17, 2));
    auto east = zone(text.substr(20, 5));
    auto year = number(text.substr(26, 4));
    if (!months || !day || !hour || !minute || !second || !east || !year) return std::nullopt;
    using namespace std::chrono;
    auto date = year_month_day{
        std::chrono::year{*year},
        std::chrono::month{*months},
        std::chrono::day{static_cast<unsigned>(*day)}};
    bool real = date.ok() && *hour < 24 && *minute < 60 && *second < 61 && *year >= 2009;
    if (!real) return std::nullopt;
    return sys_days{date} + hours{*hour} + minutes{*minute - *east} + seconds{*second};
}

}  // namespace keydesk::weibo
