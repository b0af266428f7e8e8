#include "text/reading.hpp"

#include "text/letters.hpp"

#include <algorithm>
#include <array>

namespace keydesk::text {

namespace {

bool in_word(char32_t c)
{
    return is_latin(c) || is_digit(c) || c == U'_';
}

bool is_hex(std::u32string_view word)
{
    return std::ranges::all_of(
        word, [](char32_t c) { return is_digit(c) || (c >= U'a' && c <= U'f'); });
}

/// What stands for a word that only names something.
std::u32string kind_of(std::u32string_view word)
{
    bool number = std::ranges::all_of(word, is_digit);
    if (number && std::ranges::all_of(word, [](char32_t c) { return c == U'0'; })) return U"#zero";
    if (number) return word.size() >= 40 ? U"#hash" : U"#number";
    if (word.starts_with(U"0x") && word.size() > 6)
        return word.size() > 50 ? U"#hash" : U"#address";
    if (word.size() == 64 && is_hex(word)) return U"#hash";
    bool digits = std::ranges::any_of(word, is_digit);
    if (digits && word.size() >= 26) return U"#address";
    return std::u32string{word};
}

/// Numbers glued to their unit: "500u", "3pm", "14trx".
void split_number(std::u32string_view word, std::vector<std::u32string>& out)
{
    auto digits = std::ranges::find_if_not(word, is_digit) - word.begin();
    auto rest = word.substr(static_cast<std::size_t>(digits));
    if (digits > 0 && !rest.empty() && rest.size() <= 5 && std::ranges::all_of(rest, is_latin)) {
        out.push_back(kind_of(word.substr(0, static_cast<std::size_t>(digits))));
        out.emplace_back(rest);
        return;
    }
    out.push_back(kind_of(word));
}

/// The end of a link or a handle that begins at `at`; `at` when there is none.
std::size_t end_of_link(std::u32string_view text, std::size_t at)
{
    auto rest = text.substr(at);
    bool link = rest.starts_with(U"http://") || rest.starts_with(U"https://") ||
                rest.starts_with(U"www.") || rest.starts_with(U"t.me/");
    if (!link) return at;
    auto end = at;
    while (end < text.size() && text[end] > U' ' && text[end] < 0x80) ++end;
    return end;
}

constexpr std::array<std::u32string_view, 8> kEndings{
    U"ations", U"ation", U"ings", U"ing", U"ies", U"ed", U"es", U"s"};

}  // namespace

std::vector<Stretch> read_stretches(std::string_view utf8)
{
    auto text = folded(decode(utf8));
    std::vector<Stretch> out;
    auto stretch = [&](bool han) -> Stretch& {
        if (out.empty() || out.back().han != han)
            out.push_back({.han = han, .words = {}, .letters = {}});
        return out.back();
    };
    std::size_t i = 0;
    while (i < text.size()) {
        if (auto end = end_of_link(text, i); end > i) {
            stretch(false).words.emplace_back(U"#link");
            i = end;
        } else if (is_han(text[i])) {
            // Spaces within Chinese part nothing; punctuation does.
            if (i > 0 && !is_han(text[i - 1]) && text[i - 1] != U' ' && !in_word(text[i - 1]))
                out.push_back({.han = true, .words = {}, .letters = {}});
            stretch(true).letters += text[i++];
        } else if (in_word(text[i])) {
            std::u32string word;
            for (; i < text.size() && (in_word(text[i]) || text[i] == U'\''); ++i) {
                if (text[i] != U'\'') word += text[i];
            }
            split_number(word, stretch(false).words);
        } else {
            ++i;
        }
    }
    return out;
}

std::u32string stem(std::u32string_view word)
{
    if (word.starts_with(U'#')) return std::u32string{word};
    for (auto ending : kEndings) {
        if (!word.ends_with(ending) || word.size() < ending.size() + 3) continue;
        if (ending == U"s" && (word.ends_with(U"ss") || word.ends_with(U"us"))) break;
        std::u32string root{word.substr(0, word.size() - ending.size())};
        if (ending == U"ies") return root + U'y';
        bool doubled = root.size() > 3 && root.back() == root[root.size() - 2];
        if (doubled && root.back() != U'l' && root.back() != U's') root.pop_back();
        if (root.back() == U'e') root.pop_back();
        return root;
    }
    std::u32string root{word};
    if (root.size() > 4 && root.back() == U'e') root.pop_back();
    return root;
}

bool nearly(std::u32string_view one, std::u32string_view other)
{
    if (one.size() < other.size()) std::swap(one, other);
    std::size_t allowed = other.size() >= 9 ? 2 : 1;
    if (other.size() < 5 || one.size() - other.size() > allowed) return false;
    if (one.front() != other.front() && allowed == 1 && other.size() < 6) return false;
    // Damerau's distance with swaps of neighbours; words are short.
    std::vector<std::size_t> before, last(other.size() + 1), now(other.size() + 1);
    for (std::size_t k = 0; k <= other.size(); ++k) last[k] = k;
    for (std::size_t i = 1; i <= one.size(); ++i) {
        now[0] = i;
        for (std::size_t k = 1; k <= other.size(); ++k) {
            std::size_t wrong = one[i - 1] == other[k - 1] ? 0 : 1;
            now[k] = std::min({last[k] + 1, now[k - 1] + 1, last[k - 1] + wrong});
            bool swapped =
                i > 1 && k > 1 && one[i - 1] == other[k - 2] && one[i - 2] == other[k - 1];
            if (swapped) now[k] = std::min(now[k], before[k - 2] + 1);
        }
        before = last;
        last = now;
    }
    return last[other.size()] <= allowed;
}

}  // namespace keydesk::text
