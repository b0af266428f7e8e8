#include "chains/tron/fees.hpp"

#include <algorithm>

namespace keydesk::chains::tron {

namespace {

constexpr std::int64_t kTrx = 1'000'000;

Amount rounded_up(const Amount& amount, std::int64_t step)
{
    return (amount + step - 1) / step * step;
}

}  // namespace

std::optional<std::int64_t> price_at(const Prices& prices, Time time)
{
    std::optional<std::int64_t> found;
    for (const auto& [since, price] : prices.energy) {
        if (since <= time) found = price;
    }
    return found;
}

std::optional<std::int64_t> price_paid(const Receipt& receipt, const Prices& prices)
{
    auto burned = own_energy(receipt) - receipt.energy_staked;
    if (receipt.energy_fee > 0 && burned > 0 && receipt.energy_fee % burned == 0) {
        return receipt.energy_fee / burned;
    }
    return price_at(prices, receipt.time);
}

std::int64_t own_energy(const Receipt& receipt)
{
    return std::max<std::int64_t>(receipt.energy_total - receipt.energy_origin, 0);
}

std::optional<std::int64_t> energy_cap(
    const Transaction& transaction, const Receipt& receipt, const Prices& prices)
{
    auto price = price_paid(receipt, prices);
    if (transaction.fee_limit <= 0 || !price || *price <= 0) return std::nullopt;
    return transaction.fee_limit / *price;
}

std::optional<bool> fee_limit_bound(
    const Transaction& transaction, const Receipt& receipt, const Prices& prices)
{
    auto cap = energy_cap(transaction, receipt, prices);
    if (!cap || receipt.energy_total == 0) return std::nullopt;
    // Both limits are whole divisions, and a maker's share rounds once more: a hundredth of slack.
    return own_energy(receipt) >= *cap - *cap / 100;
}

Amount fee_limit_for(std::int64_t energy, std::int64_t price)
{
    Amount cost = Amount{energy} * price;
    return rounded_up(cost + cost / 5, kTrx);
}

Amount trx_needed(
    std::int64_t energy, std::int64_t bytes, const Resources& left, const Prices& prices)
{
    Amount out = 0;
    auto missing = std::max<std::int64_t>(energy - left.energy, 0);
    out += Amount{missing} * prices.energy_now.value_or(0);
    bool free = bytes <= left.free_bandwidth || bytes <= left.staked_bandwidth;
    if (!free) out += Amount{bytes} * prices.bandwidth.value_or(0);
    return out;
}

Amount top_up(const Amount& needed, std::int64_t balance)
{
    Amount have = balance;
    if (needed <= have) return 0;
    return rounded_up(needed - have, kTrx / 10);
}

}  // namespace keydesk::chains::tron
