#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::chains {

using Bytes = std::vector<std::uint8_t>;

inline constexpr std::string_view kBase58 =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
inline constexpr std::string_view kBase58Ripple =
    "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";

bool is_base58(std::string_view text);

/// Nothing when a character is foreign or the text is longer than 100 characters.
std::optional<Bytes> base58(std::string_view text, std::string_view alphabet = kBase58);

/// Version byte and 20 bytes of an address, its four check bytes verified and cut off.
std::optional<Bytes> base58_address(std::string_view text, std::string_view alphabet = kBase58);

std::string base58_address_text(const Bytes& versioned);

/// Where one wrong character would explain the failed check: all places at which one other
/// character makes it an address with one of these versions. Costs some 2,000 double hashes.
std::vector<std::size_t> base58_suspects(std::string_view text, std::string_view versions);

}  // namespace keydesk::chains
