#include "mail/charset.hpp"
#include "mail/html_filter.hpp"
#include "mail/html_links.hpp"
#include "mail/html_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace keydesk::mail {

namespace {

/// Deeper quotes look the same; and prefixes must not multiply a text.
constexpr std::size_t kDeepestQuote = 8;
constexpr std::size_t kMostNewlines = 3;

class TextMaker final : public HtmlSink {
public:
    void text(std::string_view utf8) override
    {
        for (std::size_t i = 0; i < utf8.size(); ++i) {
            const char c = utf8[i];
            const bool hard = utf8.substr(i, 2) == "\xC2\xA0";
            if (hard) ++i;
            if (hard && !(in_line_ || space_)) continue;  // indentation
            if (pre_ > 0 && c == '\n') {
                newlines_ = std::min(newlines_ + 1, kMostNewlines);
                in_line_ = false;
            } else if (pre_ > 0 && (c == ' ' || c == '\t')) {
                put(" ");
            } else if (hard || c == ' ' || c == '\n' || c == '\t') {
                space_ = true;
            } else {
                put({&c, 1});
            }
        }
    }

    void open(Tag tag, const Attributes& attributes) override
    {
        switch (tag) {
            case Tag::br:
                newlines_ = std::min(newlines_ + 1, kMostNewlines);
                in_line_ = space_ = false;
                return;
            case Tag::hr:
                line(1);
                put("---");
                line(1);
                return;
            case Tag::a:
                end_link();
                target_ = safe_target(attributes.href);
                link_start_ = out_.size();
                return;
            case Tag::td:
            case Tag::th:
                cell_ = in_line_;
                return;
            case Tag::li:
                line(1);
                item_ = true;
                return;
            case Tag::blockquote:
                line(1);
                ++quote_;
                return;
            case Tag::pre:
                ++pre_;
                [[fallthrough]];
            default:
                block(tag);
        }
    }

    void close(Tag tag) override
    {
        if (tag == Tag::a) end_link();
        block(tag);
        if (tag == Tag::li) line(1);
        if (tag == Tag::pre && pre_ > 0) --pre_;
        if (tag != Tag::blockquote) return;
        line(1);
        if (quote_ > 0) --quote_;
    }

    void picture(const Attributes& attributes) override
    {
        for (const char c : picture_text(attributes.alt, attributes.source)) {
            if (static_cast<unsigned char>(c) >= ' ') put({&c, 1});
        }
    }

    std::string finish()
    {
        end_link();
        return std::move(out_);
    }

private:
    void block(Tag tag)
    {
        switch (tag) {
            case Tag::p:
            case Tag::h1:
            case Tag::h2:
            case Tag::h3:
            case Tag::h4:
            case Tag::pre:
                line(2);
                return;
            case Tag::div:
            case Tag::table:
            case Tag::tr:
            case Tag::ul:
            case Tag::ol:
                line(1);
                return;
            default:
                return;
        }
    }

    /// At least `count` line breaks before what comes.
    void line(std::size_t count)
    {
        newlines_ = std::max(newlines_, count);
        in_line_ = space_ = cell_ = false;
    }

    void put(std::string_view bytes)
    {
        if (newlines_ > 0 || out_.empty()) begin_line();
        if (cell_ && in_line_) {
            out_ += " | ";
        } else if (space_ && in_line_) {
            out_ += ' ';
        }
        if (item_) out_ += "- ";
        item_ = cell_ = space_ = false;
        in_line_ = true;
        out_ += bytes;
    }

    void begin_line()
    {
        std::string prefix;
        for (std::size_t i = 0; i < std::min(quote_, kDeepestQuote); ++i) prefix += '>';
        for (std::size_t i = 1; i < newlines_ && !out_.empty(); ++i) out_ += "\n" + prefix;
        if (!out_.empty()) out_ += '\n';
        if (!prefix.empty()) out_ += prefix + " ";
        newlines_ = 0;
    }

    /// Says where the link leads unless its text does.
    void end_link()
    {
        if (target_.empty()) return;
        const std::string target = std::exchange(target_, {});
        const auto shown = std::string_view{out_}.substr(std::min(link_start_, out_.size()));
        auto bare = std::string_view{target};
        bare.remove_prefix(target.starts_with("mailto:") ? 7 : bare.find("//") + 2);
        if (bare.ends_with('/')) bare.remove_suffix(1);
        if (shown.find(bare) != shown.npos) return;
        if (!in_line_ && shown.find_first_not_of(" \n>") == shown.npos)
            return;  // no text: a picture
        space_ = true;
        put("<" + target + ">");
    }

    std::string out_, target_;
    std::size_t link_start_ = 0, newlines_ = 0, quote_ = 0, pre_ = 0;
    bool in_line_ = false, space_ = false, cell_ = false, item_ = false;
};

}  // namespace

std::string text_of_html(std::string_view utf8)
{
    TextMaker maker;
    if (utf8.size() > kLongestHtml) utf8 = utf8.substr(0, kLongestHtml);
    const std::string valid = make_valid_utf8(utf8);
    read_html(valid, maker);
    return make_valid_utf8(maker.finish());
}

}  // namespace keydesk::mail
