#include "mail/html_reader.hpp"
#include "mail/transfer.hpp"

#include <algorithm>
#include <array>

namespace keydesk::mail {

namespace {

struct Entity {
    std::string_view name;
    std::uint32_t code;
};

/// Those that mail programs write; the others of the 2,231 stay as they are written.
constexpr auto kEntities = std::to_array<Entity>({
    {"amp", '&'},       {"lt", '<'},        {"gt", '>'},        {"quot", '"'},
    {"apos", '\''},     {"nbsp", 0xA0},     {"iexcl", 0xA1},    {"cent", 0xA2},
    {"pound", 0xA3},    {"curren", 0xA4},   {"yen", 0xA5},      {"brvbar", 0xA6},
    {"sect", 0xA7},     {"uml", 0xA8},      {"copy", 0xA9},     {"ordf", 0xAA},
    {"laquo", 0xAB},    {"not", 0xAC},      {"shy", 0xAD},      {"reg", 0xAE},
    {"macr", 0xAF},     {"deg", 0xB0},      {"plusmn", 0xB1},   {"sup2", 0xB2},
    {"sup3", 0xB3},     {"acute", 0xB4},    {"micro", 0xB5},    {"para", 0xB6},
    {"middot", 0xB7},   {"sup1", 0xB9},     {"ordm", 0xBA},     {"raquo", 0xBB},
    {"frac14", 0xBC},   {"frac12", 0xBD},   {"frac34", 0xBE},   {"iquest", 0xBF},
    {"Agrave", 0xC0},   {"Aacute", 0xC1},   {"Auml", 0xC4},     {"Aring", 0xC5},
    {"AElig", 0xC6},    {"Ccedil", 0xC7},   {"Egrave", 0xC8},   {"Eacute", 0xC9},
    {"Ntilde", 0xD1},   {"Ouml", 0xD6},     {"times", 0xD7},    {"Oslash", 0xD8},
    {"Uuml", 0xDC},     {"szlig", 0xDF},    {"agrave", 0xE0},   {"aacute", 0xE1},
    {"acirc", 0xE2},    {"atilde", 0xE3},   {"auml", 0xE4},     {"aring", 0xE5},
    {"aelig", 0xE6},    {"ccedil", 0xE7},   {"egrave", 0xE8},   {"eacute", 0xE9},
    {"ecirc", 0xEA},    {"euml", 0xEB},     {"igrave", 0xEC},   {"iacute", 0xED},
    {"icirc", 0xEE},    {"iuml", 0xEF},     {"ntilde", 0xF1},   {"ograve", 0xF2},
    {"oacute", 0xF3},   {"ocirc", 0xF4},    {"otilde", 0xF5},   {"ouml", 0xF6},
    {"divide", 0xF7},   {"oslash", 0xF8},   {"ugrave", 0xF9},   {"uacute", 0xFA},
    {"ucirc", 0xFB},    {"uuml", 0xFC},     {"yuml", 0xFF},     {"ensp", 0x2002},
    {"emsp", 0x2003},   {"thinsp", 0x2009}, {"zwnj", 0x200C},   {"zwj", 0x200D},
    {"ndash", 0x2013},  {"mdash", 0x2014},  {"lsquo", 0x2018},  {"rsquo", 0x2019},
    {"sbquo", 0x201A},  {"ldquo", 0x201C},  {"rdquo", 0x201D},  {"bdquo", 0x201E},
    {"dagger", 0x2020}, {"bull", 0x2022},   {"hellip", 0x2026}, {"permil", 0x2030},
    {"lsaquo", 0x2039}, {"rsaquo", 0x203A}, {"euro", 0x20AC},   {"trade", 0x2122},
    {"larr", 0x2190},   {"uarr", 0x2191},   {"rarr", 0x2192},   {"darr", 0x2193},
    {"minus", 0x2212},  {"infin", 0x221E},  {"asymp", 0x2248},  {"ne", 0x2260},
    {"le", 0x2264},     {"ge", 0x2265},     {"check", 0x2713},  {"NewLine", '\n'},
    {"Tab", '\t'},      {"colon", ':'},     {"lpar", '('},      {"rpar", ')'},
    {"sol", '/'},       {"commat", '@'},    {"period", '.'},    {"num", '#'},
});

/// HTML reads the numbers 128–159 as Windows-1252 (13.2.5.80).
constexpr auto kWindows = std::to_array<std::uint32_t>(
    {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
     0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
     0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178});

std::uint32_t meant(std::uint32_t code) noexcept
{
    if (code >= 128 && code < 160) return kWindows[code - 128];
    const bool none = code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF);
    return none ? 0xFFFD : code;
}

std::size_t read_number(std::string_view text, std::string& out)
{
    std::size_t at = 2;
    const bool hexadecimal = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
    if (hexadecimal) ++at;
    const std::size_t first = at;
    std::uint32_t code = 0;
    for (; at < text.size() && at < first + 10; ++at) {
        const int digit = hex_value(text[at]);
        if (digit < 0 || (!hexadecimal && digit > 9)) break;
        code = std::min<std::uint32_t>(
            code * (hexadecimal ? 16U : 10U) + static_cast<std::uint32_t>(digit), 0x110000);
    }
    if (at == first) return 0;
    append_code_point(out, meant(code));
    return at < text.size() && text[at] == ';' ? at + 1 : at;
}

}  // namespace

void append_code_point(std::string& out, std::uint32_t code)
{
    auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x20 ? code != '\n' && code != '\t' : code >= 0x7F && code < 0xA0) return;
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | (code >> 6U));
        put(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        put(0xE0U | (code >> 12U));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    } else {
        put(0xF0U | (code >> 18U));
        put(0x80U | ((code >> 12U) & 0x3FU));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    }
}

std::size_t read_entity(std::string_view text, std::string& out)
{
    constexpr std::size_t kLongestName = 8;
    if (text.size() < 3 || text[0] != '&') return 0;
    if (text[1] == '#') return read_number(text, out);
    const auto end = text.substr(0, kLongestName + 2).find(';');
    if (end == text.npos) return 0;
    const auto found = std::ranges::find(kEntities, text.substr(1, end - 1), &Entity::name);
    if (found == kEntities.end()) return 0;
    append_code_point(out, found->code);
    return end + 1;
}

}  // namespace keydesk::mail
