#pragma once

#include "base/task.hpp"
#include "chains/chain.hpp"
#include "chains/nodes/nodes.hpp"
#include "chains/tron/evidence.hpp"

#include <memory>
#include <optional>
#include <string>

/// Asks the nodes: every endpoint whether it knows the subject, then the one that does for the
/// rest, in at most two further rounds. What is not answered stays empty; nothing fails.
namespace keydesk::chains::tron {

Task<Evidence> gather_transaction(
    std::shared_ptr<Nodes> nodes,
    ChainSettings chain,
    std::string id,
    std::optional<desk::Memory> memory,
    Time now);

Task<Evidence> gather_address(
    std::shared_ptr<Nodes> nodes, ChainSettings chain, std::string address, Time now);

/// The first round: what each endpoint knows of the transaction.
std::vector<Call> view_calls(const Nodes& nodes, const std::string& id);
/// Takes the best view of them and returns whose it is; empty when nobody answered.
std::string take_views(const std::vector<Answers>& all, const std::string& id, Evidence& evidence);

}  // namespace keydesk::chains::tron
