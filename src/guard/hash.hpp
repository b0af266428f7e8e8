#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace keydesk::guard {

using Bytes = std::span<const std::uint8_t>;

std::array<std::uint8_t, 32> sha256(Bytes message);
std::array<std::uint8_t, 64> sha512(Bytes message);

/// The public key of a 32-byte Ed25519 seed (RFC 8032, 5.1.5). Not constant time: it only checks
/// whether 64 bytes that somebody sent are a key pair.
std::array<std::uint8_t, 32> ed25519_public_key(std::span<const std::uint8_t, 32> seed);

}  // namespace keydesk::guard
