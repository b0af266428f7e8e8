#pragma once

#include "chains/chain.hpp"
#include "desk/diagnosis/diagnosis.hpp"

#include <optional>
#include <vector>

/// How the answers of several chains become one. Pure.
namespace keydesk::chains {

/// What one chain said; nothing when it did not answer in time.
struct Heard {
    ChainSettings chain;
    std::optional<Found> found;
};

/// One answer for `subject`, which may name a chain (from a link): without advice and link.
/// Nobody knows it: not_found only when at least two sources of every chain said so.
desk::Diagnosis verdict(desk::Subject subject, std::vector<Heard> heard);

/// btc, evm, tron: how the causes of a family begin.
std::string_view prefix_of(std::string_view family);

/// Whether a chain of this family can know it: "0x…" only EVM, 64 bare digits all of them.
bool may_know(std::string_view family, const desk::Subject& subject);

/// As that chain writes it: with 0x or without.
std::string id_for(std::string_view family, const desk::Subject& subject);

}  // namespace keydesk::chains
