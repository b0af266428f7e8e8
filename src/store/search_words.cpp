#include "store/search_index.hpp"
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

}  // namespace

Result<std::vector<text::Term>> respelt(sql::Connection& db, const std::string& words)
{
    auto list = text::terms(text::simplified(words));
    for (auto& term : list) {
        if (!may_be_misspelt(term)) continue;
        auto found = meant(db, term.text);
        if (!found) return fail(found.error());
        term.text = std::move(*found);
    }
    return list;
}

}  // namespace keydesk::store
