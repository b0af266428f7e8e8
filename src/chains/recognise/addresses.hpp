#pragma once

#include "chains/recognise/recognise.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace keydesk::chains {

/// What one token may be; nothing when it is none of the addresses known here, or its checksum is
/// wrong. The places of the candidates are left 0. Private keys never match.
std::vector<Candidate> address_candidates(std::string_view token);

/// Base58 without a checksum of its own (Solana): many other random strings have that shape, so
/// the caller sees to it that the token stands alone.
std::vector<Candidate> solana_candidates(std::string_view token);

/// A TON address: 48 characters of base64url with a CRC-16.
std::vector<Candidate> ton_candidates(std::string_view token);

/// Hexadecimal digits without their 0x: transactions, blocks, addresses of EVM chains and TRON.
std::vector<Candidate> hex_candidates(std::string_view digits, bool prefixed);

/// Whether capitals stand where EIP-55 wants them; `digits`: 40 without 0x.
bool eip55_right(std::string_view digits);

}  // namespace keydesk::chains
