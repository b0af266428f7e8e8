#pragma once

#include "chains/bitcoin/amount.hpp"
#include "desk/diagnosis/diagnosis.hpp"

#include <optional>
#include <string_view>

namespace keydesk::chains::bitcoin {

/// What a refusal to broadcast means, as a customer pastes it out of his wallet:
///
///     "error -26: min relay fee not met, 55 < 110"  ->  btc.below_min_relay, paid, needed
///
/// Looks for the tokens of Bitcoin Core's interface, wherever in the text they stand. Nothing when
/// none is there. Also reads the reject-reason of testmempoolaccept. Pure.
std::optional<desk::Cause> reject_cause(std::string_view pasted);

/// "55" as satoshi, "0.00000055" as coins, without passing through a double.
std::optional<Sats> written_amount(std::string_view text);

}  // namespace keydesk::chains::bitcoin
