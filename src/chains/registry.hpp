#pragma once

#include "base/result.hpp"
#include "chains/chain.hpp"

#include <string_view>
#include <vector>

namespace keydesk::chains {

/// The chains of registry.toml, by name. Errors: `invalid_input` naming chain and key.
Result<std::vector<ChainSettings>> known_chains();
Result<std::vector<ChainSettings>> read_chains(std::string_view toml);

}  // namespace keydesk::chains
