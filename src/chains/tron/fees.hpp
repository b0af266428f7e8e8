#pragma once

#include "chains/tron/evidence.hpp"

#include <cstdint>
#include <optional>

/// What energy and bandwidth cost. TRON has no fee market: prices are the chain's own (votes change
/// them), so all that is estimated is how much a call needs. Pure.
namespace keydesk::chains::tron {

/// Sun for one energy at `time`; nothing when the list does not reach back.
std::optional<std::int64_t> price_at(const Prices& prices, Time time);

/// What the sender paid for one energy: from what was burned, else from the list.
std::optional<std::int64_t> price_paid(const Receipt& receipt, const Prices& prices);

/// Energy that the sender himself had to bring: the maker of a contract may pay a share.
std::int64_t own_energy(const Receipt& receipt);

/// The most energy that the fee limit allowed. Stakes and rents count towards it as well.
std::optional<std::int64_t> energy_cap(
    const Transaction& transaction, const Receipt& receipt, const Prices& prices);

/// Whether the fee limit was what ended it; nothing when that cannot be computed.
std::optional<bool> fee_limit_bound(
    const Transaction& transaction, const Receipt& receipt, const Prices& prices);

/// A fifth more than `energy` costs today, in whole TRX: the price list of contracts moves.
Amount fee_limit_for(std::int64_t energy, std::int64_t price);

/// TRX to be burned for a call of `energy` and `bytes`, after what the account has left of both.
/// Bandwidth is paid either wholly from one of what is left or wholly in TRX.
Amount trx_needed(
    std::int64_t energy, std::int64_t bytes, const Resources& left, const Prices& prices);

/// What is missing, rounded up to a tenth of a TRX so that it can be typed; 0: enough.
Amount top_up(const Amount& needed, std::int64_t balance);

}  // namespace keydesk::chains::tron
