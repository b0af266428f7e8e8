#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Cuts text into what the search index holds and what a query asks for. Chinese, Japanese and
/// Korean have no spaces: every pair of neighbouring characters is a token, so that a word of two
/// characters is found wherever it stands. Pure.
namespace keydesk::text {

/// Lower-case ASCII, full-width letters and digits as ASCII, ideographic space as space. Other
/// characters stay: the index's own tokenizer folds them. Broken UTF-8 becomes spaces.
std::string fold(std::string_view utf8);

/// Tokens of a message, separated by spaces: "退款 failed" → "退款 款 failed". The last character
/// of a run stands alone too, so that one character finds it.
std::string index_tokens(std::string_view utf8);

/// One thing that must occur.
struct Term {
    std::string text;  ///< Folded.
    bool cjk = false;  ///< Found anywhere; else at the beginning of a word.
};

/// "退款 fai" → 退款, fai. At most `limit` terms.
std::vector<Term> terms(std::string_view query, std::size_t limit = 12);

/// The terms as an FTS5 query over index_tokens; empty when there is nothing to look for. It may
/// find too much (a word of three characters becomes two pairs): check with `matches`.
std::string fts_query(const std::vector<Term>& terms);

bool matches(std::string_view folded, const std::vector<Term>& terms);

/// A piece of a snippet; `hit`: a term matched here.
struct Piece {
    std::string text;
    bool hit = false;
};

/// About `width` characters around the first match, cut at characters.
std::vector<Piece> highlight(
    std::string_view utf8, const std::vector<Term>& terms, std::size_t width = 90);

}  // namespace keydesk::text
