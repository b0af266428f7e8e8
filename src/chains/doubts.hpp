#pragma once

#include "base/clock.hpp"
#include "chains/advice.hpp"
#include "chains/recognise/recognise.hpp"
#include "desk/diagnosis/diagnosis.hpp"

#include <string>
#include <vector>

namespace keydesk::chains {

/// What is said of that which cannot be asked on a chain: a look-alike explorer, a wrong checksum,
/// a hash cut short, a chain that is only recognised. Warnings first, then in the order of the
/// text.
std::vector<desk::Diagnosis> explain_doubts(
    const Recognised& recognised, const AdviceBook& book, Time now);

/// "Solana", "Bitcoin (testnet4)": what a person calls it.
std::string spoken_name(std::string_view chain, std::string_view network);

}  // namespace keydesk::chains
