#include "mail/html_reader.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace keydesk::mail {

namespace {

constexpr auto kNames = std::to_array<std::string_view>(
    {"a",   "b",     "blockquote", "br", "code", "div",   "em",  "h1", "h2",     "h3",
     "h4",  "hr",    "i",          "li", "ol",   "p",     "pre", "s",  "strong", "sub",
     "sup", "table", "tbody",      "td", "th",   "thead", "tr",  "u",  "ul"});

struct Alias {
    std::string_view name;
    Tag tag;
};
/// Tags that say the same as one of ours, and blocks that must at least end a line.
constexpr auto kAliases = std::to_array<Alias>(
    {{"address", Tag::div}, {"article", Tag::div}, {"aside", Tag::div},    {"caption", Tag::div},
     {"center", Tag::div},  {"dd", Tag::div},      {"del", Tag::s},        {"dir", Tag::ul},
     {"dl", Tag::div},      {"dt", Tag::div},      {"fieldset", Tag::div}, {"figure", Tag::div},
     {"footer", Tag::div},  {"form", Tag::div},    {"h5", Tag::h4},        {"h6", Tag::h4},
     {"header", Tag::div},  {"ins", Tag::u},       {"kbd", Tag::code},     {"legend", Tag::div},
     {"listing", Tag::pre}, {"main", Tag::div},    {"menu", Tag::ul},      {"nav", Tag::div},
     {"samp", Tag::code},   {"section", Tag::div}, {"strike", Tag::s},     {"tfoot", Tag::tbody},
     {"tt", Tag::code}});

/// Their content is no text of the mail. After the first group comes raw text up to the end tag.
constexpr auto kRawDropped = std::to_array<std::string_view>(
    {"iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp"});
constexpr auto kTreeDropped = std::to_array<std::string_view>(
    {"applet",
     "audio",
     "canvas",
     "datalist",
     "frameset",
     "math",
     "object",
     "select",
     "svg",
     "template",
     "video"});

/// "IMG" → "img"; cut, since no name that we know is longer.
std::string small(std::string_view name)
{
    std::string out{name.substr(0, 16)};
    std::ranges::transform(
        out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

Tag tag_of(std::string_view name) noexcept
{
    const auto found = std::ranges::find(kNames, name);
    if (found != kNames.end()) return static_cast<Tag>(found - kNames.begin());
    const auto alias = std::ranges::find(kAliases, name, &Alias::name);
    return alias == kAliases.end() ? Tag::none : alias->tag;
}

template <std::size_t N>
bool among(const std::array<std::string_view, N>& names, std::string_view name) noexcept
{
    return std::ranges::find(names, name) != names.end();
}

bool is_space(char c) noexcept
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

std::string resolved(std::string_view value)
{
    std::string out;
    for (std::size_t at = 0; at < value.size();) {
        const std::size_t entity = value[at] == '&' ? read_entity(value.substr(at), out) : 0;
        if (entity == 0) out += value[at];
        at += std::max<std::size_t>(entity, 1);
    }
    return out;
}

class Reader {
public:
    Reader(std::string_view html, HtmlSink& sink) : html_{html}, sink_{sink} {}

    void read()
    {
        while (at_ < html_.size()) {
            const char c = html_[at_];
            if (c == '<' && markup()) continue;
            character(c);
        }
        flush();
    }

private:
    bool here(std::string_view text) const { return html_.substr(at_, text.size()) == text; }

    void character(char c)
    {
        if (c == '&') {
            const std::size_t size = read_entity(html_.substr(at_), text_);
            if (size == 0) text_ += '&';
            at_ += std::max<std::size_t>(size, 1);
            return;
        }
        ++at_;
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\r') {
            if (at_ >= html_.size() || html_[at_] != '\n') text_ += '\n';
        } else if (
            byte == 0xC2 && at_ < html_.size() && static_cast<unsigned char>(html_[at_]) < 0xA0) {
            ++at_;  // the controls U+0080–U+009F
        } else if ((byte >= ' ' && byte != 0x7F) || c == '\n' || c == '\t') {
            text_ += c;
        }
    }

    void flush()
    {
        if (!text_.empty() && dropped_.empty()) sink_.text(text_);
        text_.clear();
    }

    /// False: the "<" is text.
    bool markup()
    {
        if (here("<!--")) {
            at_ += 4;
            if (here(">")) {
                ++at_;
            } else if (here("->")) {
                at_ += 2;
            } else {
                skip_behind("-->");
            }
            return true;
        }
        if (here("<!") || here("<?")) {
            skip_behind(">");
            return true;
        }
        const bool closing = here("</");
        const std::size_t start = at_ + (closing ? 2 : 1);
        if (start >= html_.size() || std::isalpha(static_cast<unsigned char>(html_[start])) == 0) {
            if (closing) skip_behind(">");
            return closing;
        }
        flush();
        std::size_t end = start;
        while (end < html_.size() && !is_space(html_[end]) && html_[end] != '>' &&
               html_[end] != '/')
            ++end;
        const std::string name = small(html_.substr(start, end - start));
        at_ = end;
        Attributes attributes;
        if (!read_attributes(attributes)) return true;  // never closed: the rest is this tag
        if (closing) {
            end_tag(name);
        } else {
            start_tag(name, attributes);
        }
        return true;
    }

    void skip_behind(std::string_view mark)
    {
        const auto found = html_.find(mark, at_);
        at_ = found == html_.npos ? html_.size() : found + mark.size();
    }

    void start_tag(const std::string& name, const Attributes& attributes)
    {
        if (!dropped_.empty()) {
            if (name == dropped_) ++depth_;
            if (among(kRawDropped, name)) skip_raw(name);
            return;
        }
        if (among(kRawDropped, name)) {
            skip_raw(name);
        } else if (among(kTreeDropped, name)) {
            dropped_ = name;
            depth_ = 1;
        } else if (name == "img" || name == "image") {
            sink_.picture(attributes);
        } else if (const Tag tag = tag_of(name); tag != Tag::none) {
            sink_.open(tag, attributes);
        }
    }

    void end_tag(const std::string& name)
    {
        if (!dropped_.empty()) {
            if (name == dropped_ && --depth_ == 0) dropped_.clear();
            return;
        }
        const Tag tag = tag_of(name);
        if (tag == Tag::br) sink_.open(tag, {});  // as browsers read "</br>"
        if (tag != Tag::none && !is_empty(tag)) sink_.close(tag);
    }

    /// Up to "</name", in whatever case; its own ">" is read as an end tag that closes nothing.
    void skip_raw(std::string_view name)
    {
        for (; at_ < html_.size(); ++at_) {
            at_ = std::min(html_.find("</", at_), html_.size());
            if (small(html_.substr(std::min(at_ + 2, html_.size()), name.size())) == name) return;
        }
    }

    /// Leaves at_ behind the ">". False when there is none.
    bool read_attributes(Attributes& out)
    {
        while (at_ < html_.size()) {
            const char c = html_[at_];
            if (c == '>') {
                ++at_;
                return true;
            }
            if (is_space(c) || c == '/') {
                ++at_;
                continue;
            }
            const std::size_t start = at_++;
            while (at_ < html_.size() && !is_space(html_[at_]) &&
                   !std::string_view{"=/>"}.contains(html_[at_]))
                ++at_;
            const std::string name = small(html_.substr(start, at_ - start));
            keep(out, name, read_value());
        }
        return false;
    }

    std::string_view read_value()
    {
        std::size_t next = at_;
        while (next < html_.size() && is_space(html_[next])) ++next;
        if (next >= html_.size() || html_[next] != '=') return {};
        at_ = next + 1;
        while (at_ < html_.size() && is_space(html_[at_])) ++at_;
        if (at_ >= html_.size()) return {};
        const char quote = html_[at_];
        if (quote == '"' || quote == '\'') {
            const std::size_t start = ++at_;
            at_ = std::min(html_.find(quote, at_), html_.size());
            const auto value = html_.substr(start, at_ - start);
            at_ = std::min(at_ + 1, html_.size());
            return value;
        }
        const std::size_t start = at_;
        while (at_ < html_.size() && !is_space(html_[at_]) && html_[at_] != '>') ++at_;
        return html_.substr(start, at_ - start);
    }

    static void keep(Attributes& out, std::string_view name, std::string_view value)
    {
        // The first of two counts, as in browsers.
        auto take = [&](std::string_view wanted, std::string& into) {
            if (name == wanted && into.empty()) into = resolved(value);
        };
        take("href", out.href);
        take("alt", out.alt);
        take("src", out.source);
        take("colspan", out.columns);
        take("rowspan", out.rows);
    }

    std::string_view html_;
    HtmlSink& sink_;
    std::size_t at_ = 0;
    std::string text_;
    std::string dropped_;  ///< We are inside of it.
    std::size_t depth_ = 0;
};

}  // namespace

std::string_view name_of(Tag tag) noexcept
{
    return tag == Tag::none ? std::string_view{} : kNames[static_cast<std::size_t>(tag)];
}

bool is_empty(Tag tag) noexcept
{
    return tag == Tag::br || tag == Tag::hr;
}

void read_html(std::string_view utf8, HtmlSink& sink)
{
    Reader{utf8, sink}.read();
}

}  // namespace keydesk::mail
