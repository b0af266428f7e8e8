#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::chains {

/// BIP-173 and BIP-350.
struct Bech32 {
    std::string prefix;              ///< "bc", lower case.
    std::vector<std::uint8_t> data;  ///< Groups of five bits without the checksum.
    bool m = false;                  ///< bech32m.
};

/// `longest`: 90 but for Lightning. Nothing when case is mixed, a character is foreign or the
/// checksum is wrong.
std::optional<Bech32> bech32(std::string_view text, std::size_t longest = 90);

/// Five-bit groups as bytes; nothing when what is left over is not zero padding.
std::optional<std::vector<std::uint8_t>> eight_bits(
    const std::vector<std::uint8_t>& groups, std::size_t skip);

/// A witness address: version 0 in bech32, 1 to 16 in bech32m, program of a lawful length.
bool is_witness(const Bech32& read);

/// The places at which one other character makes a witness address of it. The code corrects one
/// error uniquely, so more than one place means that more than one character is wrong.
std::vector<std::size_t> bech32_suspects(std::string_view text);

}  // namespace keydesk::chains
