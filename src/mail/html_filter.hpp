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

/// Made of: a b blockquote br code div em h1 h2 h3 h4 hr i li ol p pre s strong sub sup table tbody
/// td th thead tr u ul; no attributes but `href` (http, https, mailto), `colspan` and `rowspan`.
/// Other tags are left out and their text stays; what is no text (script, style, svg, form fields
/// …) goes with its content. Pictures become "[alt]". A link whose text names another host than its
/// target, or whose target is in punycode, ends in "[the real host]". Nothing is loaded when it is
/// shown. Idempotent, always well-formed, at most kLongestHtml bytes, linear in time.
std::string filter_html(std::string_view utf8);

/// The readable text: blocks as lines, quotes with "> ", lists with "- ", links as
/// "text <https://host/…>" where the text does not say the address.
std::string text_of_html(std::string_view utf8);

}  // namespace keydesk::mail
