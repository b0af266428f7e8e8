#include "mail/charset.hpp"

#include <cstddef>
#include <cstdint>

namespace keydesk::mail {

namespace {

/// Bytes of the well-formed character at `at` (Unicode 15, table 3-7), 0 when there is none.
std::size_t character_size(std::string_view bytes, std::size_t at) noexcept
{
    auto byte = [&](std::size_t i) -> unsigned {
        return at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U;
    };
    auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4 || !continues(1)) return 0;
    if (first < 0xE0) return 2;
    const unsigned second = byte(1);
    if (first < 0xF0) {
        const bool wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F);
        return !wrong && continues(2) ? 3 : 0;
    }
    const bool wrong = (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
    return !wrong && continues(2) && continues(3) ? 4 : 0;
}

}  // namespace

bool is_valid_utf8(std::string_view bytes) noexcept
{
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t size = character_size(bytes, at);
        if (size == 0) return false;
        at += size;
    }
    return true;
}

std::string make_valid_utf8(std::string_view bytes)
{
    if (is_valid_utf8(bytes)) return std::string{bytes};
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t size = character_size(bytes, at);
        out += size == 0 ? std::string_view{"\xEF\xBF\xBD"} : bytes.substr(at, size);
        at += size == 0 ? 1 : size;
    }
    return out;
}

}  // namespace keydesk::mail
