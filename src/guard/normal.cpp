#include "guard/normal.hpp"

#include "guard/lexicon.hpp"
#include "guard/marker.hpp"

namespace keydesk::guard {
namespace {

// Base letters of U+00C0..024F and U+1E00..1EFF; '.' where a character has none.
constexpr std::string_view kLatin =
    "AAAAAAACEEEEIIIIDNOOOOO.OUUUUYTsaaaaaaaceeeeiiiidnooooo.ouuuuytyAaAaAaCcCcCcCcDdDdEeEeEeEeEe"
    "GgGgGgGgHhHhIiIiIiIiIi..JjKkkLlLlLl..LlNnNnNn.NnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyY"
    "ZzZzZzs................................Oo.............Uu............................AaIiOoUu"
    "UuUuUuUu.AaAa....GgKkOoOo..j...Gg..NnAa....AaAaEeEeIiIiOoOoRrRrUuUuSsTt..Hh......AaEeOoOoOoOo"
    "Yy............................";
constexpr std::string_view kLatinMore =
    "AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMmMmMmNnNnNnNnOoOoOoOoPpPpRrRr"
    "RrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVvWwWwWwWwWwXxXxYyZzZzZzhtwy......AaAaAaAaAaAaAaAaAaAaAaAa"
    "EeEeEeEeEeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy......";
static_assert(kLatin.size() == 400 && kLatinMore.size() == 256);

// Half-width katakana U+FF66..FF9D as hiragana, less U+3000.
constexpr std::string_view kHalfKana =
    "\x92\x41\x43\x45\x47\x49\x83\x85\x87\x63\xfc\x42\x44\x46\x48\x4a\x4b\x4d\x4f\x51\x53\x55\x57"
    "\x59\x5b\x5d\x5f\x61\x64\x66\x68\x6a\x6b\x6c\x6d\x6e\x6f\x72\x75\x78\x7b\x7e\x7f\x80\x81\x82"
    "\x84\x86\x88\x89\x8a\x8b\x8c\x8d\x8f\x93";
static_assert(kHalfKana.size() == 56);

// Small Cyrillic and Greek letters that look like Latin ones, in pairs.
constexpr std::u32string_view kLookAlikes = U"аaеeоoрpсcуyхxіiјjѕsкkмmнhтtвbԁdԛqԝwαaοoνvρpιiκkτtυu";

struct Decoded {
    char32_t cp;
    std::uint32_t bytes;
};

Decoded decode(std::string_view s, std::size_t at)
{
    const auto byte = [&](std::size_t i) -> std::uint32_t {
        return at + i < s.size() ? static_cast<unsigned char>(s[at + i]) : 0U;
    };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const std::uint32_t first = byte(0);
    if (first < 0x80) return {first, 1};
    if (first >= 0xC2 && first < 0xE0 && follows(1)) {
        return {(first & 0x1FU) << 6U | (byte(1) & 0x3FU), 2};
    }
    if (first >= 0xE0 && first < 0xF0 && follows(1) && follows(2)) {
        const std::uint32_t cp =
            (first & 0xFU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
        if (cp >= 0x800 && (cp < 0xD800 || cp > 0xDFFF)) return {cp, 3};
    }
    if (first >= 0xF0 && first < 0xF5 && follows(1) && follows(2) && follows(3)) {
        const std::uint32_t cp = (first & 7U) << 18U | (byte(1) & 0x3FU) << 12U |
                                 (byte(2) & 0x3FU) << 6U | (byte(3) & 0x3FU);
        if (cp >= 0x10000 && cp <= 0x10FFFF) return {cp, 4};
    }
    return {0xFFFD, 1};
}

bool is_invisible(char32_t c)
{
    return c == 0xAD || (c >= 0x300 && c <= 0x36F) || c == 0x61C || c == 0x180E ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0x20E3 || (c >= 0xFE00 && c <= 0xFE0F) ||
           c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
}

/// Width, punctuation and decorated letters to their plain form, case kept.
char32_t plain(char32_t c)
{
    if (c >= 0xFFFA && c <= 0xFFFC) return '?';  // Ours alone: nobody writes a marker by hand.
    if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
    if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000) {
        return ' ';
    }
    if (c == 0x2028 || c == 0x2029 || c == 0x85) return '\n';
    // The sieve need not know which letter it is, only that a word goes on.
    if (kSieve && ((c >= 0xC0 && c < 0x250) || (c >= 0x1E00 && c < 0x1F00))) return 'e';
    if (c >= 0xC0 && c < 0x250 && kLatin[c - 0xC0] != '.') {
        return static_cast<unsigned char>(kLatin[c - 0xC0]);
    }
    if (c >= 0x1E00 && c < 0x1F00 && kLatinMore[c - 0x1E00] != '.') {
        return static_cast<unsigned char>(kLatinMore[c - 0x1E00]);
    }
    if ((c >= 0x2460 && c <= 0x249B) || (c >= 0x24EA && c <= 0x24FF) ||
        (c >= 0x2776 && c <= 0x2793)) {
        return ' ';  // Circled, bracketed and dotted numbers are numbering.
    }
    if (c >= 0x24B6 && c <= 0x24E9) return (c < 0x24D0 ? 'A' : 'a') + (c - 0x24B6) % 26;
    if (c >= 0x1D400 && c <= 0x1D6A3) {
        const char32_t letter = (c - 0x1D400) % 52;
        return letter < 26 ? 'A' + letter : 'a' + letter - 26;
    }
    if (c >= 0x1D7CE && c <= 0x1D7FF) return '0' + (c - 0x1D7CE) % 10;
    if (c >= 0xFF66 && c <= 0xFF9D) {
        return 0x3000 + static_cast<unsigned char>(kHalfKana[c - 0xFF66]);
    }
    switch (c) {
        case 0x3002:
        case 0xFF61:
            return '.';
        case 0x3001:
        case 0xFF64:
            return ',';
        case 0x201C:
        case 0x201D:
        case 0x300C:
        case 0x300D:
        case 0x300E:
        case 0x300F:
            return '"';
        case 0x2018:
        case 0x2019:
        case 0x2032:
            return '\'';
        case 0x3010:
        case 0x3014:
        case 0x3008:
        case 0x300A:
            return '[';
        case 0x3011:
        case 0x3015:
        case 0x3009:
        case 0x300B:
            return ']';
        case 0x2010:
        case 0x2011:
        case 0x2012:
        case 0x2013:
        case 0x2014:
        case 0x2015:
        case 0x2212:
            return '-';
        case 0xB7:
        case 0x2022:
        case 0x30FB:
        case 0x25CF:
        case 0x25CB:
            return '*';
        default:
            return c;
    }
}

char32_t lowered(char32_t c)
{
    if (is_upper(c)) return c + 32;
    if (c >= 0x30A1 && c <= 0x30F6) return c - 0x60;
    if (c >= 0x410 && c <= 0x42F) return c + 32;
    if (c >= 0x400 && c <= 0x40F) return c + 80;
    if (c >= 0x391 && c <= 0x3A9) return c + 32;
    return c;
}

bool takes_voice(char32_t c)
{
    return (c >= 0x304B && c <= 0x3062 && c % 2 == 1) ||
           (c >= 0x3064 && c <= 0x3069 && c % 2 == 0) || (c >= 0x306F && c <= 0x307D && c % 3 == 0);
}

/// Joins a voiced mark or a Hangul letter to the character before it.
bool composes(NormalText& text, char32_t c)
{
    if (text.low.empty()) return false;
    char32_t& last = text.low.back();
    char32_t joined = 0;
    if ((c == 0x3099 || c == 0xFF9E) && takes_voice(last)) joined = last + 1;
    if ((c == 0x309A || c == 0xFF9F) && last >= 0x306F && last <= 0x307D && last % 3 == 0) {
        joined = last + 2;
    }
    if (c >= 0x1161 && c <= 0x1175 && last >= 0x1100 && last <= 0x1112) {
        joined = 0xAC00 + ((last - 0x1100) * 21 + (c - 0x1161)) * 28;
    }
    if (c >= 0x11A8 && c <= 0x11C2 && is_hangul(last) && (last - 0xAC00) % 28 == 0) {
        joined = last + (c - 0x11A7);
    }
    if (joined == 0) return false;
    last = joined;
    text.raw.back() = joined;
    return true;
}

/// Cyrillic and Greek look-alikes become Latin, but only in a word that has Latin letters too.
void fold_look_alikes(std::u32string& low, std::size_t from)
{
    const auto foreign = [](char32_t c) { return is_cyrillic(c) || (c >= 0x3B1 && c <= 0x52F); };
    for (std::size_t i = from; i < low.size();) {
        std::size_t end = i;
        bool latin = false;
        bool mixed = false;
        while (end < low.size() && (is_lower(low[end]) || foreign(low[end]))) {
            (is_lower(low[end]) ? latin : mixed) = true;
            ++end;
        }
        for (; latin && mixed && i < end; ++i) {
            for (std::size_t k = 0; k < kLookAlikes.size(); k += 2) {
                if (low[i] == kLookAlikes[k]) low[i] = kLookAlikes[k + 1];
            }
        }
        i = end + 1;
    }
}

void push(NormalText& text, char32_t raw, char32_t low)
{
    text.raw.push_back(raw);
    text.low.push_back(low);
    text.at.push_back(text.length);
}

}  // namespace

std::uint32_t append(NormalText& text, std::string_view utf8)
{
    if (!text.at.empty()) {
        text.at.pop_back();
        push(text, kMessageEdge, kMessageEdge);
        text.length += 1;
    }
    const std::size_t from = text.low.size();
    for (std::size_t i = 0; i < utf8.size();) {
        if (const Marker marker = kSieve ? Marker{} : marker_at(utf8, i); marker.bytes != 0) {
            const bool phrase = marker.kind <= Kind::recovery_share;
            push(text, phrase ? kPhraseMarker : kMarker, phrase ? kPhraseMarker : kMarker);
            text.length += marker.code_points;
            i += marker.bytes;
            continue;
        }
        const Decoded next = decode(utf8, i);
        i += next.bytes;
        const char32_t c = next.cp;
        if (c >= 0x20 && c < 0x7F) {
            push(text, c, lowered(c));
        } else if (c < 0x20 || c == 0x7F) {
            const char32_t blank = c == '\n' || c == '\r' ? '\n' : ' ';
            push(text, blank, blank);
        } else if (!is_invisible(c) && !composes(text, c)) {
            const char32_t folded = plain(c);
            push(text, folded, lowered(folded));
        }
        text.length += 1;
    }
    text.at.push_back(text.length);
    fold_look_alikes(text.low, from);
    return static_cast<std::uint32_t>(from);
}

NormalText normalise(std::string_view utf8)
{
    NormalText text;
    append(text, utf8);
    return text;
}

std::vector<std::uint32_t> byte_offsets(std::string_view utf8)
{
    std::vector<std::uint32_t> offsets;
    for (std::size_t i = 0; i < utf8.size(); i += decode(utf8, i).bytes) {
        offsets.push_back(static_cast<std::uint32_t>(i));
    }
    offsets.push_back(static_cast<std::uint32_t>(utf8.size()));
    return offsets;
}

bool has_chinese(std::string_view utf8)
{
    bool chinese = false;
    for (std::size_t i = 0; i < utf8.size();) {
        const Decoded next = decode(utf8, i);
        if (next.cp >= 0x3041 && next.cp <= 0x30FF) return false;
        chinese = chinese || is_han(next.cp);
        i += next.bytes;
    }
    return chinese;
}

}  // namespace keydesk::guard
