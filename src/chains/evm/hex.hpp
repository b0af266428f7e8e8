#pragma once

#include <boost/multiprecision/cpp_int.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Hexadecimal as nodes write it, and the ABI's words.
namespace keydesk::chains::evm {

using Amount = boost::multiprecision::uint256_t;
/// For sums and products of amounts, which a hostile transaction could make overflow.
using Wide = boost::multiprecision::uint512_t;

/// "0x2a", also upper case, at most 64 digits. "0x" alone is nothing.
std::optional<Amount> parse_amount(std::string_view text);
std::optional<std::int64_t> parse_number(std::string_view text);
std::string to_hex(const Amount& amount);
std::string to_hex(std::int64_t number);

/// Whether it is 0x and an even number of digits.
bool is_bytes(std::string_view text) noexcept;
/// Lower case; empty unless it is 0x and exactly `bytes` bytes.
std::string fixed_bytes(std::string_view text, std::size_t bytes);
/// The bytes themselves; what is no hexadecimal ends it.
std::string bytes_of(std::string_view text);

/// The n-th 32-byte word after the selector of call or error data.
std::optional<Amount> word(std::string_view data, std::size_t n);
/// The word as an address; nothing when its upper 12 bytes are not zero.
std::optional<std::string> address_word(std::string_view data, std::size_t n);
/// The address in a topic of a log.
std::optional<std::string> address_topic(std::string_view topic);
/// "0xa9059cbb", lower case; empty when the data is shorter.
std::string selector_of(std::string_view data);
/// The string that stands as the n-th argument; at most 512 bytes, only printable UTF-8 is kept.
std::optional<std::string> string_argument(std::string_view data, std::size_t n);
/// What symbol() and name() return: a string, or 32 bytes as old tokens do.
std::optional<std::string> returned_text(std::string_view result);
/// Call data: the selector and words that are addresses or amounts.
std::string call_data(std::string_view selector);
std::string with_address(std::string data, std::string_view address);

/// The address with the capitals of EIP-55.
std::string checksummed(std::string_view address);
/// Keccak-256 of the bytes, as 0x….
std::string hash_of(std::string_view data);

}  // namespace keydesk::chains::evm
