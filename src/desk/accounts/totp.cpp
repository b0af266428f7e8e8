#include "desk/accounts/totp.hpp"

#include "base/crypto.hpp"

#include <array>

namespace keydesk::desk {

namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

std::string percent(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (char c : text) {
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '.' || c == '_' || c == '~';
        auto byte = static_cast<unsigned char>(c);
        if (plain)
            out += c;
        else
            ((out += '%') += kHex[byte >> 4]) += kHex[byte & 15];
    }
    return out;
}

}  // namespace

std::string totp_code(std::string_view secret, std::int64_t step, int digits)
{
    std::string counter(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) counter[7 - i] = static_cast<char>(step >> (8 * i));
    auto mac = hmac_sha1(secret, counter);
    // Dynamic truncation: RFC 4226, section 5.3.
    std::size_t at = mac.back() & 15;
    std::uint32_t number = (mac[at] & 0x7Fu) << 24 | static_cast<std::uint32_t>(mac[at + 1]) << 16 |
                           static_cast<std::uint32_t>(mac[at + 2]) << 8 | mac[at + 3];
    std::string code(static_cast<std::size_t>(digits), '0');
    for (auto digit = code.rbegin(); digit != code.rend(); ++digit, number /= 10)
        *digit = static_cast<char>('0' + number % 10);
    return code;
}

std::optional<std::int64_t> totp_match(
    std::string_view secret, std::string_view code, Time now, std::int64_t last_step)
{
    auto middle = totp_step(now);
    std::optional<std::int64_t> found;
    for (auto step = middle - 1; step <= middle + 1; ++step)
        if (equal_secret(totp_code(secret, step), code) && step > last_step) found = step;
    return found;
}

std::string new_totp_secret()
{
    std::array<unsigned char, 20> bytes{};
    fill_random(bytes);
    return {bytes.begin(), bytes.end()};
}

std::string base32(std::string_view bytes)
{
    std::string out;
    unsigned held = 0, bits = 0;
    for (char c : bytes) {
        held = (held << 8 | static_cast<unsigned char>(c)) & 0xFFFF;
        for (bits += 8; bits >= 5; bits -= 5) out += kAlphabet[held >> (bits - 5) & 31];
    }
    if (bits) out += kAlphabet[held << (5 - bits) & 31];
    return out;
}

std::string otpauth_uri(std::string_view secret, std::string_view issuer, std::string_view account)
{
    return "otpauth://totp/" + percent(issuer) + ":" + percent(account) +
           "?secret=" + base32(secret) + "&issuer=" + percent(issuer) +
           "&algorithm=SHA1&digits=6&period=30";
}

std::vector<std::string> new_recovery_codes()
{
    std::vector<std::string> codes(10);
    for (auto& code : codes) {
        std::array<unsigned char, 10> bytes{};
        fill_random(bytes);
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            if (i == 5) code += '-';
            code += lowered(kAlphabet[bytes[i] & 31]);
        }
    }
    return codes;
}

std::string tidy_recovery_code(std::string_view typed)
{
    std::string code;
    for (char c : typed) {
        if (c == ' ' || c == '-') continue;
        bool known =
            kAlphabet.contains(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
        if (!known) return {};
        code += lowered(c);
    }
    if (code.size() != 10) return {};
    return code.insert(5, 1, '-');
}

}  // namespace keydesk::desk
