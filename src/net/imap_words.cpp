#include "net/imap_words.hpp"

#include "net/base64.hpp"
#include "net/imap_wire.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>

namespace keydesk::net::imap {

namespace {

constexpr std::array<std::string_view, 12> kMonths{
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t size)
{
    if (at + size > text.size()) return std::nullopt;
    auto part = text.substr(at, size);
    if (part.starts_with(' ')) part.remove_prefix(1);
    int value = 0;
    const auto* end = part.data() + part.size();
    auto read = std::from_chars(part.data(), end, value);
    if (read.ec != std::errc{} || read.ptr != end || value < 0) return std::nullopt;
    return value;
}

std::optional<unsigned> month_of(std::string_view name)
{
    auto wanted = upper(name);
    for (unsigned i = 0; i < kMonths.size(); ++i) {
        if (kMonths[i] == wanted) return i + 1;
    }
    return std::nullopt;
}

/// A code point of valid UTF-8; a broken byte stands for itself.
char32_t take_code_point(std::string_view& text)
{
    auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    auto first = byte(0);
    std::size_t size = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t point = size == 1 ? first : first & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) point = (point << 6U) | (byte(i) & 0x3FU);
    text.remove_prefix(std::min(size, text.size()));
    return point;
}

std::string in_utf7(const std::string& utf16)
{
    auto text = base64(utf16);
    while (text.ends_with('=')) text.pop_back();
    for (auto& c : text) {
        if (c == '/') c = ',';
    }
    return "&" + text + "-";
}

void add_utf16(std::string& out, char32_t point)
{
    auto add = [&](char32_t unit) {
        out += static_cast<char>((unit >> 8U) & 0xFFU);
        out += static_cast<char>(unit & 0xFFU);
    };
    if (point < 0x10000) return add(point);
    add(0xD800 + ((point - 0x10000) >> 10U));
    add(0xDC00 + ((point - 0x10000) & 0x3FFU));
}

}  // namespace

std::optional<Time> read_date_time(std::string_view text)
{
    using namespace std::chrono;
    if (text.size() != 26) return std::nullopt;
    auto day = digits(text, 0, 2), year = digits(text, 7, 4), hour = digits(text, 12, 2);
    auto minute = digits(text, 15, 2), second = digits(text, 18, 2);
    auto zone_hour = digits(text, 22, 2), zone_minute = digits(text, 24, 2);
    auto month = month_of(text.substr(3, 3));
    if (!day || !month || !year || !hour || !minute || !second || !zone_hour || !zone_minute) {
        return std::nullopt;
    }
    year_month_day date{
        std::chrono::year{*year},
        std::chrono::month{*month},
        std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    auto zone = hours{*zone_hour} + minutes{*zone_minute};
    auto local = sys_days{date} + hours{*hour} + minutes{*minute} + seconds{*second};
    return text[21] == '-' ? local + zone : local - zone;
}

std::string date_of(Time time)
{
    using namespace std::chrono;
    year_month_day date{floor<days>(time)};
    std::string month{kMonths[static_cast<unsigned>(date.month()) - 1]};
    month[1] = static_cast<char>(month[1] - 'A' + 'a');
    month[2] = static_cast<char>(month[2] - 'A' + 'a');
    return std::to_string(static_cast<unsigned>(date.day())) + "-" + month + "-" +
           std::to_string(static_cast<int>(date.year()));
}

std::optional<std::string> quoted(std::string_view text)
{
    std::string out{"\""};
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte > 0x7E) return std::nullopt;
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string mailbox_name(std::string_view utf8)
{
    std::string out, utf16;
    while (!utf8.empty()) {
        auto point = take_code_point(utf8);
        if (point < 0x20 || point > 0x7E) {
            add_utf16(utf16, point);
            continue;
        }
        if (!utf16.empty()) out += in_utf7(std::exchange(utf16, {}));
        out += static_cast<char>(point);
        if (point == '&') out += '-';
    }
    if (!utf16.empty()) out += in_utf7(utf16);
    return out;
}

std::string sequence_set(const std::vector<std::uint32_t>& numbers)
{
    std::string out;
    for (std::size_t i = 0; i < numbers.size();) {
        std::size_t last = i;
        while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
        if (!out.empty()) out += ',';
        out += std::to_string(numbers[i]);
        if (last > i) out += ":" + std::to_string(numbers[last]);
        i = last + 1;
    }
    return out;
}

}  // namespace keydesk::net::imap
