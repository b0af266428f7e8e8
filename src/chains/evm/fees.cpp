#include "chains/evm/fees.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace keydesk::chains::evm {

namespace {

constexpr double kFull = 0.9;
constexpr double kBusy = 0.5;
constexpr std::size_t kFewest = 4;  ///< Blocks below which a quantile says nothing.
/// When no full block says what is asked: a tip that every producer takes.
constexpr std::uint64_t kModestTip = 1'000'000'000;

Amount median(std::vector<Amount> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// The median of one percentile over the blocks at least so full; empty blocks pay nothing.
std::optional<Amount> tip_of(const FeeHistory& fees, std::size_t percentile, double at_least)
{
    std::vector<Amount> tips;
    for (std::size_t i = 0; i < fees.tips.size(); ++i) {
        const auto& tip = fees.tips[i][percentile];
        if (fees.fullness[i] >= at_least && tip > 0) tips.push_back(tip);
    }
    if (tips.empty()) return std::nullopt;
    return median(std::move(tips));
}

Amount tip_or_modest(const FeeHistory& fees, std::size_t percentile)
{
    if (auto busy = tip_of(fees, percentile, kBusy)) return *busy;
    auto any = tip_of(fees, percentile, 0);
    return std::min(any.value_or(kModestTip), Amount{kModestTip});
}

Amount tenth_more(const Amount& amount)
{
    return static_cast<Amount>((Wide{amount} * 11 + 9) / 10);
}

Amount share(const Amount& amount, unsigned numerator, unsigned denominator)
{
    return static_cast<Amount>(Wide{amount} * numerator / denominator);
}

/// Blocks that it would have waited, had block `start` been the present; -1: longer than known.
int wait_from(const FeeHistory& fees, std::size_t start, const Transaction& transaction)
{
    const auto& then = fees.base_fees[start];
    const auto& now = fees.base_fees.back();
    for (std::size_t i = start; i < fees.tips.size(); ++i) {
        // Prices of then, moved to where they stand now.
        auto base =
            then > 0 ? static_cast<Amount>(Wide{fees.base_fees[i]} * now / then) : Amount{0};
        bool room = fees.fullness[i] < kFull;
        bool pays = transaction.fee_cap >= base;
        auto asked = room ? Amount{0} : fees.tips[i][0];
        if (pays && effective_tip(transaction, base) >= asked) {
            return static_cast<int>(i - start) + 1;
        }
    }
    return -1;
}

}  // namespace

std::optional<Amount> base_fee_after(const Head& head)
{
    if (!head.base_fee || head.gas_limit < 2) return std::nullopt;
    Wide base = *head.base_fee;
    auto target = head.gas_limit / 2;
    if (head.gas_used == target) return *head.base_fee;
    if (head.gas_used > target) {
        Wide up = base * (head.gas_used - target) / target / 8;
        return static_cast<Amount>(base + std::max<Wide>(up, 1));
    }
    return static_cast<Amount>(base - base * (target - head.gas_used) / target / 8);
}

std::optional<Amount> next_base_fee(const Evidence& evidence)
{
    const auto& head = evidence.head;
    const auto& next = evidence.next;
    if (next && next->base_fee && (!head || next->number == head->number + 1))
        return next->base_fee;
    if (evidence.fees && !evidence.fees->base_fees.empty()) return evidence.fees->base_fees.back();
    return head ? base_fee_after(*head) : std::nullopt;
}

std::optional<FeeTiers> fee_tiers(const Evidence& evidence)
{
    auto base = next_base_fee(evidence);
    if (!base || !evidence.fees) return std::nullopt;
    auto low = tip_or_modest(*evidence.fees, 0);
    auto usual = std::max(low, tip_or_modest(*evidence.fees, 1));
    auto high = std::max(usual, tip_or_modest(*evidence.fees, 2));
    FeeTiers out{.next_base = *base, .slow = {}, .standard = {}, .fast = {}};
    out.slow = {*base + low, low};
    out.standard = {share(*base, 9, 8) + usual, usual};
    out.fast = {share(*base, 81, 64) + high, high};
    return out;
}

std::optional<Amount> least_tip_of_full_blocks(const FeeHistory& fees)
{
    return tip_of(fees, 0, kFull);
}

std::int64_t blocks_until(Amount base, const Amount& cap)
{
    std::int64_t blocks = 0;
    while (base > cap && blocks < 1000) {
        auto step = base / 8;
        base -= step > 0 ? step : Amount{1};
        ++blocks;
    }
    return blocks;
}

Offer bump(const Transaction& transaction, const std::optional<FeeTiers>& tiers)
{
    Offer out{tenth_more(transaction.fee_cap), tenth_more(transaction.tip_cap)};
    if (tiers) {
        out.fee_cap = std::max(out.fee_cap, tiers->fast.fee_cap);
        out.tip_cap = std::max(out.tip_cap, tiers->standard.tip_cap);
    }
    out.fee_cap = std::max(out.fee_cap, out.tip_cap);
    return out;
}

std::optional<desk::Eta> eta(
    const FeeHistory& fees, const Transaction& transaction, double block_seconds)
{
    if (fees.tips.size() < kFewest || fees.base_fees.size() != fees.tips.size() + 1) {
        return std::nullopt;
    }
    // Starts near the end have seen too little to say that it would have waited long.
    auto starts = fees.tips.size() - fees.tips.size() / 4;
    std::vector<int> waits;
    for (std::size_t start = 0; start < starts; ++start) {
        auto wait = wait_from(fees, start, transaction);
        waits.push_back(wait < 0 ? std::numeric_limits<int>::max() : wait);
    }
    std::ranges::sort(waits);
    auto half = waits[waits.size() / 2];
    auto most = waits[waits.size() * 9 / 10];
    if (half == std::numeric_limits<int>::max()) return std::nullopt;
    if (most == std::numeric_limits<int>::max()) most = static_cast<int>(fees.tips.size()) * 2;
    // One block more at the end of the band: this one may be missed by a slot or a producer.
    return desk::Eta{
        std::lround(std::max(1.0, half * block_seconds)),
        std::lround(std::max(2.0, (most + 1) * block_seconds))};
}

Amount effective_tip(const Transaction& transaction, const Amount& base_fee)
{
    if (transaction.fee_cap <= base_fee) return 0;
    return std::min<Amount>(transaction.tip_cap, transaction.fee_cap - base_fee);
}

}  // namespace keydesk::chains::evm
