#pragma once

#include "chains/chain.hpp"
#include "chains/nodes/nodes.hpp"

#include <memory>

namespace keydesk::chains::bitcoin {

/// Bitcoin and its regtest relatives over Bitcoin Core's RPC, Esplora or mempool.space.
std::unique_ptr<Chain> make_chain(ChainSettings settings, std::shared_ptr<Nodes> nodes);

}  // namespace keydesk::chains::bitcoin
