// Hashes, addresses, links, handles, e-mail addresses, phones, and what a machine said.
#include "text/fact_finding.hpp"
#include "text/letters.hpp"

#include <algorithm>
#include <array>

namespace keydesk::text {

namespace {

using View = std::u32string_view;

bool is_hex(View word)
{
    return std::ranges::all_of(
        word, [](char32_t c) { return is_digit(c) || (c >= U'a' && c <= U'f'); });
}

bool is_base58(View word)
{
    return std::ranges::all_of(word, [](char32_t c) {
        return (is_digit(c) && c != U'0') ||
               (c < 0x80 && is_latin(c) && c != U'O' && c != U'I' && c != U'l');
    });
}

/// Shape only; chains/recognise checks sums and knows more.
std::string kind_of_word(View word, View as_typed)
{
    if (word.starts_with(U"0x") && is_hex(word.substr(2))) {
        if (word.size() == 66) return "transaction";
        if (word.size() == 42) return "address";
    }
    if (word.size() == 64 && is_hex(word)) return "transaction";
    if (as_typed.starts_with(U'T') && as_typed.size() == 34 && is_base58(as_typed))
        return "address";
    if (word.starts_with(U"bc1") && word.size() >= 42 && word.size() <= 62) return "address";
    bool old = as_typed.size() >= 26 && as_typed.size() <= 35 && is_base58(as_typed);
    if (old && (as_typed.front() == U'1' || as_typed.front() == U'3') &&
        std::ranges::any_of(as_typed, is_latin))
        return "address";
    return {};
}

bool in_link(char32_t c)
{
    return c > U' ' && c < 0x7F && c != U'"' && c != U'<' && c != U'>' && c != U',';
}

constexpr std::array<View, 22> kEndings{U"com", U"net",     U"org",    U"io",      U"app",  U"xyz",
                                        U"me",  U"cn",      U"cc",     U"top",     U"vip",  U"info",
                                        U"co",  U"site",    U"online", U"support", U"help", U"im",
                                        U"pro", U"example", U"test",   U"finance"};

/// "wallet-help.example/verify": labels with dots, the last one known.
bool is_domain(View word)
{
    auto host = word.substr(0, word.find(U'/'));
    auto dot = host.rfind(U'.');
    if (dot == View::npos || dot == 0 || !std::ranges::any_of(host.substr(0, dot), is_latin))
        return false;
    return std::ranges::find(kEndings, host.substr(dot + 1)) != kEndings.end();
}

std::string masked_mail(const std::string& mail)
{
    return mail.substr(0, 1) + "***" + mail.substr(mail.find('@'));
}

void take_token(Searched& s, std::size_t start, std::size_t end)
{
    while (end > start && View{U".!?;:)"}.contains(s.folded[end - 1])) --end;
    while (start < end && View{U"('"}.contains(s.folded[start])) ++start;
    View word{View{s.folded}.substr(start, end - start)};
    if (word.size() < 3) return;
    auto at = word.find(U'@');
    bool scheme = word.starts_with(U"http://") || word.starts_with(U"https://");
    if (!scheme && at != View::npos && at > 0 && is_domain(word.substr(at + 1))) {
        s.add(
            {.kind = "email",
             .value = masked_mail(s.part(start, end)),
             .start = start,
             .end = end});
    } else if (scheme || is_domain(word)) {
        s.add({.kind = "url", .value = s.part(start, end), .start = start, .end = end});
    } else if (at == 0 && word.size() >= 4) {
        s.add({.kind = "url", .value = s.part(start, end), .start = start, .end = end});
    }
}

/// A run of letters and digits that is a hash or an address, also inside of Chinese text.
void find_hashes(Searched& s)
{
    for (std::size_t i = 0; i < s.folded.size();) {
        auto end = i;
        while (end < s.folded.size() && s.folded[end] < 0x80 &&
               (is_latin(s.folded[end]) || is_digit(s.folded[end])))
            ++end;
        auto length = end - i;
        auto kind =
            length < 26
                ? std::string{}
                : kind_of_word(View{s.folded}.substr(i, length), View{s.letters}.substr(i, length));
        if (!kind.empty()) s.add({.kind = kind, .value = s.part(i, end), .start = i, .end = end});
        i = std::max(end, i + 1);
    }
}

/// Eleven digits of a Chinese mobile, or "+" and eight to fifteen. Only the last four are kept.
void find_phones(Searched& s)
{
    for (std::size_t i = 0; i < s.folded.size(); ++i) {
        bool plus = s.folded[i] == U'+';
        if ((!plus && !is_digit(s.folded[i])) || !s.word_begins(i)) continue;
        std::string digits;
        auto end = i + (plus ? 1 : 0);
        while (end < s.folded.size() && digits.size() < 16) {
            auto c = s.folded[end];
            if (is_digit(c))
                digits += static_cast<char>(c);
            else if (
                !(c == U'-' || (c == U' ' && !digits.empty())) || end + 1 >= s.folded.size() ||
                !is_digit(s.folded[end + 1]))
                break;
            ++end;
        }
        bool mobile = !plus && digits.size() == 11 && digits[0] == '1' && digits[1] >= '3';
        if (s.word_ends(end) && (mobile || (plus && digits.size() >= 8 && digits.size() <= 15)))
            s.add(
                {.kind = "phone_tail",
                 .value = digits.substr(digits.size() - 4),
                 .start = i,
                 .end = end});
        i = end;
    }
}

constexpr std::array<View, 10> kBeforeError{
    U"error:",
    U"error message:",
    U"it says:",
    U"says:",
    U"报错:",
    U"报错：",
    U"提示:",
    U"提示：",
    U"错误:",
    U"错误："};

char32_t closing(char32_t open)
{
    switch (open) {
        case U'"':
            return U'"';
        case U'“':
            return U'”';
        case U'「':
            return U'」';
        case U'『':
            return U'』';
        case U'《':
            return U'》';
        default:
            return 0;
    }
}

}  // namespace

void find_marks(Searched& s)
{
    find_hashes(s);
    for (std::size_t i = 0; i < s.folded.size();) {
        auto end = i;
        while (end < s.folded.size() && in_link(s.folded[end])) ++end;
        if (end > i) take_token(s, i, end);
        i = std::max(end, i + 1);
    }
    find_phones(s);
}

void find_errors(Searched& s)
{
    View text{s.folded};
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto close = closing(text[i]);
        if (close == 0) continue;
        auto end = text.find(close, i + 1);
        if (end == View::npos) continue;
        if (end - i >= 4 && end - i <= 200)
            s.add({.kind = "error_text", .value = s.part(i + 1, end), .start = i + 1, .end = end});
        i = end;
    }
    for (auto mark : kBeforeError) {
        auto at = text.find(mark);
        if (at == View::npos) continue;
        auto start = at + mark.size();
        while (start < text.size() && text[start] == U' ') ++start;
        auto end =
            std::min({text.find(U'\n', start), text.find(U'。', start), start + 160, text.size()});
        if (end > start + 2)
            s.add({.kind = "error_text", .value = s.part(start, end), .start = start, .end = end});
    }
    for (View known :
         {View{U"session expired"},
          View{U"network error"},
          View{U"insufficient output amount"},
          View{U"execution reverted"},
          View{U"out of energy"},
          View{U"out_of_energy"},
          View{U"out of gas"},
          View{U"insufficient funds"},
          View{U"sigerror"},
          View{U"验证码错误"},
          View{U"网络错误"},
          View{U"账号不存在"},
          View{U"账号被锁定"},
          View{U"密码错误"}}) {
        auto at = text.find(known);
        if (at != View::npos)
            s.add(
                {.kind = "error_text",
                 .value = s.part(at, at + known.size()),
                 .start = at,
                 .end = at + known.size()});
    }
}

}  // namespace keydesk::text
