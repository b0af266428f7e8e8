#include "channels/weixin/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace keydesk::weixin {

namespace {

constexpr std::string_view kBroken = "\xEF\xBF\xBD";
constexpr std::size_t kLinkLength = 22;  // 128 bits as base64url.

/// Bytes of the well-formed sequence at the front (RFC 3629, section 4); 0 when there is none.
std::size_t well_formed(std::string_view text) noexcept
{
    auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
    auto first = byte(0);
    if (first < 0x80) return 1;
    std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < size) return 0;
    auto least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    auto most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (byte(1) < least || byte(1) > most) return 0;
    for (std::size_t at = 2; at < size; ++at) {
        if ((byte(at) & 0xC0) != 0x80) return 0;
    }
    return size;
}

bool alphanumeric(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

std::string clean_text(std::string_view bytes)
{
    std::string out;
    out.reserve(bytes.size());
    while (!bytes.empty()) {
        auto size = well_formed(bytes);
        auto control = static_cast<unsigned char>(bytes.front()) < 0x20 || bytes.front() == 0x7F;
        if (size == 0) {
            out += kBroken;
        } else if (!control || bytes.front() == '\n' || bytes.front() == '\t') {
            out += bytes.substr(0, size);
        }
        bytes.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return out;
}

long long number_of(std::string_view text, long long otherwise) noexcept
{
    long long value = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    return whole && value >= 0 ? value : otherwise;
}

bool is_link(std::string_view text) noexcept
{
    auto fits = [](char c) { return alphanumeric(c) || c == '-' || c == '_'; };
    return text.size() == kLinkLength && std::ranges::all_of(text, fits);
}

std::string url_part(std::string_view text)
{
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    for (char c : text) {
        if (alphanumeric(c) || std::string_view{"-._~"}.contains(c)) {
            out += c;
            continue;
        }
        auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += kDigits[byte >> 4];
        out += kDigits[byte & 0x0F];
    }
    return out;
}

}  // namespace keydesk::weixin
