// Outside bytes as HTML: only our tags come out, well nested, and filtering again changes nothing.
#include "mail/charset.hpp"
#include "mail/html_filter.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace keydesk::mail;

void must(bool holds)
{
    if (!holds) std::abort();
}

constexpr auto kTags = std::to_array<std::string_view>(
    {"a",   "b",     "blockquote", "br", "code", "div",   "em",  "h1", "h2",     "h3",
     "h4",  "hr",    "i",          "li", "ol",   "p",     "pre", "s",  "strong", "sub",
     "sup", "table", "tbody",      "td", "th",   "thead", "tr",  "u",  "ul"});

/// Reads with no leniency at all: what comes out is a language of its own.
void check_attributes(std::string_view name, std::string_view rest)
{
    while (!rest.empty()) {
        const auto equals = rest.find("=\"");
        must(rest.front() == ' ' && equals != rest.npos);
        const auto key = rest.substr(1, equals - 1);
        const auto end = rest.find('"', equals + 2);
        must(end != rest.npos);
        const auto value = rest.substr(equals + 2, end - equals - 2);
        rest.remove_prefix(end + 1);
        if (key == "href") {
            must(name == "a");
            must(
                value.starts_with("http://") || value.starts_with("https://") ||
                value.starts_with("mailto:"));
            must(std::ranges::all_of(
                value, [](char c) { return c > ' ' && c < 127 && c != '<' && c != '>'; }));
        } else {
            must((key == "colspan" || key == "rowspan") && (name == "td" || name == "th"));
            must(!value.empty() && value.size() <= 2);
            must(std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; }));
        }
    }
}

void check(std::string_view html)
{
    std::vector<std::string> open;
    must(is_valid_utf8(html) && html.size() <= kLongestHtml);
    for (std::size_t at = html.find_first_of("<>"); at != html.npos;
         at = html.find_first_of("<>", at)) {
        must(html[at] == '<');
        const auto end = html.find('>', at);
        must(end != html.npos);
        auto tag = html.substr(at + 1, end - at - 1);
        at = end + 1;
        const bool closing = tag.starts_with('/');
        if (closing) tag.remove_prefix(1);
        const auto name = tag.substr(0, tag.find(' '));
        must(std::ranges::find(kTags, name) != kTags.end());
        if (closing) {
            must(!open.empty() && open.back() == name && tag == name);
            open.pop_back();
        } else {
            check_attributes(name, tag.substr(name.size()));
            if (name != "br" && name != "hr") open.emplace_back(name);
        }
        must(open.size() <= kDeepestHtml);
    }
    must(open.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size)
{
    const std::string_view html{reinterpret_cast<const char*>(bytes), size};
    const auto once = filter_html(html);
    check(once);
    must(filter_html(once) == once);
    // The same again and again reaches what only long input does: limits and depths.
    std::string longer;
    while (size > 0 && size < 2'000 && longer.size() < 20'000) longer += html;
    const auto rebuilt = filter_html(longer);
    check(rebuilt);
    must(filter_html(rebuilt) == rebuilt);
    const auto text = text_of_html(html);
    must(is_valid_utf8(text) && text.find('\0') == text.npos);
    return 0;
}
