#include "mail/header_writer.hpp"

#include "mail/charset.hpp"
#include "mail/transfer.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstddef>

namespace keydesk::mail {

namespace {

constexpr std::size_t kWide = 78;       ///< RFC 5322, section 2.1.1.
constexpr std::size_t kWordBytes = 45;  ///< Of text in an encoded-word: 60 in base64, 75 in all.
constexpr std::size_t kPieceBytes = 60;

bool is_plain(std::string_view text) noexcept
{
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 127; });
}

/// Bytes of the character at `at`; `utf8` is valid.
std::size_t character_size(std::string_view utf8, std::size_t at) noexcept
{
    std::size_t size = 1;
    while (at + size < utf8.size() &&
           (static_cast<unsigned char>(utf8[at + size]) & 0xC0U) == 0x80U) {
        ++size;
    }
    return size;
}

/// RFC 5322, section 3.2.3, and spaces between.
bool is_phrase(std::string_view text) noexcept
{
    constexpr std::string_view kAllowed = " !#$%&'*+-/=?^_`{|}~";
    return std::ranges::all_of(text, [&](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
               kAllowed.find(c) != kAllowed.npos;
    });
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string two(unsigned number)
{
    return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

}  // namespace

bool fits_header(std::string_view value) noexcept
{
    return is_valid_utf8(value) && std::ranges::none_of(value, [](char c) {
               return static_cast<unsigned char>(c) < ' ' || c == '\x7F';
           });
}

bool is_sendable(std::string_view address) noexcept
{
    const auto at = address.rfind('@');
    return fits_header(address) && at != address.npos && at > 0 && at + 1 < address.size() &&
           address.size() <= 320 && address.find_first_of(" <>,;()[]\"\\") == address.npos;
}

std::string write_field(std::string_view name, std::string_view value)
{
    std::string out{name};
    out += ':';
    std::size_t column = out.size();
    while (!value.empty()) {
        const auto end = std::min(value.find(' ', 1), value.size());
        const auto word = value.substr(0, end);
        value.remove_prefix(end);
        const bool space = word.starts_with(' ');
        const std::size_t size = word.size() + (space ? 0 : 1);
        // A line of nothing but space would end the header for some readers.
        if (column + size > kWide && column > name.size() + 1 && word != " ") {
            out += "\r\n";
            column = 0;
        }
        if (!space) out += ' ';
        out += word;
        column += size;
    }
    return out + "\r\n";
}

std::string encode_words(std::string_view utf8)
{
    const bool odd = utf8.starts_with(' ') || utf8.ends_with(' ') || utf8.find("  ") != utf8.npos;
    if (is_plain(utf8) && utf8.find("=?") == utf8.npos && utf8.size() < 900 && !odd) {
        return std::string{utf8};
    }
    std::string out;
    for (std::size_t at = 0; at < utf8.size();) {
        std::size_t size = 0;
        while (at + size < utf8.size()) {
            const std::size_t next = character_size(utf8, at + size);
            if (size + next > kWordBytes) break;
            size += next;
        }
        out += out.empty() ? "" : " ";
        out += "=?UTF-8?B?" + encode_base64(utf8.substr(at, size)) + "?=";
        at += size;
    }
    return out;
}

std::string write_address(const Address& address)
{
    if (address.name.empty()) return address.address;
    const auto& name = address.name;
    const bool plain = is_plain(name) && name.find("=?") == name.npos && name.size() < 60;
    const auto written = !plain ? encode_words(name) : is_phrase(name) ? name : quoted(name);
    // A long ASCII name would come back unencoded and unquoted.
    const bool raw = !plain && written == name;
    return (raw ? quoted(name) : written) + " <" + address.address + ">";
}

std::string write_addresses(const std::vector<Address>& addresses)
{
    std::string out;
    for (const auto& address : addresses) out += (out.empty() ? "" : ", ") + write_address(address);
    return out;
}

std::string write_parameter(std::string_view name, std::string_view value)
{
    const std::string start = "; " + std::string{name};
    if (is_plain(value) && value.size() <= kPieceBytes) return start + "=" + quoted(value);
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::vector<std::string> pieces{"UTF-8''"};
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain =
            byte < 128 && (std::isalnum(byte) != 0 || c == '.' || c == '-' || c == '_');
        if (pieces.back().size() + 3 > kPieceBytes) pieces.emplace_back();
        if (plain) {
            pieces.back() += c;
        } else {
            pieces.back() += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
        }
    }
    if (pieces.size() == 1) return start + "*=" + pieces.front();
    std::string out;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        out += start + "*" + std::to_string(i) + "*=" + pieces[i];
    }
    return out;
}

std::string write_date(Time time)
{
    constexpr auto kDays =
        std::to_array<std::string_view>({"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"});
    constexpr auto kMonths = std::to_array<std::string_view>(
        {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"});
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
    std::string out{kDays[std::chrono::weekday{day}.c_encoding()]};
    out += ", " + two(static_cast<unsigned>(date.day())) + " ";
    out += kMonths[static_cast<unsigned>(date.month()) - 1];
    out += " " + std::to_string(static_cast<int>(date.year())) + " ";
    out += two(static_cast<unsigned>(clock.hours().count())) + ":";
    out += two(static_cast<unsigned>(clock.minutes().count())) + ":";
    return out + two(static_cast<unsigned>(clock.seconds().count())) + " +0000";
}

}  // namespace keydesk::mail
