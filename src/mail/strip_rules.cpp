#include "mail/strip_rules.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace keydesk::mail {

namespace {

using namespace std::string_view_literals;

/// An attribution is at most this long, over at most three lines.
constexpr std::size_t kLongestAttribution = 400;
constexpr std::size_t kMostAttributionLines = 3;
/// Three labels among this many lines make a block: values may be folded.
constexpr std::size_t kBlockLines = 8;

std::string lower(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(
        out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

bool ends_with_any(std::string_view text, std::span<const std::string_view> ends) noexcept
{
    return std::ranges::any_of(ends, [&](std::string_view end) { return text.ends_with(end); });
}

bool starts_with_any(std::string_view text, std::span<const std::string_view> starts) noexcept
{
    return std::ranges::any_of(starts, [&](auto start) { return text.starts_with(start); });
}

std::size_t digits(std::string_view text) noexcept
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; }));
}

bool names_somebody(std::string_view text) noexcept
{
    return text.find('@') != text.npos || digits(text) >= 4;
}

/// A whole attribution in one line.
bool attributes(std::string_view line)
{
    constexpr auto kWrote = std::to_array<std::string_view>(
        {" wrote:",
         " wrote：",
         " writes:",
         " a écrit :",
         " a écrit:",
         " schrieb:",
         " escribió:",
         " escreveu:"});
    constexpr auto kXiedao =
        std::to_array<std::string_view>({"写道：", "写道:", "写道", "寫道：", "寫道:", "寫道"});
    const auto text = lower(line);
    if (ends_with_any(text, kWrote) || (text.starts_with("am ") && text.contains(" schrieb "))) {
        return names_somebody(text);
    }
    if (ends_with_any(text, kXiedao)) {
        const bool when = text.starts_with("在") || text.contains("于") || text.contains("於") ||
                          text.contains(" 在") || text.contains('@');
        return when && names_somebody(text);
    }
    // Gmail's older form: "2024-03-05 15:00 GMT+08:00 Support <s@x.example>:"
    return digits(text.substr(0, 4)) == 4 && text.contains('@') && text.ends_with(">:");
}

/// Could the line be the first of an attribution that is broken over several?
bool may_attribute(std::string_view line)
{
    constexpr auto kStarts =
        std::to_array<std::string_view>({"on ", "at ", "在", "am ", "le ", "el ", "em "});
    const auto text = lower(line.substr(0, 40));
    return starts_with_any(text, kStarts) || line.contains('<') || line.contains("于");
}

struct Label {
    std::string_view text;
    bool first = false;  ///< A block may begin with it.
};

constexpr auto kLabels = std::to_array<Label>({
    {"发件人", true},
    {"寄件者", true},
    {"寄件人", true},
    {"發件人", true},
    {"from", true},
    {"发送时间", true},
    {"发送日期", true},
    {"傳送時間"},
    {"寄件日期"},
    {"日期", true},
    {"时间"},
    {"收件人"},
    {"收件者"},
    {"抄送"},
    {"抄送人"},
    {"副本"},
    {"主题"},
    {"主旨"},
    {"sent"},
    {"date", true},
    {"to"},
    {"cc"},
    {"subject"},
    {"reply-to"},
    {"发件时间"},
    {"收件时间"},
    {"von", true},
    {"gesendet"},
    {"an"},
    {"betreff"},
    {"密送"},
    {"sendtime"},
});

/// The label of "发件人： x", "From: x", "发件人 | x"; null when there is none.
const Label* label_of(std::string_view line)
{
    const auto colon =
        std::min({line.find(':'), line.find("："), line.find(" | "sv), line.find('\t')});
    if (colon == line.npos || colon > 30) return nullptr;
    std::string name;
    for (const char c : lower(line.substr(0, colon))) {
        if (c != ' ' && c != '*') name += c;  // "主 题"
    }
    const auto found = std::ranges::find(kLabels, std::string_view{name}, &Label::text);
    return found == kLabels.end() ? nullptr : &*found;
}

}  // namespace

std::string plain_line(std::string_view line)
{
    std::string out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const auto rest = line.substr(i);
        if (rest.starts_with("\xC2\xA0")) {  // no-break space
            out += ' ';
            ++i;
        } else if (rest.starts_with("\xE3\x80\x80") || rest.starts_with("\xE2\x80\xAF")) {
            out += ' ';  // ideographic space; narrow no-break space, as in "3:00 PM"
            i += 2;
        } else if (rest.starts_with("\xE2\x80\x8B") || rest.starts_with("\xEF\xBB\xBF")) {
            i += 2;  // zero width
        } else {
            out += line[i] == '\t' || line[i] == '\r' ? ' ' : line[i];
        }
    }
    const auto first = out.find_first_not_of(" |*");
    if (first == out.npos) return {};
    const auto last = out.find_last_not_of(" |*");
    return out.substr(first, last - first + 1);
}

