#include "text/look_alike.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace keydesk::text {

namespace {

struct Pair {
    char32_t from;
    char32_t to;
};

/// Sorted by `from`. Cyrillic, Greek, small capitals and lone look-alikes; traditional characters.
constexpr std::array kLooks = std::to_array<Pair>({
    {0x0131, 'l'},    {0x0251, 'a'},    {0x0261, 'g'},    {0x0262, 'g'},    {0x0269, 'l'},
    {0x026A, 'l'},    {0x0274, 'n'},    {0x0280, 'r'},    {0x028F, 'y'},    {0x0299, 'b'},
    {0x029C, 'h'},    {0x029F, 'l'},    {0x0391, 'a'},    {0x0392, 'b'},    {0x0395, 'e'},
    {0x0396, 'z'},    {0x0397, 'h'},    {0x0399, 'l'},    {0x039A, 'k'},    {0x039C, 'm'},
    {0x039D, 'n'},    {0x039F, 'o'},    {0x03A1, 'p'},    {0x03A4, 't'},    {0x03A5, 'y'},
    {0x03A7, 'x'},    {0x03B1, 'a'},    {0x03B5, 'e'},    {0x03B9, 'l'},    {0x03BA, 'k'},
    {0x03BD, 'v'},    {0x03BF, 'o'},    {0x03C1, 'p'},    {0x03C4, 't'},    {0x03C5, 'u'},
    {0x03C7, 'x'},    {0x03F2, 'c'},    {0x03F3, 'j'},    {0x0405, 's'},    {0x0406, 'l'},
    {0x0407, 'l'},    {0x0408, 'j'},    {0x0410, 'a'},    {0x0412, 'b'},    {0x0415, 'e'},
    {0x041A, 'k'},    {0x041C, 'm'},    {0x041D, 'h'},    {0x041E, 'o'},    {0x0420, 'p'},
    {0x0421, 'c'},    {0x0422, 't'},    {0x0423, 'y'},    {0x0425, 'x'},    {0x0430, 'a'},
    {0x0435, 'e'},    {0x043A, 'k'},    {0x043C, 'm'},    {0x043E, 'o'},    {0x0440, 'p'},
    {0x0441, 'c'},    {0x0442, 't'},    {0x0443, 'y'},    {0x0445, 'x'},    {0x0451, 'e'},
    {0x0455, 's'},    {0x0456, 'l'},    {0x0457, 'l'},    {0x0458, 'j'},    {0x0475, 'v'},
    {0x04AF, 'y'},    {0x04BB, 'h'},    {0x04CF, 'l'},    {0x0501, 'd'},    {0x051B, 'q'},
    {0x051D, 'w'},    {0x0578, 'n'},    {0x057D, 'u'},    {0x0585, 'o'},    {0x1D00, 'a'},
    {0x1D04, 'c'},    {0x1D05, 'd'},    {0x1D07, 'e'},    {0x1D0A, 'j'},    {0x1D0B, 'k'},
    {0x1D0D, 'm'},    {0x1D0F, 'o'},    {0x1D18, 'p'},    {0x1D1B, 't'},    {0x1D1C, 'u'},
    {0x1D20, 'v'},    {0x1D21, 'w'},    {0x1D22, 'z'},    {0x2113, 'l'},    {0x212A, 'k'},
    {0x52D9, 0x52A1}, {0x5354, 0x534F}, {0x54E1, 0x5458}, {0x5718, 0x56E2}, {0x5E6B, 0x5E2E},
    {0x5EE0, 0x5382}, {0x7DB2, 0x7F51}, {0x7DDA, 0x7EBF}, {0x7E6B, 0x7CFB}, {0x806F, 0x8054},
    {0x8655, 0x5904}, {0x8A0A, 0x8BAF}, {0x8AEE, 0x54A8}, {0x8B77, 0x62A4}, {0x8CC7, 0x8D44},
    {0x904B, 0x8FD0}, {0x9322, 0x94B1}, {0x968A, 0x961F}, {0x9867, 0x987E}, {0x9AD4, 0x4F53},
    {0xA730, 'f'},    {0xA731, 's'},
});

/// U+00C0 to U+017F without their accents; '.' is no letter.
constexpr std::string_view kAccented =
    "aaaaaaaceeeeiiii"
    "dnooooo.ouuuuyps"
    "aaaaaaaceeeeiiii"
    "dnooooo.ouuuuypy"
    "aaaaaaccccccccdd"
    "ddeeeeeeeeeegggg"
    "gggghhhhiiiiiiii"
    "illljjkkklllllll"
    "lllnnnnnnnnnoooo"
    "oooorrrrrrssssss"
    "ssttttttuuuuuuuu"
    "uuuuwwyyyzzzzzzs";

constexpr char32_t kNothing = 0;

char32_t ascii_look(char32_t c)
{
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    switch (c) {
        case '0':
            return 'o';
        case '1':
        case '|':
        case 'i':
            return 'l';
        case '5':
        case '$':
            return 's';
        case '@':
            return 'a';
        default:
            break;
    }
    bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    return kept ? c : kNothing;
}

/// Letters drawn as mathematics, in circles, in squares; 0: it is none of them.
char32_t plain_of_ornament(char32_t c)
{
    auto letter = [](char32_t at) { return U'a' + at % 26; };
    if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
    if (c >= 0x1D400 && c <= 0x1D6A3) return letter(c - 0x1D400);
    if (c >= 0x1D7CE && c <= 0x1D7FF) return U'0' + (c - 0x1D7CE) % 10;
    if (c >= 0x24B6 && c <= 0x24E9) return letter(c - 0x24B6);
    if (c >= 0x1F130 && c <= 0x1F149) return letter(c - 0x1F130);
    if (c >= 0x1F150 && c <= 0x1F169) return letter(c - 0x1F150);
    if (c >= 0x1F170 && c <= 0x1F189) return letter(c - 0x1F170);
    return kNothing;
}

/// Letters of other scripts are kept: 客服 must be comparable. Signs, emoji, what has no width and
/// combining marks are not.
bool is_other_letter(char32_t c)
{
    if (c < 0x0250 || (c >= 0x0300 && c <= 0x036F)) return false;
    bool sign = (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
                (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x3004) ||
                (c >= 0x3008 && c <= 0x3020) || c == 0x30FB || (c >= 0xE000 && c <= 0xF8FF) ||
                (c >= 0xFE00 && c <= 0xFE2F) || c == 0xFEFF || (c >= 0xFF00 && c <= 0xFF65);
    return !sign && (c < 0x1F000 || (c >= 0x20000 && c < 0xE0000));
}

char32_t look_of(char32_t c)
{
    if (auto plain = plain_of_ornament(c)) c = plain;
    if (c < 0x80) return ascii_look(c);
    if (c >= 0xC0 && c <= 0x17F && c != 0x131) {
        return ascii_look(static_cast<unsigned char>(kAccented[c - 0xC0]));
    }
    auto found = std::ranges::lower_bound(kLooks, c, {}, &Pair::from);
    if (found != kLooks.end() && found->from == c) return found->to;
    return is_other_letter(c) ? c : kNothing;
}

/// The next code point and how many bytes it took; broken UTF-8 is one byte of nothing.
std::pair<char32_t, std::size_t> next(std::string_view text)
{
    auto byte = [&](std::size_t at) -> char32_t {
        return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    auto first = byte(0);
    std::size_t size = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (size == 1) return {first, 1};
    if (first < 0xC2 || first > 0xF4 || text.size() < size) return {kNothing, 1};
    char32_t c = first & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0U) != 0x80) return {kNothing, 1};
        c = (c << 6U) | (byte(i) & 0x3FU);
    }
    return {c, size};
}

