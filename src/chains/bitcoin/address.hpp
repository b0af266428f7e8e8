#pragma once

#include "chains/chain.hpp"
#include "chains/nodes/nodes.hpp"

#include <memory>
#include <string>

namespace keydesk::chains::bitcoin {

/// What an address holds and awaits. Only an explorer has the index for it; a node alone would have
/// to walk over all coins, so with nodes alone the answer is that it is not known.
Task<Found> explain_address(std::shared_ptr<Nodes> nodes, std::string id);

}  // namespace keydesk::chains::bitcoin
