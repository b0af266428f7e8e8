#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace keydesk {

using Digest = std::array<unsigned char, 32>;

/// Fills with bytes of the system's generator (libsodium randombytes_buf).
void fill_random(std::span<unsigned char> out);

/// `bytes` random bytes as unpadded base64url: a token that is handed out once.
std::string random_token(std::size_t bytes = 32);

Digest sha256(std::string_view text);

/// SHA-1 (RFC 3174): 20 bytes. Only because some providers sign their calls with it.
std::array<unsigned char, 20> sha1(std::string_view text);

/// Keccak-256 as Ethereum and TRON use it: the padding from before SHA-3, so not SHA3-256.
Digest keccak256(std::string_view bytes);

/// HMAC-SHA-256 (RFC 2104).
Digest hmac_sha256(std::string_view key, std::string_view text);

/// HMAC-SHA-1 (RFC 2104): 20 bytes. For one-time codes only, whose apps know nothing else.
std::array<unsigned char, 20> hmac_sha1(std::string_view key, std::string_view text);

/// SHA-1 (RFC 3174). For the signatures of providers that know nothing else, never for anything
/// new.
std::array<unsigned char, 20> sha1(std::string_view text);

/// AES-256 in CBC mode (NIST SP 800-38A) without padding: `text` is whole blocks of 16 bytes, `key`
/// has 32 bytes, `start` (the initial vector) 16. Nothing when a length is wrong. It does not tell
/// whether the text was changed: check a signature over the encrypted text first.
std::optional<std::string> aes256_cbc_encrypt(
    std::string_view key, std::string_view start, std::string_view text);
std::optional<std::string> aes256_cbc_decrypt(
    std::string_view key, std::string_view start, std::string_view text);

std::string hex(std::span<const unsigned char> bytes);

/// What is stored of a token: its SHA-256 in hex. Tokens hold 256 random bits, so no salt.
std::string token_hash(std::string_view token);

/// Base64url without padding (RFC 4648, section 5).
std::string base64url(std::span<const unsigned char> bytes);
/// Empty optional-like: returns false when `text` is no base64url.
bool base64url_decode(std::string_view text, std::string& out);

/// Compares in a time that depends only on the lengths.
bool equal_secret(std::string_view a, std::string_view b) noexcept;

}  // namespace keydesk
