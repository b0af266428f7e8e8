#include "mail/strip_reply.hpp"

#include "mail/strip_rules.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace keydesk::mail {

namespace {

/// A signature under a bare "--" is short; a longer rest is text.
constexpr std::size_t kLongestSignature = 12;
/// Rules look at the lines of this width; what is longer is prose.
constexpr std::size_t kWidest = 600;

class Splitter {
public:
    explicit Splitter(std::string_view text)
    {
        for (std::size_t at = 0; at < text.size();) {
            const auto end = std::min(text.find('\n', at), text.size());
            lines_.push_back(text.substr(at, end - at));
            at = end + 1;
        }
        for (const auto line : lines_) plain_.push_back(plain_line(line.substr(0, kWidest)));
        quoted_.assign(lines_.size(), false);
    }

    Split split()
    {
        mark_quotes();
        mark_signature();
        mark_device_lines();
        Split out;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            (quoted_[i] ? out.quoted : out.reply).append(lines_[i]).append("\n");
        }
        trim(out.reply);
        trim(out.quoted);
        return out;
    }

private:
    std::span<const std::string> from(std::size_t line) const
    {
        return std::span{plain_}.subspan(line);
    }

    void quote(std::size_t first, std::size_t end)
    {
        std::fill(
            quoted_.begin() + static_cast<std::ptrdiff_t>(first),
            quoted_.begin() + static_cast<std::ptrdiff_t>(end),
            true);
    }

    std::size_t next_filled(std::size_t line) const
    {
        while (line < plain_.size() && plain_[line].empty()) ++line;
        return line;
    }

    void mark_quotes()
    {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (is_quote(plain_[i])) {
                quoted_[i] = true;
            } else if (is_marker(plain_[i])) {
                quote(start_above_marker(i), lines_.size());
                return;
            } else if (is_separator(plain_[i]) || begins_header_block(from(i))) {
                quote(start_above_block(i), lines_.size());
                return;
            } else if (const auto count = attribution(from(i)); count > 0) {
                const auto next = next_filled(i + count);
                const bool marked = next < lines_.size() && is_quote(plain_[next]);
                quote(i, marked ? next : lines_.size());
                if (!marked) return;
                i = next - 1;
            }
        }
    }

    /// The rule that Outlook draws above its block belongs to it.
    std::size_t start_above_block(std::size_t line) const
    {
        std::size_t above = line;
        while (above > 0 && plain_[above - 1].empty()) --above;
        return above > 0 && is_rule(plain_[above - 1]) ? above - 1 : line;
    }

    /// An attribution in a language that we do not know ends in a colon.
    std::size_t start_above_marker(std::size_t line) const
    {
        std::size_t above = line;
        while (above > 0 && plain_[above - 1].empty()) --above;
        if (above == 0) return line;
        const auto& text = plain_[above - 1];
        const bool colon = text.ends_with(':') || text.ends_with("：");
        return colon && text.find('@') != text.npos ? above - 1 : line;
    }

    void mark_signature()
    {
        std::size_t end = 0;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            auto line = lines_[i];
            if (line.ends_with('\r')) line.remove_suffix(1);
            if (quoted_[i] || (line != "-- " && line != "--" && line != "--\xC2\xA0")) continue;
            // Found once for all of a run: many such lines must not each look to its end.
            while (end < lines_.size() && (end <= i || !quoted_[end])) ++end;
            if (line == "--" && end - i > kLongestSignature) continue;
            quote(i, end);
            i = end;
        }
    }

    /// Only where nothing new follows them.
    void mark_device_lines()
    {
        for (std::size_t i = lines_.size(); i > 0; --i) {
            const auto& line = plain_[i - 1];
            if (quoted_[i - 1] || line.empty() || is_rule(line)) continue;
            if (!is_device_line(line)) return;
            quoted_[i - 1] = true;
            if (i > 1 && is_rule(plain_[i - 2])) quoted_[i - 2] = true;
        }
    }

    static void trim(std::string& text)
    {
        while (text.ends_with('\n') || text.ends_with(' ') || text.ends_with('\r')) text.pop_back();
        const auto first = text.find_first_not_of("\r\n");
        text.erase(0, std::min(first, text.size()));
    }

    std::vector<std::string_view> lines_;
    std::vector<std::string> plain_;
    std::vector<bool> quoted_;
};

}  // namespace

Split split_reply(std::string_view text)
{
    return Splitter{text}.split();
}

}  // namespace keydesk::mail
