#pragma once

#include "chains/evm/evidence.hpp"

#include <cstdint>
#include <optional>

/// What the next blocks ask. Pure; docs/diagnosis.md says how well it does.
namespace keydesk::chains::evm {

struct Offer {
    Amount fee_cap, tip_cap;  ///< In wei.
};

struct FeeTiers {
    Amount next_base;
    Offer slow, standard, fast;
};

/// The base fee of the block after `head` (EIP-1559 with Ethereum's constants).
std::optional<Amount> base_fee_after(const Head& head);

/// The next base fee: what the node is building with, else its fee history, else computed.
std::optional<Amount> next_base_fee(const Evidence& evidence);

/// fast survives two full blocks and pays the tip of the generous; standard one block and the
/// usual tip; slow the present base fee and the least tip that full blocks took.
std::optional<FeeTiers> fee_tiers(const Evidence& evidence);

/// The least tip that full blocks (over 90 %) took lately; nothing when none was full.
std::optional<Amount> least_tip_of_full_blocks(const FeeHistory& fees);

/// Empty blocks that must pass until the base fee has fallen to `cap`; 0 when it is there.
/// Ethereum's step: an eighth. At most 1000.
std::int64_t blocks_until(Amount base, const Amount& cap);

/// What replaces this one: both fields at least a tenth more, and enough for now.
Offer bump(const Transaction& transaction, const std::optional<FeeTiers>& tiers);

/// When it will be mined, from how the last blocks would have treated it, each of them taken once
/// as the present. Nothing when fewer than half would have taken it.
std::optional<desk::Eta> eta(
    const FeeHistory& fees, const Transaction& transaction, double block_seconds);

/// What a transaction really pays a gas unit above the base fee; 0 when it does not reach it.
Amount effective_tip(const Transaction& transaction, const Amount& base_fee);

}  // namespace keydesk::chains::evm
