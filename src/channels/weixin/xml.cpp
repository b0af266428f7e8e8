#include "channels/weixin/xml.hpp"

#include "channels/weixin/text.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace keydesk::weixin {

namespace {

constexpr std::size_t kLongest = 1 << 20;
constexpr std::size_t kMostElements = 500;
constexpr std::size_t kDeepest = 7;
constexpr std::size_t kLongestName = 64;
constexpr std::string_view kCdata = "<![CDATA[";

constexpr std::array<std::pair<std::string_view, char>, 5> kEntities{{
    {"&lt;", '<'},
    {"&gt;", '>'},
    {"&amp;", '&'},
    {"&quot;", '"'},
    {"&apos;", '\''},
}};

bool of_a_name(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool white(char c) noexcept
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// Takes the text apart from the left; every step eats what it has read.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_{text} {}

    std::optional<XmlMessage> read()
    {
        eat("\xEF\xBB\xBF");
        skip_white();
        if (eat("<?xml ") && !eat_declaration()) return std::nullopt;
        skip_white();
        if (!eat("<") || !open() || !body()) return std::nullopt;
        skip_white();
        return rest_.empty() ? std::optional{std::move(found_)} : std::nullopt;
    }

private:
    bool eat(std::string_view what)
    {
        if (!rest_.starts_with(what)) return false;
        rest_.remove_prefix(what.size());
        return true;
    }
    void skip_white()
    {
        while (!rest_.empty() && white(rest_.front())) rest_.remove_prefix(1);
    }
    bool eat_declaration()
    {
        auto end = rest_.find("?>");
        if (end == rest_.npos || rest_.substr(0, end).find('<') != rest_.npos) return false;
        rest_.remove_prefix(end + 2);
        return true;
    }

    /// The rest of "<name>" or "<name/>".
    bool open()
    {
        auto size =
            static_cast<std::size_t>(std::ranges::find_if_not(rest_, of_a_name) - rest_.begin());
        if (size == 0 || size > kLongestName || stack_.size() == kDeepest) return false;
        if (++elements_ > kMostElements) return false;
        stack_.push_back({std::string{rest_.substr(0, size)}, {}, false});
        rest_.remove_prefix(size);
        skip_white();
        if (eat("/>")) return leave();
        return eat(">");
    }
    /// The rest of "</name>".
    bool close()
    {
        if (!eat(stack_.back().name)) return false;
        skip_white();
        return eat(">") && leave();
    }
    bool leave()
    {
        auto element = std::move(stack_.back());
        stack_.pop_back();
        if (!stack_.empty()) stack_.back().has_children = true;
        if (!element.has_children && !stack_.empty()) {
            found_.add(path_to(element.name), clean_text(element.text));
        }
        return true;
    }
    std::string path_to(const std::string& name) const
    {
        std::string path;
        for (std::size_t at = 1; at < stack_.size(); ++at) path += stack_[at].name + "/";
        return path + name;
    }

    bool body()
    {
        while (!stack_.empty()) {
            if (rest_.empty()) return false;
            bool good = eat(kCdata) ? take_cdata()
                        : eat("</") ? close()
                        : eat("<")  ? open()
                                    : take_character();
            if (!good) return false;
        }
        return true;
    }
    bool take_cdata()
    {
        auto end = rest_.find("]]>");
        if (end == rest_.npos) return false;
        stack_.back().text += rest_.substr(0, end);
        rest_.remove_prefix(end + 3);
        return true;
    }
    bool take_character()
    {
        if (rest_.front() != '&') {
            stack_.back().text += rest_.front();
            rest_.remove_prefix(1);
            return true;
        }
        for (auto [written, meant] : kEntities) {
            if (!eat(written)) continue;
            stack_.back().text += meant;
            return true;
        }
        return false;
    }

    struct Element {
        std::string name, text;
        bool has_children = false;
    };
    std::string_view rest_;
    std::vector<Element> stack_;
    std::size_t elements_ = 0;
    XmlMessage found_;
};

}  // namespace

std::string_view XmlMessage::get(std::string_view path) const noexcept
{
    auto found = std::ranges::find(texts_, path, &std::pair<std::string, std::string>::first);
    return found == texts_.end() ? std::string_view{} : std::string_view{found->second};
}

bool XmlMessage::has(std::string_view path) const noexcept
{
    return std::ranges::find(texts_, path, &std::pair<std::string, std::string>::first) !=
           texts_.end();
}

void XmlMessage::add(std::string path, std::string text)
{
    texts_.emplace_back(std::move(path), std::move(text));
}

Result<XmlMessage> read_xml(std::string_view bytes)
{
    auto message = bytes.size() <= kLongest ? Reader{bytes}.read() : std::nullopt;
    if (!message) return fail(ErrorKind::invalid_input, "not the XML of a callback");
    return std::move(*message);
}

std::string cdata(std::string_view text)
{
    std::string out{kCdata};
    for (std::size_t at = 0; at < text.size(); ++at) {
        // "]]>" is cut in two sections: after its brackets one ends and the next begins.
        bool ends = text.substr(at).starts_with("]]>");
        if (ends) out += "]]]]><![CDATA[>";
        if (!ends) out += text[at];
        if (ends) at += 2;
    }
    return out + "]]>";
}

}  // namespace keydesk::weixin
