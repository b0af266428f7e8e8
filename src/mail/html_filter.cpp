#include "mail/html_filter.hpp"

#include "base/trim.hpp"
#include "mail/charset.hpp"
#include "mail/html_links.hpp"
#include "mail/html_reader.hpp"

#include <algorithm>
#include <vector>

namespace keydesk::mail {

namespace {

/// "2" → "2"; empty for everything that is no small number.
std::string span_of(std::string_view value)
{
    const bool digits = std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
    return value.empty() || value.size() > 2 || value[0] == '0' || !digits ? ""
                                                                           : std::string{value};
}

/// Characters that turn the direction of what follows could turn a shown host around
/// (U+202A–202E, U+2066–2069).
bool turns_direction(std::string_view three) noexcept
{
    if (three.size() < 3 || three[0] != '\xE2') return false;
    const auto second = static_cast<unsigned char>(three[1]);
    const auto third = static_cast<unsigned char>(three[2]);
    return (second == 0x80 && third >= 0xAA && third <= 0xAE) ||
           (second == 0x81 && third >= 0xA6 && third <= 0xA9);
}

class Rebuilder final : public HtmlSink {
public:
    void text(std::string_view utf8) override
    {
        if (in_anchor_ && !stopped_) anchor_text_ += utf8;
        for (std::size_t i = 0; i < utf8.size() && !stopped_;) {
            std::size_t size = 1;
            while (i + size < utf8.size() &&
                   (static_cast<unsigned char>(utf8[i + size]) & 0xC0U) == 0x80U) {
                ++size;
            }
            put_character(utf8.substr(i, size));
            i += size;
        }
    }

    void open(Tag tag, const Attributes& attributes) override
    {
        if (stopped_) return;
        if (is_empty(tag)) {
            put("<" + std::string{name_of(tag)} + ">");
            return;
        }
        if (tag == Tag::a && in_anchor_) close(Tag::a);
        if (open_.size() >= kDeepestHtml) return;
        std::string written = "<" + std::string{name_of(tag)};
        std::string target;
        if (tag == Tag::a) {
            target = safe_target(attributes.href);
            if (target.empty()) return;
            written += " href=\"" + escaped(target) + "\"";
        }
        if (tag == Tag::td || tag == Tag::th) {
            const auto columns = span_of(attributes.columns), rows = span_of(attributes.rows);
            if (!columns.empty()) written += " colspan=\"" + columns + "\"";
            if (!rows.empty()) written += " rowspan=\"" + rows + "\"";
        }
        const std::size_t start = out_.size();
        closing_ += closing_size(tag);
        if (!put(written + ">")) {
            closing_ -= closing_size(tag);
            return;
        }
        open_.push_back(tag);
        if (tag != Tag::a) return;
        in_anchor_ = true;
        anchor_start_ = start;
        anchor_depth_ = open_.size() - 1;
        anchor_host_ = host_of_target(target);
        anchor_text_.clear();
    }

    void close(Tag tag) override
    {
        if (std::ranges::find(open_, tag) == open_.end() || stopped_) return;
        while (!stopped_) {
            const Tag top = open_.back();
            close_top();
            if (top == tag) return;
        }
    }

    void picture(const Attributes& attributes) override
    {
        // What may stand here is what may stand in text.
        std::string clean;
        for (const char c : picture_text(attributes.alt, attributes.source)) {
            const auto byte = static_cast<unsigned char>(c);
            clean += byte < ' ' || byte == 0x7F ? ' ' : c;
        }
        text(make_valid_utf8(clean));
    }

    std::string finish()
    {
        while (!open_.empty()) {
            if (stopped_) {
                write_closing();
            } else {
                close_top();
            }
        }
        return std::move(out_);
    }

private:
    static std::size_t closing_size(Tag tag) noexcept { return name_of(tag).size() + 3; }

    static std::string escaped(std::string_view text)
    {
        std::string out;
        for (const char c : text) {
            if (c == '&') {
                out += "&amp;";
            } else {
                out += c;
            }
        }
        return out;
    }

    void put_character(std::string_view character)
    {
        if (turns_direction(character)) return;
        if (character == "&") {
            put("&amp;");
        } else if (character == "<") {
            put("&lt;");
        } else if (character == ">") {
            put("&gt;");
        } else if (character == "\xC2\xA0") {
            put("&nbsp;");
        } else if (
            character.size() != 2 || character[0] != '\xC2' ||
            static_cast<unsigned char>(character[1]) >= 0xA0) {
            put(character);
        }
    }

    /// What does not fit with all its end tags ends the whole; a link goes as a whole, so that its
    /// host is never cut off.
    bool put(std::string_view piece)
    {
        if (stopped_) return false;
        if (out_.size() + piece.size() + closing_ <= kLongestHtml) {
            out_ += piece;
            return true;
        }
        stopped_ = true;
        if (!in_anchor_) return false;
        out_.resize(anchor_start_);
        while (open_.size() > anchor_depth_) pop();
        return false;
    }

    void pop()
    {
        closing_ -= closing_size(open_.back());
        open_.pop_back();
    }

    void close_top()
    {
        if (open_.back() == Tag::a) {
            show_host();
            in_anchor_ = false;
            if (stopped_) return;
        }
        write_closing();
    }

    void write_closing()
    {
        const auto name = name_of(open_.back());
        pop();
        out_.append("</").append(name).append(">");
    }

    void show_host()
    {
        const std::string shown = "[" + anchor_host_ + "]";
        auto text = std::string_view{anchor_text_};
        while (text.ends_with(' ') || text.ends_with('\n') || text.ends_with('\t'))
            text.remove_suffix(1);
        if (!text.ends_with(shown) && misleads(text, anchor_host_)) put(" " + shown);
    }

    std::string out_;
    std::vector<Tag> open_;
    std::size_t closing_ = 0;  ///< Bytes of the end tags of all that is open.
    bool stopped_ = false;
    bool in_anchor_ = false;
    std::size_t anchor_start_ = 0, anchor_depth_ = 0;
    std::string anchor_host_, anchor_text_;
};

}  // namespace

std::string filter_html(std::string_view utf8)
{
    Rebuilder rebuilder;
    read_html(make_valid_utf8(cut_to(utf8, kLongestHtml)), rebuilder);
    return rebuilder.finish();
}

}  // namespace keydesk::mail
