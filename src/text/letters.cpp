#include "text/letters.hpp"

#include <array>

namespace keydesk::text {

namespace {

constexpr char32_t kFirstHan = 0x3400, kLastHan = 0x9FFF;

/// Every message is folded several times: a table of 54 KB instead of a search for each letter.
using HanTable = std::array<char16_t, kLastHan - kFirstHan + 1>;

HanTable make_han_table()
{
    HanTable table;
    for (std::size_t i = 0; i < table.size(); ++i) table[i] = static_cast<char16_t>(kFirstHan + i);
    auto pairs = simplified_pairs();
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
        table[pairs[i] - kFirstHan] = static_cast<char16_t>(pairs[i + 1]);
    }
    return table;
}

char32_t simplified(char32_t c)
{
    static const HanTable table = make_han_table();
    return table[c - kFirstHan];
}

char32_t fold_one(char32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c == 0x3000 || c == 0xA0) return U' ';
    if (c == 0x2019 || c == 0x2018) return U'\'';
    if (c >= U'A' && c <= U'Z') return c + 32;
    return is_han(c) ? simplified(c) : c;
}

}  // namespace

std::u32string decode(std::string_view utf8)
{
    std::u32string out;
    out.reserve(utf8.size());
    std::size_t i = 0;
    while (i < utf8.size()) {
        auto first = static_cast<unsigned char>(utf8[i]);
        std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        bool whole = (first < 0x80 || first >= 0xC2) && i + length <= utf8.size();
        char32_t value = first < 0x80 ? first : first & (0xFFU >> (length + 1));
        for (std::size_t k = 1; whole && k < length; ++k) {
            auto byte = static_cast<unsigned char>(utf8[i + k]);
            whole = (byte & 0xC0) == 0x80;
            value = (value << 6) | (byte & 0x3FU);
        }
        out += whole ? value : U' ';
        i += whole ? length : 1;
    }
    return out;
}

std::string encode(std::u32string_view letters)
{
    std::string out;
    for (char32_t c : letters) {
        auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
        if (c < 0x80) {
            put(c);
        } else if (c < 0x800) {
            put(0xC0 | (c >> 6));
            put(0x80 | (c & 0x3F));
        } else if (c < 0x10000) {
            put(0xE0 | (c >> 12));
            put(0x80 | ((c >> 6) & 0x3F));
            put(0x80 | (c & 0x3F));
        } else {
            put(0xF0 | (c >> 18));
            put(0x80 | ((c >> 12) & 0x3F));
            put(0x80 | ((c >> 6) & 0x3F));
            put(0x80 | (c & 0x3F));
        }
    }
    return out;
}

bool is_han(char32_t c) noexcept
{
    return (c >= kFirstHan && c <= 0x4DBF) || (c >= 0x4E00 && c <= kLastHan);
}

bool is_latin(char32_t c) noexcept
{
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') ||
           (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7);
}

bool is_digit(char32_t c) noexcept
{
    return c >= U'0' && c <= U'9';
}

std::u32string folded(std::u32string_view letters)
{
    std::u32string out{letters};
    for (char32_t& c : out) c = fold_one(c);
    return out;
}

}  // namespace keydesk::text
