#pragma once

#include "chains/bitcoin/evidence.hpp"

#include <optional>
#include <string>

namespace keydesk::chains::bitcoin {

/// What to keep of it. Keeps what the earlier memory had and this one has not: the raw form from a
/// node, the addresses from an explorer, the first time that it was seen.
std::optional<desk::Memory> memory_of(
    const Gathered& gathered, const std::string& chain, const std::optional<desk::Memory>& before);

/// The transaction in a memory's details:
///
///     {"raw":"0200…","fee":220,"size":110,"accepted":true,"inputs":[…],"outputs":[…]}
///
/// "raw" alone is enough. Nothing when it is not that of `memory.id`.
std::optional<Transaction> remembered_transaction(const desk::Memory& memory);
Remembered remembered(const desk::Memory& memory);

}  // namespace keydesk::chains::bitcoin
