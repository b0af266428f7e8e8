#include "text/segment.hpp"

#include <algorithm>
#include <cstdint>

namespace keydesk::text {

namespace {

/// One character of valid UTF-8 at `at`; bytes 0 at the end; broken bytes read as a space.
struct Character {
    char32_t value = U' ';
    std::size_t bytes = 1;
};

Character character_at(std::string_view text, std::size_t at)
{
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned char first = byte(at);
    if (first < 0x80) return {first, 1};
    std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
    if (length == 0 || at + length > text.size()) return {};
    char32_t value = first & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80) return {};
        value = (value << 6) | (byte(at + i) & 0x3Fu);
    }
    return {value, length};
}

bool is_cjk(char32_t c)
{
    return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0x3041 && c <= 0x30FF && c != 0x30FB) || (c >= 0xAC00 && c <= 0xD7A3) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3134F);
}

/// Part of a word: letters and digits of any script. Punctuation and symbols part words.
bool is_word(char32_t c)
{
    if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA;
    return c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) &&
           !(c >= 0x3000 && c <= 0x3040) && c != 0x30FB && !(c >= 0xFE10 && c <= 0xFE6F) &&
           !(c >= 0xFF00 && c <= 0xFFEF) && c < 0x1F000;
}

/// Runs of one kind in folded text.
struct Run {
    std::string_view text;
    bool cjk;
    std::vector<std::size_t> starts;  ///< Of each character, for CJK runs.
};

std::vector<Run> runs_of(std::string_view folded)
{
    std::vector<Run> runs;
    std::size_t i = 0;
    while (i < folded.size()) {
        auto c = character_at(folded, i);
        bool cjk = is_cjk(c.value);
        if (!cjk && !is_word(c.value)) {
            i += c.bytes;
            continue;
        }
        Run run{.text = {}, .cjk = cjk, .starts = {}};
        auto begin = i;
        while (i < folded.size()) {
            c = character_at(folded, i);
            if (is_cjk(c.value) != cjk || (!cjk && !is_word(c.value))) break;
            if (cjk) run.starts.push_back(i - begin);
            i += c.bytes;
        }
        run.text = folded.substr(begin, i - begin);
        runs.push_back(std::move(run));
    }
    return runs;
}

void append(std::string& out, char32_t c)
{
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | (c >> 12));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (c >> 18));
        out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    }
}

char32_t fold_character(char32_t c)
{
    if (c == 0x3000) return U' ';
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c >= 'A' && c <= 'Z') return c + ('a' - 'A');
    return c;
}

/// Where `term` occurs in folded text from `from` on; npos: nowhere.
std::size_t find_term(std::string_view folded, const Term& term, std::size_t from)
{
    for (auto at = folded.find(term.text, from); at != std::string_view::npos;
         at = folded.find(term.text, at + 1)) {
        if (term.cjk || at == 0) return at;
        std::size_t before = at - 1;
        while (before > 0 && (static_cast<unsigned char>(folded[before]) & 0xC0) == 0x80) --before;
        auto c = character_at(folded, before).value;
        if (!is_word(c) || is_cjk(c)) return at;
    }
    return std::string_view::npos;
}

/// Folds and remembers which byte of the original each folded byte came from.
std::string fold_with_origin(std::string_view utf8, std::vector<std::size_t>* origin)
{
    std::string out;
    out.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size();) {
        auto c = character_at(utf8, i);
        auto before = out.size();
        append(out, fold_character(c.value));
        if (origin != nullptr) origin->insert(origin->end(), out.size() - before, i);
        i += c.bytes;
    }
    if (origin != nullptr) origin->push_back(utf8.size());
    return out;
}

std::size_t step_back(std::string_view text, std::size_t at, std::size_t characters)
{
    while (at > 0 && characters > 0) {
        --at;
        while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
        --characters;
    }
    return at;
}

std::size_t step_on(std::string_view text, std::size_t at, std::size_t characters)
{
    while (at < text.size() && characters > 0) {
        at += character_at(text, at).bytes;
        --characters;
    }
    return std::min(at, text.size());
}

}  // namespace

std::string fold(std::string_view utf8)
{
    return fold_with_origin(utf8, nullptr);
}

std::string index_tokens(std::string_view utf8)
{
    auto folded = fold(utf8);
    std::string out;
    out.reserve(folded.size() * 2);
    for (const auto& run : runs_of(folded)) {
        if (!run.cjk) {
            out.append(run.text) += ' ';
            continue;
        }
        for (std::size_t i = 0; i < run.starts.size(); ++i) {
            auto end = i + 2 < run.starts.size() ? run.starts[i + 2] : run.text.size();
            out.append(run.text.substr(run.starts[i], end - run.starts[i])) += ' ';
        }
    }
    return out;
}

std::vector<Term> terms(std::string_view query, std::size_t limit)
{
    auto folded = fold(query);
    std::vector<Term> list;
    for (const auto& run : runs_of(folded)) {
        if (list.size() == limit) break;
        list.push_back({std::string{run.text}, run.cjk});
    }
    return list;
}

std::string fts_query(const std::vector<Term>& list)
{
    std::string out;
    auto need = [&](std::string_view token, bool prefix) {
        if (!out.empty()) out += " AND ";
        out.append("\"").append(token).append(prefix ? "\"*" : "\"");
    };
    for (const auto& term : list) {
        if (!term.cjk) {
            need(term.text, true);
            continue;
        }
        auto runs = runs_of(term.text);
        const auto& starts = runs.front().starts;
        if (starts.size() == 1) need(term.text, true);
        for (std::size_t i = 0; i + 1 < starts.size(); ++i) {
            auto end = i + 2 < starts.size() ? starts[i + 2] : term.text.size();
            need(std::string_view{term.text}.substr(starts[i], end - starts[i]), false);
        }
    }
    return out;
}

bool matches(std::string_view folded, const std::vector<Term>& list)
{
    return std::ranges::all_of(list, [&](const Term& term) {
        return find_term(folded, term, 0) != std::string_view::npos;
    });
}

std::vector<Piece> highlight(
    std::string_view utf8, const std::vector<Term>& list, std::size_t width)
{
    std::vector<std::size_t> origin;
    auto folded = fold_with_origin(utf8, &origin);
    std::vector<std::pair<std::size_t, std::size_t>> hits;
    for (const auto& term : list) {
        for (auto at = find_term(folded, term, 0); at != std::string_view::npos;
             at = find_term(folded, term, at + term.text.size())) {
            hits.emplace_back(origin[at], origin[at + term.text.size()]);
        }
    }
    std::ranges::sort(hits);
    auto first = hits.empty() ? 0 : hits.front().first;
    auto begin = step_back(utf8, first, width / 3);
    auto end = step_on(utf8, begin, width);

    std::vector<Piece> pieces;
    auto at = begin;
    auto add = [&](std::size_t until, bool hit) {
        if (until > at) pieces.push_back({std::string{utf8.substr(at, until - at)}, hit});
        at = std::max(at, until);
    };
    if (begin > 0) pieces.push_back({"…", false});
    for (auto [from, to] : hits) {
        if (to <= at || from >= end) continue;
        add(std::max(from, at), false);
        add(std::min(to, end), true);
    }
    add(end, false);
    if (end < utf8.size()) pieces.push_back({"…", false});
    return pieces;
}

}  // namespace keydesk::text
