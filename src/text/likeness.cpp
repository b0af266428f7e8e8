// Whether two messages say the same.
#include "text/letters.hpp"
#include "text/recogniser.hpp"

#include <algorithm>
#include <map>

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

using Pieces = std::map<std::u32string_view, int>;

Pieces pieces_of(std::u32string_view text)
{
    Pieces pieces;
    for (std::size_t i = 0; i + 2 < text.size(); ++i) ++pieces[text.substr(i, 3)];
    return pieces;
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
    int common = 0, all = 0;
    for (const auto& [piece, count] : pieces) {
        auto found = others.find(piece);
        if (found != others.end()) common += std::min(count, found->second);
        all += count;
    }
    for (const auto& [piece, count] : others) all += count;
    return all == 0 ? 0 : 2.0 * common / all;
}

}  // namespace keydesk::text
