#pragma once

#include "base/task.hpp"
#include "chains/evm/evidence.hpp"
#include "chains/evm/gather.hpp"
#include "chains/evm/reading.hpp"
#include "chains/nodes/nodes.hpp"

#include <memory>
#include <string>
#include <vector>

/// The parts of gathering; gather.cpp puts them in order. An `evidence` outlives the task that
/// fills it: it lies in the frame of the one that awaits.
namespace keydesk::chains::evm {

using SharedNodes = std::shared_ptr<Nodes>;

/// Asks one endpoint and takes what it says; false when none answered.
Task<bool> ask(SharedNodes nodes, Questions questions, std::string source, Evidence* evidence);
/// What some nodes refuse and others think long about: it must not hold up the rest.
Task<void> ask_briefly(
    SharedNodes nodes, Questions questions, std::string source, Evidence* evidence);
void append(Questions& to, Questions more);

/// Fills in which endpoints know it; returns the one to ask further, empty when none answered.
std::string take_views(const std::vector<Answers>& all, const std::string& id, Evidence& evidence);

/// Nonces, balance, fees and, where it can be read, what else of the sender waits.
Questions sender_questions(const std::string& from);
/// The whole pool, where a node cannot tell of one sender only.
Task<void> ask_pool_whole(
    SharedNodes nodes, std::string from, std::string source, Evidence* evidence);
/// The registry's tokens, as the rules know tokens.
void list_tokens(const ChainSettings& chain, Evidence& evidence);

/// Who used the nonce of `lost` instead of it.
Task<void> find_winner(SharedNodes nodes, Transaction lost, std::string source, Evidence* evidence);
Task<void> gather_mined(SharedNodes nodes, std::string source, Evidence* evidence);

}  // namespace keydesk::chains::evm
