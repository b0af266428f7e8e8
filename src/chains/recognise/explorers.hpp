#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace keydesk::chains {

/// A block explorer's domain. Those that show many chains say in the path which one.
struct Explorer {
    std::string_view domain;
    std::string_view chain;  ///< Empty: the path or the sub-domain tells.
    std::string_view brand;  ///< Coined name: in a foreign domain it is a disguise. May be empty.
};

/// What a link leads to.
struct ExplorerPlace {
    std::string chain;    ///< "" when the page does not tell.
    std::string network;  ///< "" for the main network.
};

const std::vector<Explorer>& explorers();

/// The row of this host: the domain itself or a true sub-domain of it.
const Explorer* explorer_of(std::string_view host);

/// `path`: everything behind the host, "#/…" included.
ExplorerPlace place_of(const Explorer& explorer, std::string_view host, std::string_view path);

/// evm, bitcoin, tron, or the chain itself for the others.
std::string family_of(std::string_view chain);

/// Whether this chain can be explained, as opposed to recognised.
bool is_supported(std::string_view chain, std::string_view network);

}  // namespace keydesk::chains
