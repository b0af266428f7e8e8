#include "chains/tron/words.hpp"

#include "base/trim.hpp"
#include "chains/recognise/base58.hpp"
#include "net/target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace keydesk::chains::tron {

namespace {

constexpr std::size_t kWord = 64;  ///< Digits.
constexpr std::size_t kLongestReason = 200;

int digit_of(char c) noexcept
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string_view word_text(std::string_view hex, std::size_t n, std::size_t skip)
{
    // Data of a hostile length must not overflow the place.
    if (n > 1000 || hex.size() < skip + (n + 1) * kWord) return {};
    return hex.substr(skip + n * kWord, kWord);
}

Amount amount_of(std::string_view digits)
{
    Amount out = 0;
    for (char c : digits) out = (out << 4) | static_cast<unsigned>(digit_of(c));
    return out;
}

/// The string that stands as the first argument of `hex` after `skip` digits.
std::optional<std::string> string_argument(std::string_view hex, std::size_t skip)
{
    auto offset = word(hex, 0, skip);
    if (!offset || *offset != 32) return std::nullopt;
    auto length = word(hex, 1, skip);
    auto rest = hex.size() - skip - 2 * kWord;
    if (!length || *length > rest / 2) return std::nullopt;
    return bytes_of(hex.substr(skip + 2 * kWord, static_cast<std::size_t>(*length) * 2));
}

}  // namespace

bool is_hex(std::string_view text) noexcept
{
    return text.size() % 2 == 0 &&
           std::ranges::all_of(text, [](char c) { return digit_of(c) >= 0; });
}

std::optional<std::string> bytes_of(std::string_view hex)
{
    if (!is_hex(hex)) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        out += static_cast<char>(digit_of(hex[i]) * 16 + digit_of(hex[i + 1]));
    }
    return out;
}

std::string address_from(std::string_view text)
{
    if (text.size() == 34 && text.front() == 'T') {
        return base58_address(text) ? std::string{text} : std::string{};
    }
    if (text.size() == 42 && text.starts_with("41")) text.remove_prefix(2);
    auto bytes = text.size() == 40 ? bytes_of(text) : std::nullopt;
    if (!bytes) return {};
    Bytes versioned{0x41};
    versioned.insert(versioned.end(), bytes->begin(), bytes->end());
    return base58_address_text(versioned);
}

std::string digits_of(std::string_view address)
{
    auto bytes = base58_address(address);
    if (!bytes || bytes->size() != 21 || bytes->front() != 0x41) return {};
    std::string out;
    for (std::size_t i = 1; i < bytes->size(); ++i) out += fmt::format("{:02x}", (*bytes)[i]);
    return out;
}

std::optional<Amount> word(std::string_view hex, std::size_t n, std::size_t skip)
{
    auto digits = word_text(hex, n, skip);
    if (digits.empty() || !is_hex(digits)) return std::nullopt;
    return amount_of(digits);
}

std::string address_word(std::string_view hex, std::size_t n, std::size_t skip)
{
    auto digits = word_text(hex, n, skip);
    if (digits.empty() || digits.find_first_not_of('0') < 22) return {};
    auto version = digits.substr(22, 2);
    if (version != "00" && version != "41") return {};
    return address_from(digits.substr(24));
}

std::string word_of_address(std::string_view address)
{
    return std::string(24, '0') + digits_of(address);
}

std::string word_of(const Amount& amount)
{
    std::string digits = amount.str(0, std::ios_base::hex);
    std::ranges::transform(digits, digits.begin(), [](char c) {
        return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return std::string(kWord - digits.size(), '0') + digits;
}

std::optional<std::string> revert_reason(std::string_view hex)
{
    if (!hex.starts_with("08c379a0")) return std::nullopt;
    auto bytes = string_argument(hex, 8);
    if (!bytes) return std::nullopt;
    return printable(*bytes, kLongestReason);
}

std::optional<std::string> returned_text(std::string_view hex)
{
    auto bytes = hex.size() == kWord ? bytes_of(hex) : string_argument(hex, 0);
    if (!bytes) return std::nullopt;
    bytes->erase(bytes->find_last_not_of('\0') + 1);
    return printable(*bytes, 64);
}

std::optional<std::string> printable(std::string_view bytes, std::size_t most)
{
    if (!net::valid_utf8(bytes)) return std::nullopt;
    std::string out{cut_to(bytes, most)};
    std::erase_if(out, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
    if (out.empty()) return std::nullopt;
    return out;
}

std::string decimal(const Amount& amount, int decimals)
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

std::string in_trx(const Amount& sun)
{
    return decimal(sun, 6) + " TRX";
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

}  // namespace keydesk::chains::tron
