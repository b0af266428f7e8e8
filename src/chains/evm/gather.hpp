#pragma once

#include "base/task.hpp"
#include "chains/chain.hpp"
#include "chains/evm/evidence.hpp"
#include "chains/nodes/nodes.hpp"

#include <memory>
#include <optional>
#include <string>

/// Asks the nodes: every endpoint whether it knows the subject, then the one that does for the
/// rest, in at most three rounds of batched calls. A vanished transaction costs a few more when the
/// block is looked for in which its nonce was used. What is not answered stays empty; nothing
/// fails.
namespace keydesk::chains::evm {

Task<Evidence> gather_transaction(
    std::shared_ptr<Nodes> nodes,
    ChainSettings chain,
    std::string id,
    std::optional<desk::Memory> memory,
    Time now);

Task<Evidence> gather_address(
    std::shared_ptr<Nodes> nodes, ChainSettings chain, std::string address, Time now);

/// The block in which `from` used `nonce`, by its transaction count in blocks up to `head`; -1 when
/// the node does not know old counts.
Task<std::int64_t> block_of_nonce(
    std::shared_ptr<Nodes> nodes,
    std::string source,
    std::string from,
    std::int64_t nonce,
    std::int64_t head);

}  // namespace keydesk::chains::evm
