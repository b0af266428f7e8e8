#include "base/ids.hpp"

#include "base/crypto.hpp"

#include <array>
#include <cctype>

namespace keydesk {

std::string new_id(Time now)
{
    std::array<unsigned char, 16> bytes{};
    fill_random(bytes);
    auto stamp = static_cast<std::uint64_t>(millis(now));
    for (std::size_t i = 0; i < 6; ++i)
        bytes[i] = static_cast<unsigned char>(stamp >> (40 - 8 * i));
    bytes[6] = static_cast<unsigned char>(0x70 | (bytes[6] & 0x0F));
    bytes[8] = static_cast<unsigned char>(0x80 | (bytes[8] & 0x3F));

    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += digits[bytes[i] >> 4];
        text += digits[bytes[i] & 0x0F];
    }
    return text;
}

bool is_uuid(std::string_view text) noexcept
{
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        auto byte = static_cast<unsigned char>(text[i]);
        if (dash ? text[i] != '-' : std::isxdigit(byte) == 0) return false;
    }
    return true;
}

}  // namespace keydesk
