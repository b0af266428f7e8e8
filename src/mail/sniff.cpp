#include "mail/sniff.hpp"

#include "mail/charset.hpp"

#include <algorithm>
#include <cstddef>

namespace keydesk::mail {

namespace {

/// Longer texts are judged by their beginning.
constexpr std::size_t kJudged = 64 << 10;

unsigned at(std::string_view bytes, std::size_t i) noexcept
{
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
}

bool within(unsigned byte, unsigned low, unsigned high) noexcept
{
    return byte >= low && byte <= high;
}

/// How well bytes fit a double-byte set. `usual`: its everyday characters.
struct Fit {
    std::size_t characters = 0, usual = 0, faults = 0;
    bool better_than(const Fit& other) const noexcept
    {
        return usual * (other.characters + 1) > other.usual * (characters + 1);
    }
    bool convincing() const noexcept
    {
        return characters > 0 && faults * 20 <= characters && usual * 2 >= characters;
    }
};

/// GB 2312 puts its everyday characters in rows 16–55 (lead B0–D7), signs in rows 1–9.
Fit fit_gb(std::string_view bytes) noexcept
{
    Fit fit;
    for (std::size_t i = 0; i < bytes.size();) {
        const unsigned lead = at(bytes, i), trail = at(bytes, i + 1);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        ++fit.characters;
        if (within(lead, 0x81, 0xFE) && within(trail, 0x30, 0x39)) {  // GB18030, four bytes
            const bool whole =
                within(at(bytes, i + 2), 0x81, 0xFE) && within(at(bytes, i + 3), 0x30, 0x39);
            fit.faults += whole ? 0 : 1;
            i += whole ? 4 : 1;
            continue;
        }
        const bool pair = within(lead, 0x81, 0xFE) && within(trail, 0x40, 0xFE) && trail != 0x7F;
        const bool usual = (within(lead, 0xB0, 0xD7) || within(lead, 0xA1, 0xA3)) && trail >= 0xA1;
        fit.usual += usual ? 1 : 0;
        fit.faults += pair ? 0 : 1;
        i += pair ? 2 : 1;
    }
    return fit;
}

/// Big5's 5,401 everyday characters are A440–C67E, its signs A140–A3BF.
Fit fit_big5(std::string_view bytes) noexcept
{
    Fit fit;
    for (std::size_t i = 0; i < bytes.size();) {
        const unsigned lead = at(bytes, i), trail = at(bytes, i + 1);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        ++fit.characters;
        const bool pair =
            within(lead, 0x81, 0xFE) && (within(trail, 0x40, 0x7E) || within(trail, 0xA1, 0xFE));
        fit.usual += pair && within(lead, 0xA1, 0xC6) ? 1 : 0;
        fit.faults += pair ? 0 : 1;
        i += pair ? 2 : 1;
    }
    return fit;
}

/// Escapes of ISO-2022: 7-bit text that says which set follows.
std::string iso_2022(std::string_view bytes)
{
    auto has = [&](std::string_view escape) { return bytes.find(escape) != bytes.npos; };
    if (has("\x1B$B") || has("\x1B$@") || has("\x1B(J")) return "ISO-2022-JP-2";
    if (has("\x1B$)C")) return "ISO-2022-KR";
    if (has("\x1B$)A") || has("\x1B$)G")) return "ISO-2022-CN-EXT";
    return {};
}

std::string by_mark(std::string_view bytes)
{
    if (bytes.starts_with("\xEF\xBB\xBF")) return "UTF-8";
    if (bytes.starts_with("\xFF\xFE")) return "UTF-16LE";
    if (bytes.starts_with("\xFE\xFF")) return "UTF-16BE";
    return {};
}

/// Every second byte zero: ASCII text in UTF-16 without a mark.
bool looks_like_utf16(std::string_view bytes) noexcept
{
    const auto zeros = static_cast<std::size_t>(std::ranges::count(bytes, '\0'));
    return bytes.size() >= 4 && bytes.size() % 2 == 0 && zeros * 4 >= bytes.size() &&
           zeros * 2 <= bytes.size() + 2;
}

}  // namespace

std::string sniff_utf16(std::string_view bytes)
{
    std::size_t little = 0, big = 0;
    for (std::size_t i = 0; i + 1 < std::min(bytes.size(), kJudged); i += 2) {
        // The high byte of ASCII, of CJK signs and fullwidth forms, and of Chinese characters.
        auto usual = [](unsigned high) {
            return high == 0 || high == 0x30 || high == 0xFF || within(high, 0x4E, 0x9F);
        };
        const unsigned even = at(bytes, i), odd = at(bytes, i + 1);
        little += usual(odd) ? 1 : 0;
        big += usual(even) ? 1 : 0;
        if (odd == 0) little += 2;
        if (even == 0) big += 2;
    }
    return little > big ? "UTF-16LE" : "UTF-16BE";
}

bool surely_utf8(std::string_view bytes) noexcept
{
    if (!is_valid_utf8(bytes)) return false;
    return std::ranges::count_if(bytes, [](char c) {
               return within(static_cast<unsigned char>(c), 0xE0, 0xF4);
           }) >= 2;
}

std::size_t utf8_faults(std::string_view bytes, std::size_t& characters) noexcept
{
    std::size_t faults = 0;
    characters = 0;
    for (std::size_t i = 0; i < bytes.size();) {
        std::size_t size = 1;
        while (size < 4 && i + size < bytes.size() &&
               (static_cast<unsigned char>(bytes[i + size]) & 0xC0U) == 0x80U) {
            ++size;
        }
        if (at(bytes, i) >= 0x80) {
            const bool whole = is_valid_utf8(bytes.substr(i, size));
            // A text that was cut inside a character has no fault of its own.
            const bool cut = !whole && i + size == bytes.size() && at(bytes, i) >= 0xC2;
            if (!cut) (whole ? characters : faults) += 1;
        }
        i += size;
    }
    return faults;
}

std::string sniff_charset(std::string_view bytes)
{
    if (auto marked = by_mark(bytes); !marked.empty()) return marked;
    if (looks_like_utf16(bytes)) return sniff_utf16(bytes);
    if (is_valid_utf8(bytes)) {
        auto escaped = iso_2022(bytes);
        return escaped.empty() ? "UTF-8" : escaped;
    }
    const auto judged = bytes.substr(0, kJudged);
    std::size_t characters = 0;
    const std::size_t faults = utf8_faults(judged, characters);
    if (characters > 0 && faults * 4 <= characters) return "UTF-8";  // a damaged one
    const Fit gb = fit_gb(judged), big5 = fit_big5(judged);
    if (big5.convincing() && big5.better_than(gb) && big5.faults <= gb.faults) {
        return "BIG5-HKSCS";
    }
    if (gb.convincing()) return "GB18030";
    // Rare characters only, yet whole pairs of them: names. Single bytes between letters are not.
    const auto wide = static_cast<std::size_t>(std::ranges::count_if(
        judged, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
    if (gb.faults == 0 && wide >= gb.characters * 2) return "GB18030";
    return "CP1252";
}

}  // namespace keydesk::mail
