#include "chains/evm/hex.hpp"
#include "base/crypto.hpp"

#include <algorithm>
#include <limits>

namespace keydesk::chains::evm {

namespace {

constexpr std::size_t kSelector = 10;  ///< "0x" and four bytes.
constexpr std::size_t kWord = 64;
constexpr std::size_t kLongestText = 512;

int digit(char c) noexcept
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool prefixed(std::string_view text) noexcept
{
    return text.size() >= 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
}

bool all_digits(std::string_view text) noexcept
{
    return std::ranges::all_of(text, [](char c) { return digit(c) >= 0; });
}

std::string lower(std::string_view text)
{
    std::string out{text};
    for (auto& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::optional<Amount> digits_to_amount(std::string_view digits)
{
    if (digits.empty() || digits.size() > kWord || !all_digits(digits)) return std::nullopt;
    Amount out = 0;
    for (char c : digits) out = (out << 4) | static_cast<unsigned>(digit(c));
    return out;
}

/// Length of the UTF-8 character at the front; 0 when it is none or cannot be shown.
std::size_t printable(std::string_view text) noexcept
{
    auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) return first >= 0x20 && first != 0x7f ? 1 : 0;
    std::size_t length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first >= 0xf5 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) return 0;
    }
    return length;
}

std::string shown(std::string_view bytes)
{
    std::string out;
    while (!bytes.empty()) {
        auto length = printable(bytes);
        if (length > 0) out += bytes.substr(0, length);
        bytes.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out;
}

std::string_view word_digits(std::string_view data, std::size_t begin)
{
    if (begin > data.size() || data.size() - begin < kWord) return {};
    return data.substr(begin, kWord);
}

std::optional<std::string> to_address(std::string_view digits)
{
    if (digits.size() != kWord || !all_digits(digits)) return std::nullopt;
    if (digits.find_first_not_of('0') < 24) return std::nullopt;
    return "0x" + lower(digits.substr(24));
}

/// A string whose offset word stands at `place` and counts from `from` (both in digits).
std::optional<std::string> text_at(std::string_view data, std::size_t place, std::size_t from)
{
    auto offset = digits_to_amount(word_digits(data, place));
    if (!offset || *offset > data.size()) return std::nullopt;
    auto begin = from + 2 * static_cast<std::size_t>(*offset);
    auto length = digits_to_amount(word_digits(data, begin));
    if (!length || *length > data.size()) return std::nullopt;
    auto size = std::min(static_cast<std::size_t>(*length), kLongestText);
    begin += kWord;
    if (data.size() < begin || data.size() - begin < 2 * size) return std::nullopt;
    return shown(bytes_of("0x" + std::string{data.substr(begin, 2 * size)}));
}

}  // namespace

std::optional<Amount> parse_amount(std::string_view text)
{
    if (!prefixed(text)) return std::nullopt;
    return digits_to_amount(text.substr(2));
}

std::optional<std::int64_t> parse_number(std::string_view text)
{
    auto amount = parse_amount(text);
    if (!amount || *amount > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    return static_cast<std::int64_t>(*amount);
}

std::string to_hex(const Amount& amount)
{
    return "0x" + lower(amount.str(0, std::ios_base::hex));
}

std::string to_hex(std::int64_t number)
{
    return to_hex(Amount{static_cast<std::uint64_t>(std::max<std::int64_t>(number, 0))});
}

bool is_bytes(std::string_view text) noexcept
{
    return prefixed(text) && text.size() % 2 == 0 && all_digits(text.substr(2));
}

std::string fixed_bytes(std::string_view text, std::size_t bytes)
{
    if (!is_bytes(text) || text.size() != 2 + 2 * bytes) return {};
    return lower(text);
}

std::string bytes_of(std::string_view text)
{
    std::string out;
    if (!prefixed(text)) return out;
    for (std::size_t i = 2; i + 1 < text.size(); i += 2) {
        int high = digit(text[i]), low = digit(text[i + 1]);
        if (high < 0 || low < 0) return out;
        out += static_cast<char>(high * 16 + low);
    }
    return out;
}

std::optional<Amount> word(std::string_view data, std::size_t n)
{
    return digits_to_amount(word_digits(data, kSelector + n * kWord));
}

std::optional<std::string> address_word(std::string_view data, std::size_t n)
{
    return to_address(word_digits(data, kSelector + n * kWord));
}

std::optional<std::string> address_topic(std::string_view topic)
{
    if (!prefixed(topic)) return std::nullopt;
    return to_address(topic.substr(2));
}

std::string selector_of(std::string_view data)
{
    if (!prefixed(data) || data.size() < kSelector) return {};
    return lower(data.substr(0, kSelector));
}

std::optional<std::string> string_argument(std::string_view data, std::size_t n)
{
    return text_at(data, kSelector + n * kWord, kSelector);
}

std::optional<std::string> returned_text(std::string_view result)
{
    if (!is_bytes(result)) return std::nullopt;
    if (result.size() == 2 + kWord) return shown(bytes_of(result));
    return text_at(result, 2, 2);
}

std::string call_data(std::string_view selector)
{
    return std::string{selector};
}

std::string with_address(std::string data, std::string_view address)
{
    return data + std::string(24, '0') +
           std::string{address.substr(std::min<std::size_t>(2, address.size()))};
}

std::string checksummed(std::string_view address)
{
    if (fixed_bytes(address, 20).empty()) return std::string{address};
    auto out = lower(address);
    auto digest = hex(keccak256(std::string_view{out}.substr(2)));
    for (std::size_t i = 2; i < out.size(); ++i) {
        if (out[i] >= 'a' && digit(digest[i - 2]) >= 8)
            out[i] = static_cast<char>(out[i] - 'a' + 'A');
    }
    return out;
}

std::string hash_of(std::string_view data)
{
    return "0x" + hex(keccak256(bytes_of(data)));
}

}  // namespace keydesk::chains::evm
