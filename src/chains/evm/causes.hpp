#pragma once

#include "chains/chain.hpp"
#include "chains/evm/evidence.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Evidence → ranked causes. Pure, and it never looks at a node's English: only at status, gas,
/// revert bytes, nonces, balances and inputs.
namespace keydesk::chains::evm {

struct Judgement {
    std::string state;  ///< As desk::Diagnosis::state.
    std::vector<desk::Cause> causes, shields;
    std::string replaced_by;
    std::int64_t confirmations = 0;
    std::optional<desk::Eta> eta;
};

Judgement judge_transaction(const Evidence& evidence, const ChainSettings& chain);
Judgement judge_address(const Evidence& evidence, const ChainSettings& chain);

/// What a wallet said when it refused to send: "nonce too low" → evm.reject.nonce_too_low.
/// Here English is all there is: the transaction never reached a chain.
std::optional<desk::Cause> reject_cause(std::string_view pasted);

}  // namespace keydesk::chains::evm
