#include "net/target.hpp"

#include <algorithm>

namespace keydesk::net {

namespace {

int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool has_controls(std::string_view text)
{
    return std::ranges::any_of(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

/// Slashes are told apart before decoding, so that an encoded one cannot make a new segment.
bool hides_slash(std::string_view raw)
{
    for (std::size_t at = raw.find('%'); at != raw.npos; at = raw.find('%', at + 1)) {
        if (at + 2 >= raw.size()) return false;  // Broken; percent_decode says so.
        int byte = hex_digit(raw[at + 1]) * 16 + hex_digit(raw[at + 2]);
        if (byte == '/' || byte == '\\') return true;
    }
    return raw.find('\\') != raw.npos;
}

bool clean_segments(std::string_view path)
{
    std::size_t begin = 1;
    while (begin <= path.size()) {
        auto end = std::min(path.find('/', begin), path.size());
        auto segment = path.substr(begin, end - begin);
        if (segment == "." || segment == "..") return false;
        if (segment.empty() && end != path.size()) return false;
        begin = end + 1;
    }
    return true;
}

std::unexpected<Error> refused(const char* why)
{
    return fail(ErrorKind::invalid_input, why);
}

Result<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view text)
{
    std::vector<std::pair<std::string, std::string>> query;
    while (!text.empty()) {
        auto end = std::min(text.find('&'), text.size());
        auto pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        auto equals = pair.find('=');
        auto name = percent_decode(pair.substr(0, equals), true);
        auto value =
            equals == pair.npos ? std::string{} : percent_decode(pair.substr(equals + 1), true);
        if (!name || !value) return refused("query is not percent-encoded UTF-8");
        query.emplace_back(std::move(*name), std::move(*value));
    }
    return query;
}

/// "http://host/path" is "/path" (RFC 9112, section 3.2.2); the Host header names the host.
std::string_view without_origin(std::string_view text)
{
    for (std::string_view scheme : {"http://", "https://"}) {
        if (!text.starts_with(scheme)) continue;
        auto begin = text.find_first_of("/?", scheme.size());
        return begin == text.npos ? "/" : text.substr(begin);
    }
    return text;
}

}  // namespace

bool valid_utf8(std::string_view text) noexcept
{
    for (std::size_t i = 0; i < text.size();) {
        auto first = static_cast<unsigned char>(text[i]);
        if (first < 0x80) {
            ++i;
            continue;
        }
        std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > 0xF4 || i + size > text.size()) return false;
        char32_t code = first & (0xFFU >> (size + 1));
        for (std::size_t k = 1; k < size; ++k) {
            auto next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xC0U) != 0x80) return false;
            code = (code << 6) | (next & 0x3FU);
        }
        bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
        if (overlong || (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF) return false;
        i += size;
    }
    return true;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            int high = hex_digit(text[i + 1]);
            int low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += plus && text[i] == '+' ? ' ' : text[i];
        }
    }
    if (out.find('\0') != out.npos || !valid_utf8(out)) return std::nullopt;
    return out;
}

Result<Target> parse_target(std::string_view text)
{
    if (text == "*") return Target{"*", {}};
    text = without_origin(text);
    auto mark = std::min(text.find('?'), text.size());
    auto raw = text.substr(0, mark);
    if (raw.empty() && mark < text.size()) raw = "/";
    if (!raw.starts_with('/')) return refused("target is no path");
    if (text.find('#') != text.npos) return refused("target holds a fragment");
    if (hides_slash(raw)) return refused("path hides a slash");

    auto path = percent_decode(raw);
    if (!path) return refused("path is not percent-encoded UTF-8");
    if (has_controls(*path)) return refused("path holds control characters");
    if (!clean_segments(*path)) return refused("path holds empty or dot segments");

    auto query = parse_query(text.substr(std::min(mark + 1, text.size())));
    if (!query) return fail(query.error());
    return Target{std::move(*path), std::move(*query)};
}

}  // namespace keydesk::net
