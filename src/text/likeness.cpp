// Whether two messages say the same.
#include "text/letters.hpp"
#include "text/recogniser.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace keydesk::text {

namespace {

constexpr std::size_t kRead = 4'000;  ///< Letters; what follows changes no judgement.

std::u32string essence(std::string_view utf8)
{
    std::u32string out;
    for (char32_t c : folded(decode(utf8.substr(0, 4 * kRead)))) {
        bool letter =
            is_latin(c) || is_digit(c) || is_han(c) || c > 0x9FFF || (c >= 0x370 && c < 0x2000);
        if (letter && out.size() < kRead) out += c;
    }
    return out;
}

/// Three letters in a row, as one number each, in order.
std::vector<std::uint64_t> pieces_of(std::u32string_view text)
{
    constexpr int kBits = 21;  // of a code point
    std::vector<std::uint64_t> pieces;
    pieces.reserve(text.size());
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        std::uint64_t piece = text[i];
        piece = piece << kBits | text[i + 1];
        pieces.push_back(piece << kBits | text[i + 2]);
    }
    std::ranges::sort(pieces);
    return pieces;
}

std::size_t common(const std::vector<std::uint64_t>& one, const std::vector<std::uint64_t>& other)
{
    std::size_t count = 0;
    for (auto a = one.begin(), b = other.begin(); a != one.end() && b != other.end();) {
        if (*a == *b) {
            ++count, ++a, ++b;
        } else if (*a < *b) {
            ++a;
        } else {
            ++b;
        }
    }
    return count;
}

}  // namespace

std::string essence_of(std::string_view utf8)
{
    return encode(essence(utf8));
}

double likeness_of(std::string_view one, std::string_view other)
{
    auto a = essence(one), b = essence(other);
    if (a.empty() || b.empty()) return 0;
    if (a == b) return 1;
    if (a.size() < 6 || b.size() < 6) return 0;
    auto longer = std::max(a.size(), b.size()), shorter = std::min(a.size(), b.size());
    if (shorter * 10 < longer * 8) return 0;
    auto pieces = pieces_of(a);
    auto others = pieces_of(b);
    auto all = static_cast<double>(pieces.size() + others.size());
    return 2.0 * static_cast<double>(common(pieces, others)) / all;
}

}  // namespace keydesk::text
