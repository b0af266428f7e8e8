#pragma once

#include "base/task.hpp"
#include "chains/bitcoin/evidence.hpp"
#include "chains/nodes/nodes.hpp"

#include <boost/json/value.hpp>

#include <memory>
#include <string>

namespace keydesk::chains::bitcoin {

/// gettxspendingprevout (Core 24): who spends which coin. Puts the names into gathered.coins.
void read_spenders(const boost::json::value& answer, Gathered& gathered);

/// Which of its coins the other one also spends; empty when none.
std::string shared_claim(const Transaction& one, const Transaction& other);

/// Who took the coins of one that has gone: the one that the node names, else the newest of the
/// pool, else the last blocks. The search is bounded: on a busy network a node that cannot name a
/// spender is not asked for its whole pool.
Task<Gathered> find_winner(std::shared_ptr<Nodes> nodes, Gathered gathered, std::string source);

}  // namespace keydesk::chains::bitcoin