bool is_quote(std::string_view line) noexcept
{
    return line.starts_with('>') || line.starts_with("＞");
}

std::size_t attribution(std::span<const std::string> lines)
{
    std::string joined;
    for (std::size_t i = 0; i < std::min(lines.size(), kMostAttributionLines); ++i) {
        if (lines[i].empty() || is_quote(lines[i])) return 0;
        if (i > 0 && (!may_attribute(lines[0]) || is_separator(lines[i]))) return 0;
        joined += (i > 0 ? " " : "") + lines[i];
        if (joined.size() > kLongestAttribution) return 0;
        if (attributes(joined)) return i + 1;
    }
    return 0;
}

bool is_separator(std::string_view line)
{
    constexpr auto kWords = std::to_array<std::string_view>(
        {"原始邮件",
         "原始郵件",
         "原邮件",
         "原郵件",
         "回复的原邮件",
         "转发的邮件",
         "转发邮件",
         "转发邮件信息",
         "转发的原邮件",
         "邮件原件",
         "回复邮件",
         "轉寄的郵件",
         "轉寄郵件",
         "original",
         "original message",
         "original mail",
         "originalmessage",
         "original email",
         "forwarded message",
         "forwarded email",
         "forwarded mail",
         "replied message",
         "reply message",
         "ursprüngliche nachricht",
         "message d'origine",
         "mensaje original"});
    const auto text = lower(line);
    if (text == "begin forwarded message:" || text == "开始转发的邮件：" ||
        text == "下面是被转发的邮件：")
        return true;
    const auto first = text.find_first_not_of("-—_= ");
    const auto last = text.find_last_not_of("-—_= ");
    if (first == text.npos || first < 3 || text.size() - last < 4) return false;
    auto inner = std::string_view{text}.substr(first, last - first + 1);
    if (inner.ends_with(':')) inner.remove_suffix(1);
    if (inner.ends_with("：")) inner.remove_suffix("："sv.size());
    return std::ranges::find(kWords, inner) != kWords.end();
}

bool begins_header_block(std::span<const std::string> lines)
{
    if (lines.empty()) return false;
    const Label* first = label_of(lines[0]);
    if (first == nullptr || !first->first) return false;
    std::size_t found = 0, others = 0;
    for (const auto& line : lines.subspan(0, std::min(lines.size(), kBlockLines))) {
        if (label_of(line) != nullptr) {
            if (++found == 3) return true;
        } else if (++others > 3) {
            return false;
        }
    }
    return false;
}

bool is_marker(std::string_view line)
{
    return line.contains("请在此行以上回复") || lower(line).contains("reply above this line");
}

bool is_device_line(std::string_view line)
{
    constexpr auto kStarts = std::to_array<std::string_view>(
        {"发自我的",
         "發自我的",
         "来自我的",
         "來自我的",
         "发自 ",
         "发自新浪邮箱",
         "发自网易",
         "发自foxmail",
         "发送自 outlook",
         "发送自我的",
         "從我的 ",
         "从我的 ",
         "来自网易",
         "获取 outlook",
         "獲取 outlook",
         "取得 outlook",
         "sent from my ",
         "sent from outlook",
         "sent from mail for",
         "sent from yahoo",
         "sent from proton",
         "sent from samsung",
         "sent via ",
         "get outlook for ",
         "get bluemail for",
         "sent with proton",
         "envoyé de mon ",
         "von meinem iphone gesendet"});
    if (line.size() > 160) return false;
    auto text = lower(line);
    if (text.starts_with('-')) text.erase(0, std::min(text.find_first_not_of("- "), text.size()));
    const bool mine = (text.starts_with("从我的") || text.starts_with("從我的")) &&
                      (text.contains("发送") || text.contains("傳送"));
    return mine || starts_with_any(text, kStarts) || text.contains("网易邮箱大师 定制") ||
           text.contains("网易邮箱大师定制");
}

bool is_rule(std::string_view line) noexcept
{
    return line.size() >= 10 &&
           (line.find_first_not_of('_') == line.npos || line.find_first_not_of('-') == line.npos);
}

}  // namespace keydesk::mail
