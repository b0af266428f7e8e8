#include "mail/html_links.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace keydesk::mail {

namespace {

constexpr std::size_t kLongestTarget = 2'000;
constexpr std::size_t kLongestAlt = 200;

char lower(char c) noexcept
{
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

std::string lower(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(out, out.begin(), [](char c) { return lower(c); });
    return out;
}

bool is_letter_or_digit(char c) noexcept
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

/// RFC 3986, section 2: unreserved, reserved and "%".
bool may_stay(char c) noexcept
{
    return is_letter_or_digit(c) ||
           std::string_view{"-._~:/?#[]@!$&'()*+,;=%"}.find(c) != std::string_view::npos;
}

bool is_host(std::string_view host) noexcept
{
    if (host.starts_with('[') && host.ends_with(']')) {
        return std::ranges::all_of(host.substr(1, host.size() - 2), [](char c) {
            return std::isxdigit(static_cast<unsigned char>(c)) != 0 || c == ':' || c == '.';
        });
    }
    return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, [](char c) {
        return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_';
    });
}

std::string_view authority_of(std::string_view target) noexcept
{
    const auto start = target.find("//");
    if (start == target.npos) return {};
    target.remove_prefix(start + 2);
    return target.substr(0, target.find_first_of("/?#"));
}

std::string_view without_port(std::string_view authority) noexcept
{
    const auto colon = authority.rfind(':');
    const auto bracket = authority.rfind(']');
    if (colon == authority.npos || (bracket != authority.npos && bracket > colon)) return authority;
    return authority.substr(0, colon);
}

bool same_house(std::string_view a, std::string_view b) noexcept
{
    const auto below = [](std::string_view lower_one, std::string_view upper) {
        return lower_one.size() > upper.size() && lower_one.ends_with(upper) &&
               lower_one[lower_one.size() - upper.size() - 1] == '.';
    };
    return a == b || below(a, b) || below(b, a);
}

/// A dot that is written in another script joins labels as well.
std::string with_plain_dots(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto three = text.substr(i, 3);
        if (three == "。" || three == "．" || three == "｡") {
            out += '.';
            i += 2;
        } else {
            out += lower(text[i]);
        }
    }
    return out;
}

/// "app.example": at least two labels, the last of two letters or more.
bool names_host(std::string_view word) noexcept
{
    const auto dot = word.rfind('.');
    if (dot == word.npos || dot == 0) return false;
    const auto top = word.substr(dot + 1);
    return top.size() >= 2 && std::ranges::none_of(top, [](char c) {
               return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
           });
}

}  // namespace

std::string safe_target(std::string_view href)
{
    std::string target;
    constexpr std::string_view kHex = "0123456789ABCDEF";
    for (const char c : href.substr(0, kLongestTarget + 1)) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\t' || c == '\n' || c == '\r') continue;  // browsers leave them out too
        if (byte <= ' ' && target.empty()) continue;
        if (may_stay(c)) {
            target += c;
        } else {
            target += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
        }
    }
    while (target.ends_with("%20")) target.resize(target.size() - 3);
    if (target.size() > kLongestTarget) return {};
    const auto colon = target.find(':');
    if (colon == target.npos) return {};
    const auto scheme = lower(std::string_view{target}.substr(0, colon));
    if (scheme == "mailto") {
        const auto address = std::string_view{target}.substr(colon + 1);
        const auto bare = address.substr(0, address.find('?'));
        const auto at = bare.rfind('@');
        if (at == bare.npos || at == 0 || !is_host(bare.substr(at + 1))) return {};
        return "mailto:" + std::string{address};
    }
    if ((scheme != "http" && scheme != "https") || target.substr(colon + 1, 2) != "//") return {};
    const auto authority = authority_of(target);
    const auto host = without_port(authority);
    const auto port = authority.substr(host.size());
    const bool digits = std::ranges::all_of(
        port, [](char c) { return c == ':' || std::isdigit(static_cast<unsigned char>(c)) != 0; });
    if (!is_host(host) || !digits || port.size() > 6) return {};
    const auto rest = std::string_view{target}.substr(colon + 3 + authority.size());
    return scheme + "://" + lower(authority) + std::string{rest};
}

std::string host_of_target(std::string_view target)
{
    if (target.starts_with("mailto:")) {
        const auto bare = target.substr(0, target.find('?'));
        return lower(bare.substr(bare.rfind('@') + 1));
    }
    return std::string{without_port(authority_of(target))};
}

bool misleads(std::string_view text, std::string_view host)
{
    if (host.starts_with("xn--") || host.find(".xn--") != host.npos) return true;
    const std::string words = with_plain_dots(text);
    auto in_word = [](char c) {
        return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_' ||
               static_cast<unsigned char>(c) >= 0x80;
    };
    for (std::size_t at = 0; at < words.size();) {
        std::size_t end = at;
        while (end < words.size() && in_word(words[end])) ++end;
        auto word = std::string_view{words}.substr(at, end - at);
        while (word.starts_with('.')) word.remove_prefix(1);
        while (word.ends_with('.')) word.remove_suffix(1);
        if (names_host(word) && !same_house(word, host)) return true;
        at = std::max(end, at + 1);
        // What follows the host of an address in full is its path: "https://a.example/b.html".
        const bool path = end < words.size() && words[end] == '/' && names_host(word);
        while (path && at < words.size() && words[at] != ' ' && words[at] != '\n') ++at;
    }
    return false;
}

std::string picture_text(std::string_view alt, std::string_view source)
{
    std::string name{alt.substr(0, kLongestAlt)};
    if (name.find_first_not_of(" \t\r\n\xC2\xA0") == name.npos) name.clear();
    if (name.empty() && lower(source.substr(0, 4)) == "cid:") {
        source.remove_prefix(4);
        name = source.substr(0, std::min(source.find('@'), kLongestAlt));
    }
    return name.empty() ? name : "[" + name + "]";
}

}  // namespace keydesk::mail
