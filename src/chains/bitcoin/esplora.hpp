#pragma once

#include "base/task.hpp"
#include "chains/bitcoin/evidence.hpp"
#include "chains/nodes/nodes.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

/// The dialect of Esplora, and what mempool.space adds to it (HTTP, GET).
namespace keydesk::chains::bitcoin {

std::vector<Call> esplora_first_calls(const std::string& id);
void read_esplora_first(std::span<const Reply> replies, const Answers& from, Gathered& gathered);
bool esplora_denies(std::span<const Reply> replies);

/// Of one that has gone: what became of its coins, and who took them.
Task<Gathered> complete_esplora(
    std::shared_ptr<Nodes> nodes, Gathered gathered, std::string source);

}  // namespace keydesk::chains::bitcoin
