#pragma once

#include "chains/chain.hpp"
#include "chains/nodes/nodes.hpp"

#include <memory>

namespace keydesk::chains::tron {

/// TRON, over the HTTP API of java-tron (TronGrid and own nodes).
std::unique_ptr<Chain> make_chain(ChainSettings settings, std::shared_ptr<Nodes> nodes);

}  // namespace keydesk::chains::tron
