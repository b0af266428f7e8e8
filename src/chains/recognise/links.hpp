#pragma once

#include "chains/recognise/explorers.hpp"
#include "chains/recognise/normalise.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::chains {

/// A host in a text, with what stands behind it. Places are bytes of the normalised text.
///
///     看 https://mempool.space/testnet4/tx/242f…?x=1 吧      a bare etherscan.io/tx/0x… too
struct Link {
    std::size_t begin = 0, host_end = 0, end = 0;
    std::string host;
    bool schemed = false;
    bool known = false;    ///< An explorer of the table.
    ExplorerPlace place;   ///< Where it leads, if known.
    std::string imitates;  ///< An explorer that it pretends to be; empty: none.
};

/// At most 256 of them, in the order of the text.
std::vector<Link> find_links(const Pasted& pasted);

/// What the link calls the piece at `place`: "tx", "address", "token", "a" of "?a=".
std::string_view word_before(std::string_view text, const Link& link, std::size_t place);

}  // namespace keydesk::chains
