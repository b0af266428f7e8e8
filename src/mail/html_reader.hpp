#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Reads HTML of strangers as a row of happenings, in one pass and without a tree.
namespace keydesk::mail {

/// The tags that mean something to us; others are told by their text alone.
enum class Tag : std::uint8_t {
    a,
    b,
    blockquote,
    br,
    code,
    div,
    em,
    h1,
    h2,
    h3,
    h4,
    hr,
    i,
    li,
    ol,
    p,
    pre,
    s,
    strong,
    sub,
    sup,
    table,
    tbody,
    td,
    th,
    thead,
    tr,
    u,
    ul,
    none
};
std::string_view name_of(Tag tag) noexcept;
bool is_empty(Tag tag) noexcept;  ///< br, hr: never closed.

/// The attributes that count, entities resolved.
struct Attributes {
    std::string href, alt, source, columns, rows;
};

class HtmlSink {
public:
    virtual ~HtmlSink() = default;
    /// Entities resolved; no controls but \t and \n.
    virtual void text(std::string_view utf8) = 0;
    virtual void open(Tag tag, const Attributes& attributes) = 0;
    virtual void close(Tag tag) = 0;
    virtual void picture(const Attributes& attributes) = 0;
};

/// `utf8` must be valid. What is no text (script, style, svg, …) is left out with its content.
void read_html(std::string_view utf8, HtmlSink& sink);

/// Appends a code point unless it is a control or none at all.
void append_code_point(std::string& out, std::uint32_t code);

/// "&amp;", "&#20320;" at the beginning of `text`: appends what it means and returns its length;
/// 0 when it is none that we know.
std::size_t read_entity(std::string_view text, std::string& out);

}  // namespace keydesk::mail
