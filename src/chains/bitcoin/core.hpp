#pragma once

#include "base/task.hpp"
#include "chains/bitcoin/evidence.hpp"
#include "chains/nodes/nodes.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

/// The dialect of Bitcoin Core and its relatives (JSON-RPC).
namespace keydesk::chains::bitcoin {

/// What is asked first of any transaction, and what its answers say. Puts transaction, place,
/// entry, policy and completeness into `gathered`; replies are in the order of the calls.
std::vector<Call> core_first_calls(const std::string& id);
void read_core_first(std::span<const Reply> replies, const Answers& from, Gathered& gathered);
/// It answered that there is no such transaction, and it would know (it has an index).
bool core_denies(std::span<const Reply> replies);

/// The rest, from that endpoint: of a pending one its relatives and what its inputs are worth, of
/// a mined one the block, of one that has gone its coins, a trial, and who took the coins.
Task<Gathered> complete_core(std::shared_ptr<Nodes> nodes, Gathered gathered, std::string source);

/// Adds what one reads to the evidence that is shown.
void note(Gathered& gathered, const Answers& from, std::string_view method, desk::Evidence seen);

}  // namespace keydesk::chains::bitcoin
