#pragma once

#include "chains/bitcoin/evidence.hpp"

#include <optional>
#include <string_view>

namespace keydesk::chains::bitcoin {

/// A raw transaction in hexadecimal, with or without witness (BIP 144), as a wallet exports it. Its
/// inputs' amounts are not in it. Nothing when it is no transaction, or has bytes behind its end.
std::optional<Transaction> parse_raw(std::string_view hex);

}  // namespace keydesk::chains::bitcoin
