#include "chains/recognise/links.hpp"
#include "chains/recognise/look_alikes.hpp"

#include <algorithm>
#include <utility>

namespace keydesk::chains {

namespace {

constexpr std::size_t kMost = 256;
constexpr std::size_t kLongestHost = 300;

/// Letters of the scripts from which look-alikes are made (U+00C0 to U+058F): a host may hold
/// them. Chinese characters end it: nobody puts a blank between a link and the next word.
bool is_letter_lead(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xC3 && byte <= 0xD6;
}

std::size_t host_end_at(std::string_view text, std::size_t at)
{
    while (at < text.size()) {
        const char c = text[at];
        const bool pair = is_letter_lead(c) && at + 1 < text.size() &&
                          (static_cast<unsigned char>(text[at + 1]) & 0xC0U) == 0x80;
        if (!pair && !is_alnum(c) && c != '.' && c != '-' && c != '_') break;
        at += pair ? 2 : 1;
    }
    return at;
}

/// Labels apart by single dots, the last one a name.
bool is_host(std::string_view host)
{
    const std::size_t dot = host.rfind('.');
    if (dot == host.npos || dot == 0 || host.size() > kLongestHost || host.contains("..")) {
        return false;
    }
    const auto last = host.substr(dot + 1);
    return last.size() >= 2 && !is_digit(last[0]) && host[0] != '-';
}

std::size_t path_end_at(std::string_view text, std::size_t at)
{
    if (at < text.size() && text[at] == ':') {
        std::size_t digits = at + 1;
        while (digits < text.size() && is_digit(text[digits])) ++digits;
        if (digits > at + 1) at = digits;
    }
    if (at >= text.size() || !std::string_view{"/?#"}.contains(text[at])) return at;
    while (at < text.size()) {
        const char c = text[at];
        if (is_blank(c) || c == '"' || c == '<' || c == '>' ||
            (static_cast<unsigned char>(c) & 0x80U) != 0)
            break;
        ++at;
    }
    return at;
}

/// The host behind `https://etherscan.io@`: what stands before the @ is only a name to log in.
std::string host_behind(std::string_view text, std::size_t at)
{
    return lower(text.substr(at + 1, host_end_at(text, at + 1) - at - 1));
}

Link read_link(const Pasted& pasted, std::size_t begin, std::size_t end)
{
    const std::string_view text = pasted.text;
    Link link{.begin = begin, .host_end = end, .end = end};
    link.host = lower(text.substr(begin, end - begin));
    link.schemed = text.substr(0, begin).ends_with("://");
    if (end < text.size() && text[end] == '@') {
        if (explorer_of(link.host) != nullptr && link.schemed) {
            link.imitates = std::exchange(link.host, host_behind(text, end));
        }
        return link;
    }
    link.end = path_end_at(text, end);
    if (const auto* explorer = explorer_of(link.host)) {
        link.known = true;
        link.place = place_of(*explorer, link.host, text.substr(end, link.end - end));
    } else {
        link.imitates = explorer_imitated_by(link.host);
    }
    return link;
}

}  // namespace

std::vector<Link> find_links(const Pasted& pasted)
{
    std::vector<Link> links;
    const std::string_view text = pasted.text;
    for (std::size_t at = 0; at < text.size() && links.size() < kMost;) {
        std::size_t end = host_end_at(text, at);
        const std::size_t next = std::max(end, at + 1);
        while (at < end && (text[at] == '.' || text[at] == '-')) ++at;
        while (end > at && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
        if (!is_host(text.substr(at, end - at))) {
            at = next;
            continue;
        }
        links.push_back(read_link(pasted, at, end));
        at = std::max(next, links.back().end);
    }
    return links;
}

std::string_view word_before(std::string_view text, const Link& link, std::size_t place)
{
    if (place <= link.host_end) return {};
    const auto path = text.substr(link.host_end, place - link.host_end);
    const std::size_t end = path.size() - 1;  // The '/' or '=' itself.
    const std::size_t start = path.find_last_of("/?#&=", end == 0 ? path.npos : end - 1);
    if (end == 0 || start == path.npos || start >= end) return {};
    return path.substr(start + 1, end - start - 1);
}

}  // namespace keydesk::chains