std::u32string looks(std::string_view utf8)
{
    std::u32string out;
    while (!utf8.empty()) {
        auto [c, size] = next(utf8);
        utf8.remove_prefix(size);
        auto look = look_of(c);
        if (look == kNothing) continue;
        out += look;
        if (out.ends_with(U"rn")) out.replace(out.size() - 2, 2, U"m");
        if (out.ends_with(U"vv")) out.replace(out.size() - 2, 2, U"w");
    }
    return out;
}

/// Latin names of this length and Chinese ones of this are no accident.
bool telling(const std::u32string& look)
{
    bool wide = std::ranges::any_of(look, [](char32_t c) { return c >= 0x2E80; });
    return look.size() >= (wide ? 3U : 6U);
}

const std::vector<std::u32string>& roles()
{
    static const auto words = [] {
        std::vector<std::u32string> out;
        for (const auto* word :
             {"support",   "help",  "admin",    "official", "service", "team", "staff",
              "moderator", "agent", "security", "assist",   "客服",    "官方", "管理员",
              "助手",      "团队",  "支持",     "服务",     "专员",    "技术"}) {
            out.push_back(looks(word));
        }
        return out;
    }();
    return words;
}

/// Steps from one to the other (a letter more, less, another, or two swapped), at most `limit` + 1.
std::size_t steps_between(const std::u32string& a, const std::u32string& b, std::size_t limit)
{
    if (a.size() > b.size() + limit || b.size() > a.size() + limit) return limit + 1;
    std::vector<std::size_t> before, last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t other = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + other});
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = std::exchange(last, row);
    }
    return last[b.size()];
}

void append_utf8(std::string& out, char32_t c)
{
    auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) return put(c);
    if (c < 0x800) {
        put(0xC0U | (c >> 6U));
    } else if (c < 0x10000) {
        put(0xE0U | (c >> 12U));
        put(0x80U | ((c >> 6U) & 0x3FU));
    } else {
        put(0xF0U | (c >> 18U));
        put(0x80U | ((c >> 12U) & 0x3FU));
        put(0x80U | ((c >> 6U) & 0x3FU));
    }
    put(0x80U | (c & 0x3FU));
}

/// A name longer than this is cut: nobody reads on, and the comparison is quadratic.
constexpr std::size_t kLongestName = 100;

}  // namespace

std::string look_of(std::string_view utf8)
{
    std::string out;
    for (char32_t c : looks(utf8)) append_utf8(out, c);
    return out;
}

Likeness likeness(std::string_view name, std::string_view ours)
{
    auto his = looks(name).substr(0, kLongestName);
    auto own = looks(ours).substr(0, kLongestName);
    if (his.empty() || own.size() < 2) return Likeness::none;
    if (his == own) return telling(own) ? Likeness::same : Likeness::similar;
    if (his.contains(own) && (own.size() >= 4 || telling(own))) {
        auto rest = his;
        rest.erase(rest.find(own), own.size());
        bool role = std::ranges::any_of(roles(), [&](const auto& r) { return rest.contains(r); });
        return role ? Likeness::same : Likeness::similar;
    }
    if (own.size() < 6) return Likeness::none;
    std::size_t limit = own.size() >= 12 ? 2 : 1;
    return steps_between(his, own, limit) <= limit ? Likeness::same : Likeness::none;
}

}  // namespace keydesk::text
