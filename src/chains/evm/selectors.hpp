#pragma once

#include <cstdint>
#include <string_view>

/// Names and meanings of what contracts say when they refuse.
namespace keydesk::chains::evm {

struct Meaning {
    std::string_view key;   ///< Selector, or text to be found in a revert string.
    std::string_view name;  ///< "ERC20InsufficientBalance(address,uint256,uint256)"
    std::string_view en, zh;
};

/// By the four bytes before a custom error's arguments; null when it is not known.
const Meaning* error_named(std::string_view selector);
/// By the code of a Solidity panic.
const Meaning* panic_named(std::uint64_t code);
/// By the text of a require; texts are compared without case.
const Meaning* reason_named(std::string_view reason);

}  // namespace keydesk::chains::evm
