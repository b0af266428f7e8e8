#pragma once

#include <string_view>
#include <vector>

/// The data files of this room as they were compiled in; see cmake/chains.cmake.
namespace keydesk::chains {

std::string_view embedded_registry();             ///< registry.toml
std::vector<std::string_view> embedded_advice();  ///< advice/*.toml

}  // namespace keydesk::chains
