#include "store/conversations/search_index.hpp"
#include "text/segment.hpp"
#include "text/word_index.hpp"

#include <algorithm>

namespace keydesk::store {

namespace {

/// A count reads the word's whole list, so only words of one beginning are looked at.
constexpr auto kNear = "SELECT term, doc FROM search_words WHERE term >= $1 AND term < $2";

bool may_be_misspelt(const text::Term& term)
{
    return !term.cjk && term.text.size() >= 5 && term.text.size() <= 40 &&
           std::ranges::all_of(term.text, [](char c) { return c >= 'a' && c <= 'z'; });
}

/// The most frequent word of the index that is one letter away; the word itself when there is none.
Result<std::string> meant(sql::Connection& db, const std::string& word)
{
    auto from = word.substr(0, 2), until = from;
    ++until.back();
    auto rows = db.query(kNear, {from, until});
    if (!rows) return fail(rows.error());
    std::string best = word;
    std::int64_t most = 0;
    for (const auto& row : *rows) {
        auto term = row.text(0);
        // It exists: then it was meant, and something else is not there.
        if (term == word) return word;
        if (row.number(1) <= most || !text::nearly_same(term, word)) continue;
        best = std::move(term);
        most = row.number(1);
    }
    return best;
}

/// Who types Chinese leaves no spaces between words: 陌生空投签名 → 陌生, 空投, 签名. Most words
/// have two characters; of an odd number the last pair overlaps.
void take_apart(const std::string& run, std::vector<text::Term>& out)
{
    auto each = text::characters(run);
    if (each.size() < 4) return out.push_back({run, true});
    for (std::size_t at = 0; at < each.size(); at += 2) {
        auto first = std::min(at, each.size() - 2);
        out.push_back({std::string{each[first]} + std::string{each[first + 1]}, true});
    }
}

}  // namespace

Result<std::vector<text::Term>> respelt(sql::Connection& db, const std::string& words)
{
    std::vector<text::Term> list;
    for (auto& term : text::terms(text::simplified(words))) {
        if (term.cjk) {
            take_apart(term.text, list);
            continue;
        }
        if (may_be_misspelt(term)) {
            auto found = meant(db, term.text);
            if (!found) return fail(found.error());
            term.text = std::move(*found);
        }
        list.push_back(std::move(term));
    }
    return list;
}

}  // namespace keydesk::store
