#include "mail/bodies.hpp"

#include "mail/charset.hpp"
#include "mail/html_filter.hpp"
#include "mail/html_reader.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace keydesk::mail {

namespace {

/// What is read as text; the rest of a longer one is cut, with a warning.
constexpr std::size_t kLongestText = std::size_t{4} << 20U;
constexpr std::size_t kLongestName = 200;

/// One text in its versions.
struct Block {
    std::string plain, html;
    bool has_plain = false, has_html = false;
};

void warn(Mail& mail, std::string_view warning)
{
    if (std::ranges::find(mail.warnings, warning) == mail.warnings.end())
        mail.warnings.emplace_back(warning);
}

/// "C:\a\b.txt", "../b.txt" → "b.txt".
std::string file_name(const Leaf& leaf)
{
    auto name = std::string{leaf.disposition.parameter("filename")};
    if (name.empty()) name = leaf.type.parameter("name");
    const auto slash = name.find_last_of("/\\");
    if (slash != name.npos) name.erase(0, slash + 1);
    std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < ' '; });
    if (name == "." || name == "..") name.clear();
    return name.size() <= kLongestName ? name : make_valid_utf8(name.substr(0, kLongestName));
}

bool is_attachment(const Leaf& leaf, bool first_text)
{
    const auto& type = leaf.type.value;
    if (type == "message/delivery-status") return false;
    if (leaf.embedded || (type != "text/plain" && type != "text/html")) return true;
    if (leaf.disposition.value == "attachment") return true;
    if (leaf.alternative) return false;
    // Some programs name the body too.
    return !file_name(leaf).empty() && !(first_text && leaf.disposition.value.empty());
}

