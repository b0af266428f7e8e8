#include "chains/recognise/normalise.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace keydesk::chains {

namespace {

constexpr std::size_t kLongest = 1U << 20U;
constexpr char kNothing = '\0';

struct CodePoint {
    char32_t value = 0;  ///< 0 for a byte that belongs to no code point.
    std::size_t size = 1;
};

CodePoint decode(std::string_view rest)
{
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
    const unsigned first = byte(0);
    if (first < 0x80) return {first, 1};
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
    if (size == 0 || size > rest.size() || first > 0xF4) return {};
    char32_t value = first & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0U) != 0x80) return {};
        value = value << 6U | (byte(i) & 0x3FU);
    }
    return {value, size};
}

constexpr bool within(char32_t c, char32_t first, char32_t last)
{
    return c >= first && c <= last;
}

/// Zero-width characters, directions and variation selectors: nobody sees them.
bool invisible(char32_t c)
{
    return within(c, 0x200B, 0x200F) || within(c, 0x202A, 0x202E) || within(c, 0x2060, 0x2069) ||
           within(c, 0xFE00, 0xFE0F) || c == 0xFEFF || c == 0xAD || c == 0x34F || c == 0x180E;
}

bool blank(char32_t c)
{
    return c == 0xA0 || c == 0x3000 || within(c, 0x2000, 0x200A) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x205F;
}

bool quote(char32_t c)
{
    return within(c, 0x2018, 0x201F) || within(c, 0x3008, 0x3011) || c == 0xAB || c == 0xBB;
}

/// The ASCII character that this one is read as; none when it stays what it is.
std::optional<char> folded(char32_t c, char before)
{
    if (c < 0x80) return static_cast<char>(c);
    if (within(c, 0xFF01, 0xFF5E)) return static_cast<char>(c - 0xFEE0);
    if (invisible(c)) return kNothing;
    if (blank(c)) return ' ';
    if (quote(c)) return '"';
    if (c == 0xB7 || c == 0x2022) return '*';
    // 0×… and Cyrillic 0х…: what some keyboards make of 0x.
    if ((c == 0xD7 || c == 0x445 || c == 0x425) && before == '0') return 'x';
    if (within(c, 0x1D7CE, 0x1D7FF)) return static_cast<char>('0' + (c - 0x1D7CE) % 10);
    if (within(c, 0x1D400, 0x1D6A3)) {
        const char32_t letter = (c - 0x1D400) % 52;
        return static_cast<char>(letter < 26 ? 'A' + letter : 'a' + letter - 26);
    }
    return std::nullopt;
}

Pasted folded(std::string_view text)
{
    Pasted out;
    out.text.reserve(text.size());
    out.at.reserve(text.size() + 1);
    auto add = [&out](std::string_view bytes, std::size_t from, std::size_t step) {
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            out.text += bytes[i];
            out.at.push_back(static_cast<std::uint32_t>(from + i * step));
        }
    };
    for (std::size_t i = 0; i < text.size();) {
        const auto [value, size] = decode(text.substr(i));
        const char before = out.text.empty() ? ' ' : out.text.back();
        if (value == 0x2026 || value == 0x22EF) {
            add("...", i, 0);
        } else if (auto ascii = value == 0 ? std::nullopt : folded(value, before)) {
            if (*ascii != kNothing) add({&*ascii, 1}, i, 0);
        } else {
            add(text.substr(i, size), i, 1);
        }
        i += size;
    }
    out.at.push_back(static_cast<std::uint32_t>(text.size()));
    return out;
}

int hex_value(char c)
{
    if (is_digit(c)) return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// What %XX at this place stands for, if that is a printable ASCII character.
std::optional<char> escape_at(std::string_view text, std::size_t i)
{
    if (text[i] != '%' || i + 2 >= text.size()) return std::nullopt;
    const int high = hex_value(text[i + 1]);
    const int low = hex_value(text[i + 2]);
    const int value = high < 0 || low < 0 ? 0 : high * 16 + low;
    if (value < 0x20 || value > 0x7E) return std::nullopt;
    return static_cast<char>(value);
}

Pasted unescaped(Pasted in)
{
    if (!in.text.contains('%')) return in;
    Pasted out;
    for (std::size_t i = 0; i < in.text.size();) {
        const auto escape = escape_at(in.text, i);
        out.text += escape.value_or(in.text[i]);
        out.at.push_back(in.at[i]);
        i += escape ? 3 : 1;
    }
    out.at.push_back(in.at.back());
    return out;
}

}  // namespace

Pasted normalise(std::string_view text)
{
    // Twice: links that went through a redirect are often escaped twice.
    return unescaped(unescaped(folded(text.substr(0, kLongest))));
}

std::string lower(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(out, out.begin(), [](char c) { return lower(c); });
    return out;
}

}  // namespace keydesk::chains
