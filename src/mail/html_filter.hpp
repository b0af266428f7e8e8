#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// HTML of strangers, rebuilt. Safety rests on the language that comes out, not on reading as a
/// browser does: it holds escaped text and the tags below, written anew; nothing of the input is
/// copied. One pass, no tree.
namespace keydesk::mail {

inline constexpr std::size_t kLongestHtml = std::size_t{512} << 10U;  ///< Bytes; the rest is cut.
inline constexpr std::size_t kDeepestHtml = 64;  ///< Open tags; deeper ones are left out.

/// a b blockquote br code dd del div dl dt em h1–h6 hr i li ol p pre s span strong sub sup table
/// tbody td th thead tr u ul, without attributes but `href` (http, https, mailto), `colspan`,
/// `rowspan`. Pictures become "[alt]". A link whose text names another host than its target shows
/// the real one behind it. Nothing is loaded when it is shown. Idempotent; always well-formed.
std::string filter_html(std::string_view utf8);

/// The readable text: blocks as lines, quotes with "> ", lists with "- ", links as
/// "text <https://host/…>" where the text does not say the address.
std::string text_of_html(std::string_view utf8);

}  // namespace keydesk::mail
