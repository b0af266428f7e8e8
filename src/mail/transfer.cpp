#include "mail/transfer.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace keydesk::mail {

namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kHex = "0123456789ABCDEF";
constexpr std::size_t kLine = 76;

int base64_value(char c) noexcept
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+' || c == '-') return 62;
    if (c == '/' || c == '_') return 63;
    return -1;
}

std::string unescape(std::string_view text, char mark, bool header)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == mark && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
        if (low >= 0) {
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += header && text[i] == '_' ? ' ' : text[i];
        }
    }
    return out;
}

}  // namespace

int hex_value(char c) noexcept
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string decode_base64(std::string_view text)
{
    std::string out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        if (c == '=') count = 0;  // words joined end to end begin anew after their padding
        const int value = base64_value(c);
        if (value < 0) continue;
        bits = (bits << 6U) | static_cast<std::uint32_t>(value);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU);
    }
    return out;
}

std::string decode_q(std::string_view text)
{
    return unescape(text, '=', true);
}

std::string decode_percent(std::string_view text)
{
    return unescape(text, '%', false);
}

std::string encode_base64(std::string_view bytes)
{
    std::string out;
    out.reserve(bytes.size() * 4 / 3 + 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t bits = 0;
        const std::size_t have = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t k = 0; k < 3; ++k) {
            bits = (bits << 8U) | (k < have ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            out += k <= have ? kAlphabet[(bits >> (18U - 6U * k)) & 63U] : '=';
        }
    }
    return out;
}

std::string encode_base64_lines(std::string_view bytes)
{
    const std::string whole = encode_base64(bytes);
    std::string out;
    out.reserve(whole.size() + whole.size() / 38 + 2);
    for (std::size_t i = 0; i < whole.size(); i += kLine) {
        out.append(whole, i, kLine).append("\r\n");
    }
    return out;
}

std::string encode_quoted_printable(std::string_view text)
{
    std::string out;
    std::size_t column = 0;
    auto put = [&](std::string_view piece) {
        if (column + piece.size() > kLine - 1) {
            out += "=\r\n";
            column = 0;
        }
        out += piece;
        column += piece.size();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n') {
            out += "\r\n";
            column = 0;
            continue;
        }
        const bool ends = i + 1 == text.size() || text[i + 1] == '\n';
        const bool space = c == ' ' || c == '\t';
        // "From " and "." at a line's start are changed by some servers on the way.
        const bool risky = column == 0 && (c == '.' || c == 'F');
        if ((byte > ' ' && byte < 127 && c != '=' && !risky) || (space && !ends)) {
            put({&c, 1});
        } else {
            const char escape[] = {'=', kHex[byte >> 4U], kHex[byte & 15U]};
            put({escape, 3});
        }
    }
    return out;
}

}  // namespace keydesk::mail
