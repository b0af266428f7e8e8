#pragma once

#include "chains/chain.hpp"
#include "chains/tron/evidence.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Evidence → ranked causes. Pure, and it never looks at a node's English: only at result codes,
/// energy, times, permissions, balances and call data.
namespace keydesk::chains::tron {

struct Judgement {
    std::string state;  ///< As desk::Diagnosis::state.
    std::vector<desk::Cause> causes, shields;
    std::int64_t confirmations = 0;
    std::optional<desk::Eta> eta;
};

Judgement judge_transaction(const Evidence& evidence, const ChainSettings& chain);
Judgement judge_address(const Evidence& evidence, const ChainSettings& chain);

/// What a node said when it refused a broadcast, as a customer pastes it out of his wallet:
///
///     {"code":"BANDWITH_ERROR","message":"4163636f756e74…"}  ->  tron.reject.bandwidth
///
/// Codes and words are looked for wherever they stand, also in the hexadecimal message. Here
/// English is all there is: the transaction never reached the chain.
std::optional<desk::Cause> reject_cause(std::string_view pasted);

}  // namespace keydesk::chains::tron
