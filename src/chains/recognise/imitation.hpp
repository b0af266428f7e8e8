#pragma once

#include "chains/chain.hpp"

#include <string_view>

namespace keydesk::chains {

/// The listed token whose symbol or name this one carries, to the eye, without being it:
///
///     "USDТ" (Cyrillic Т), "u s d t", "Tether USD"  ->  USDT
///
/// Null when it is that token itself or resembles none.
const ChainSettings::Token* imitated(
    std::string_view address,
    std::string_view symbol,
    std::string_view name,
    const ChainSettings& chain);

}  // namespace keydesk::chains
