#pragma once

#include "base/clock.hpp"
#include "chains/chain.hpp"
#include "chains/nodes/endpoint.hpp"
#include "chains/nodes/nodes.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Which chain a node is on and how far it has come. Pure.
namespace keydesk::chains {

/// The chain that a node has to be on.
struct Expected {
    std::int64_t chain_id = 0;  ///< EVM; 0 takes what comes.
    /// Bitcoin and TRON: "main", "test", "signet", "regtest"; empty takes what comes.
    std::string network;
    bool development = false;  ///< EVM: the id of a development chain is right as well.
};

struct ProbePlan {
    bool identity = false;
    bool head = false;
    /// TRON: the node has no call for a block's header alone, so its newest block is read whole.
    bool whole_block = false;
};

/// What a node said of itself.
struct Sighting {
    std::optional<bool> right_chain;  ///< Nothing: it did not say.
    std::int64_t height = -1;
    /// Of the newest block. Nothing where blocks are made at will (regtest, development chains):
    /// an old head is no fault there.
    std::optional<Time> head_time;
    bool syncing = false;  ///< It has not caught up yet, and says so.
};

/// The calls that go out in front of the others.
std::vector<Call> probe_calls(Dialect dialect, const ProbePlan& plan);

/// `replies` are those to `calls`, which came from probe_calls.
Sighting read_probe(
    Dialect dialect,
    const Expected& expected,
    std::span<const Call> calls,
    std::span<const Reply> replies);

/// Whether a node of that dialect that does not say where it is may be believed: those that have a
/// call for it must answer it.
bool must_identify(Dialect dialect, const Expected& expected) noexcept;

}  // namespace keydesk::chains
