#pragma once

#include "chains/chain.hpp"
#include "chains/nodes/nodes.hpp"

#include <memory>

/// The blocks, as watches need them.
namespace keydesk::chains::bitcoin {

/// Errors: `unavailable`.
Task<Result<std::int64_t>> read_head(std::shared_ptr<Nodes> nodes);
/// Errors: `unavailable`; `not_found` when there is no such height; `bad_reply`.
Task<Result<Block>> read_block(std::shared_ptr<Nodes> nodes, std::int64_t height);

/// getblock, verbosity 2. Nothing when it has not that shape.
std::optional<Block> read_core_block(const boost::json::value& answer);

}  // namespace keydesk::chains::bitcoin