/// `<meta charset=…>`, for HTML whose part does not say it.
std::string meta_charset(std::string_view html)
{
    std::string head{html.substr(0, 2'048)};
    std::ranges::transform(
        head, head.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto meta = head.find("<meta");
    const auto at = meta == head.npos ? meta : head.find("charset=", meta);
    if (at == head.npos) return {};
    auto value = std::string_view{head}.substr(at + 8);
    while (value.starts_with('"') || value.starts_with('\'')) value.remove_prefix(1);
    return std::string{value.substr(0, value.find_first_of("\"'>; /"))};
}

std::string text_of(const Leaf& leaf, Mail& mail)
{
    auto bytes = std::string_view{leaf.bytes};
    if (bytes.size() > kLongestText) {
        bytes = bytes.substr(0, kLongestText);
        warn(mail, "truncated");
    }
    auto label = std::string{leaf.type.parameter("charset")};
    if (label.empty() && leaf.type.value == "text/html") label = meta_charset(bytes);
    auto decoded = decode(bytes, label);
    if (decoded.guessed) warn(mail, "charset guessed");
    if (decoded.damaged) warn(mail, "characters damaged");
    if (leaf.type.value == "text/html") {
        decoded.text.erase(decoded.text.find_last_not_of(" \t\r\n") + 1);
        return std::move(decoded.text);
    }
    auto text = clean_text(decoded.text);
    std::string format{leaf.type.parameter("format")};
    std::ranges::transform(
        format, format.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (format != "flowed") return text;
    return unflowed(text, leaf.type.parameter("delsp") == "yes");
}

void attach(Leaf leaf, Mail& mail)
{
    Attachment attachment;
    attachment.name = file_name(leaf);
    if (attachment.name.empty() && leaf.embedded) attachment.name = "message.eml";
    attachment.type = leaf.type.value;
    attachment.content_id = std::move(leaf.content_id);
    attachment.is_inline = leaf.disposition.value == "inline" ||
                           (leaf.disposition.value.empty() && !attachment.content_id.empty());
    attachment.bytes = std::move(leaf.bytes);
    mail.attachments.push_back(std::move(attachment));
}

/// Parts of a report that were read as such, and a version of a text that nobody needs.
bool is_machinery(const Leaf& leaf, const Mail& mail)
{
    const auto& type = leaf.type.value;
    if (type == "text/x-amp-html" || type == "text/watch-html") return leaf.alternative;
    // Some servers give their words to the customer that type too.
    if (type == "message/delivery-status" && !leaf.bytes.contains("ecipient:")) return false;
    return !mail.reports.empty() &&
           (type == "message/delivery-status" || type == "message/global-delivery-status" ||
            type == "message/disposition-notification" || type == "message/feedback-report" ||
            type == "text/rfc822-headers" || type == "message/rfc822-headers");
}

void append(std::string& text, std::string_view more)
{
    while (more.ends_with('\n')) more.remove_suffix(1);
    if (more.find_first_not_of(" \t\n") == more.npos) return;
    if (!text.empty()) text += "\n\n";
    text += more;
}

std::string as_html(std::string_view text)
{
    std::string out = "<div>";
    for (const char c : text) {
        if (c == '<') {
            out += "&lt;";
        } else if (c == '&') {
            out += "&amp;";
        } else if (c == '\n') {
            out += "<br>";
        } else {
            out += c;
        }
    }
    return out + "</div>";
}

void join(const std::vector<Block>& blocks, Mail& mail)
{
    const bool formatted = std::ranges::any_of(blocks, &Block::has_html);
    std::string html;
    for (const auto& block : blocks) {
        // A version of nothing but space is none: the words are in the other one.
        const bool plain = block.plain.find_first_not_of(" \t\r\n") != std::string::npos;
        if (block.html.size() > kLongestHtml) warn(mail, "html truncated");
        append(mail.text, plain ? block.plain : text_of_html(block.html));
        if (formatted) html += block.has_html ? block.html : as_html(block.plain);
    }
    if (formatted) mail.html = filter_html(html);
}

}  // namespace

void read_bodies(std::vector<Leaf> leaves, Mail& mail)
{
    std::vector<Block> blocks;
    std::size_t last_block = 0;
    for (auto& leaf : leaves) {
        if (is_machinery(leaf, mail)) continue;
        if (is_attachment(leaf, blocks.empty())) {
            if (leaf.embedded || !leaf.bytes.empty() || !file_name(leaf).empty()) {
                attach(std::move(leaf), mail);
            }
            continue;
        }
        auto text = text_of(leaf, mail);
        if (blocks.empty() || leaf.block != last_block) blocks.emplace_back();
        last_block = leaf.block;
        auto& block = blocks.back();
        if (leaf.type.value == "text/html") {
            block.html += text;
            block.has_html = true;
        } else {
            append(block.plain, text);
            block.has_plain = true;
        }
    }
    join(blocks, mail);
}

std::string unflowed(std::string_view text, bool delsp)
{
    std::string out;
    std::size_t open_depth = 0;
    bool open = false;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto depth = std::min(line.find_first_not_of('>'), line.size());
        auto words = line.substr(depth);
        if (words.starts_with(' ')) words.remove_prefix(1);  // stuffed
        const bool goes_on = words.ends_with(' ') && words != "-- ";
        if (open && (depth != open_depth || words == "-- ")) {
            out += '\n';
            open = false;
        }
        if (!open) {
            out.append(depth, '>');
            if (depth > 0) out += ' ';
        }
        out += goes_on && delsp ? words.substr(0, words.size() - 1) : words;
        if (!goes_on) out += '\n';
        open = goes_on;
        open_depth = depth;
    }
    return out;
}

std::string clean_text(std::string_view utf8)
{
    std::string out;
    out.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        if (utf8[i] == '\r') {
            if (i + 1 >= utf8.size() || utf8[i + 1] != '\n') out += '\n';
        } else if ((byte >= ' ' && byte != 0x7F) || utf8[i] == '\n' || utf8[i] == '\t') {
            out += utf8[i];
        }
    }
    return out;
}

}  // namespace keydesk::mail
