#pragma once

#include "base/clock.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Hexadecimal without 0x as TRON's nodes write it, the ABI's words, and addresses.
/// Addresses are base58 ("T…") everywhere but on the wire.
namespace keydesk::chains::tron {

using Amount = boost::multiprecision::uint256_t;

bool is_hex(std::string_view text) noexcept;
/// The bytes themselves; nothing when it is no even number of digits.
std::optional<std::string> bytes_of(std::string_view hex);

/// "41…" with 42 digits, 40 digits as logs have them, or base58; empty when it is none of them.
std::string address_from(std::string_view text);
/// The 40 digits without 41; empty when it is no address.
std::string digits_of(std::string_view address);

/// The n-th 32-byte word of call data after its selector, or of a result (`skip` = 0).
std::optional<Amount> word(std::string_view hex, std::size_t n, std::size_t skip = 8);
/// The word as an address. Some wallets leave the 41 before the 20 bytes; the TVM ignores it.
std::string address_word(std::string_view hex, std::size_t n, std::size_t skip = 8);
std::string word_of_address(std::string_view address);
std::string word_of(const Amount& amount);

/// What a contract said with revert(reason): printable, at most 200 bytes.
std::optional<std::string> revert_reason(std::string_view hex);
/// What symbol() and name() return: a string, or 32 bytes as old tokens do.
std::optional<std::string> returned_text(std::string_view hex);
/// Whole UTF-8 without control characters, cut after `most` bytes; nothing when it is no text.
std::optional<std::string> printable(std::string_view bytes, std::size_t most);

/// (1500000, 6) → "1.5"
std::string decimal(const Amount& amount, int decimals);
/// Sun as "1.5 TRX".
std::string in_trx(const Amount& sun);
/// "2026-11-22 14:05 UTC"
std::string moment(Time time);

}  // namespace keydesk::chains::tron
