#include "chains/recognise/base58.hpp"
#include "base/crypto.hpp"

#include <algorithm>
#include <ranges>

namespace keydesk::chains {

namespace {

constexpr std::size_t kLongest = 100;
constexpr std::size_t kAddress = 25;  ///< Version, 20 bytes of hash, four of check.

std::string_view view(const Bytes& bytes, std::size_t size)
{
    return {reinterpret_cast<const char*>(bytes.data()), size};
}

bool check_is_right(const Bytes& bytes)
{
    const std::size_t size = bytes.size() - 4;
    const auto once = sha256(view(bytes, size));
    const auto twice = sha256({reinterpret_cast<const char*>(once.data()), once.size()});
    return std::equal(
        twice.begin(), twice.begin() + 4, bytes.begin() + static_cast<std::ptrdiff_t>(size));
}

}  // namespace

bool is_base58(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return kBase58.contains(c); });
}

std::optional<Bytes> base58(std::string_view text, std::string_view alphabet)
{
    if (text.size() > kLongest) return std::nullopt;
    Bytes little;  // Least significant byte first.
    for (const char c : text) {
        std::size_t carry = alphabet.find(c);
        if (carry == alphabet.npos) return std::nullopt;
        for (auto& byte : little) {
            carry += std::size_t{byte} * 58;
            byte = static_cast<std::uint8_t>(carry);
            carry >>= 8U;
        }
        if (carry != 0) little.push_back(static_cast<std::uint8_t>(carry));
    }
    for (std::size_t i = 0; i < text.size() && text[i] == alphabet[0]; ++i) little.push_back(0);
    std::ranges::reverse(little);
    return little;
}

std::optional<Bytes> base58_address(std::string_view text, std::string_view alphabet)
{
    auto bytes = base58(text, alphabet);
    if (!bytes || bytes->size() != kAddress || !check_is_right(*bytes)) return std::nullopt;
    bytes->resize(kAddress - 4);
    return bytes;
}

std::string base58_address_text(const Bytes& versioned)
{
    const auto once = sha256(view(versioned, versioned.size()));
    const auto twice = sha256({reinterpret_cast<const char*>(once.data()), once.size()});
    Bytes bytes = versioned;
    bytes.insert(bytes.end(), twice.begin(), twice.begin() + 4);
    std::vector<std::size_t> little;
    for (const std::size_t byte : bytes) {
        std::size_t carry = byte;
        for (auto& digit : little) {
            carry += digit << 8U;
            digit = carry % 58;
            carry /= 58;
        }
        for (; carry != 0; carry /= 58) little.push_back(carry % 58);
    }
    const auto zeros = std::ranges::find_if(bytes, [](auto b) { return b != 0; }) - bytes.begin();
    std::string text(static_cast<std::size_t>(zeros), kBase58[0]);
    for (const auto digit : std::views::reverse(little)) text += kBase58[digit];
    return text;
}

std::vector<std::size_t> base58_suspects(std::string_view text, std::string_view versions)
{
    std::vector<std::size_t> places;
    std::string tried{text};
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (const char c : kBase58) {
            tried[i] = c;
            const auto bytes = c == text[i] ? std::nullopt : base58_address(tried);
            if (!bytes || !versions.contains(static_cast<char>(bytes->front()))) continue;
            if (places.empty() || places.back() != i) places.push_back(i);
        }
        tried[i] = text[i];
    }
    return places;
}

}  // namespace keydesk::chains
