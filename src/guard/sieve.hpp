#pragma once

#include "guard/normal.hpp"

namespace keydesk::guard {

/// Something in the text that only the full module can judge: a key, a code behind a word for one,
/// a phrase in a list that is not here. False for prose, numbers, addresses and transaction
/// hashes. Never false where the full module would find a secret, phrases in English and
/// Chinese aside: those the sieve finds itself.
bool suspicious(const NormalText& text, const NormalText& agent_said);

}  // namespace keydesk::guard
