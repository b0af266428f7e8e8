#pragma once

#include <string>
#include <string_view>

namespace keydesk::chains {

/// The explorer that this host pretends to be; empty when it is one itself or resembles none.
///
///     etherscan.io.evil.cc, etherscan-io.com, ethersсan.io (Cyrillic), xn--ethersan-kch.io,
///     etherscam.io  ->  "etherscan.io"
std::string explorer_imitated_by(std::string_view host);

}  // namespace keydesk::chains
