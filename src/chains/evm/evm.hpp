#pragma once

#include "chains/chain.hpp"
#include "chains/nodes/nodes.hpp"

#include <memory>

namespace keydesk::chains::evm {

/// Ethereum and the chains that speak as it does.
std::unique_ptr<Chain> make_chain(ChainSettings settings, std::shared_ptr<Nodes> nodes);

}  // namespace keydesk::chains::evm
