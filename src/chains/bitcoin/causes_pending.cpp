#include "chains/bitcoin/causes.hpp"
#include "chains/bitcoin/fees.hpp"
#include "chains/bitcoin/read.hpp"
#include "chains/bitcoin/words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace keydesk::chains::bitcoin {

namespace {

/// A child that spends one coin and pays one address (P2WPKH, two outputs to be on the safe side).
constexpr Vbytes kChildSize = 141;
constexpr std::int64_t kLongestChain = 25;

/// What is derived of a pending transaction once and named by several causes.
struct Standing {
    FeeRate own;        ///< What it pays itself.
    FeeRate effective;  ///< What miners see: its package.
    Vbytes ahead = -1;  ///< -1: not known.
    bool lifted = false, held = false;
    const Relative* parent = nullptr;  ///< The worst payer that it hangs on.
    std::optional<Market> market;
    FeeRate target;  ///< For the next blocks.
};

/// The package rate that its best paying descendant gives it.
FeeRate lifted_rate(const Gathered& gathered)
{
    FeeRate best;
    for (const auto& child : gathered.descendants) {
        best = std::max(best, rate_of(child.entry.ancestor_fees, child.entry.ancestor_size));
    }
    const auto& entry = *gathered.entry;
    // Without the members the sums of the whole package are a lower bound of what it gives.
    if (gathered.descendants.empty() && entry.descendants > 1 && entry.ancestors <= 1) {
        best = rate_of(entry.descendant_fees, entry.descendant_size);
    }
    return best;
}

const Relative* worst_of(const std::vector<Relative>& relatives)
{
    const Relative* worst = nullptr;
    for (const auto& one : relatives) {
        auto rate = rate_of(one.entry.fee, one.entry.size);
        if (!worst || rate < rate_of(worst->entry.fee, worst->entry.size)) worst = &one;
    }
    return worst;
}

Standing standing_of(const Gathered& gathered)
{
    Standing standing;
    if (gathered.entry) {
        const auto& entry = *gathered.entry;
        standing.own = rate_of(entry.fee, entry.size);
        standing.effective = mining_rate(entry);
        if (!entry.chunk) standing.effective = std::max(standing.effective, lifted_rate(gathered));
    } else if (gathered.transaction && gathered.transaction->fee >= 0) {
        const auto& transaction = *gathered.transaction;
        standing.own = standing.effective = rate_of(transaction.fee, transaction.size);
    }
    // A tenth more or less is rounding of sizes, not a parent that matters.
    standing.held = standing.effective.per_kvb * 10 < standing.own.per_kvb * 9;
    standing.lifted = standing.effective.per_kvb * 20 > standing.own.per_kvb * 21;
    standing.parent = worst_of(gathered.ancestors);
    standing.target = gathered.estimate.value_or(gathered.policy.pool_floor);
    if (gathered.queue) {
        standing.ahead = ahead_of(*gathered.queue, standing.effective);
        auto inflow = Inflow::of(*gathered.queue, gathered.now, gathered.last_block);
        auto floor = std::max(gathered.policy.relay_floor, gathered.policy.pool_floor);
        standing.market.emplace(Market{condensed(*gathered.queue), std::move(inflow), floor});
        standing.target = rate_for(*standing.market, 2, 0.9);
    }
    standing.target = std::max(standing.target, gathered.policy.pool_floor);
    return standing;
}

bool next_block(const Standing& standing, const Gathered& gathered)
{
    if (standing.ahead >= 0) return standing.ahead < kBlockSize;
    return gathered.estimate && standing.effective >= *gathered.estimate;
}

/// What the sender and the receiver would have to pay for the next blocks.
void add_remedies(const Gathered& gathered, const Standing& standing, desk::Values& values)
{
    if (!gathered.entry) return;
    const auto& entry = *gathered.entry;
    values["target_rate"] = rate_text(standing.target);
    // BIP 125: more than all that it throws out, and the step for its own size on top.
    auto least = entry.descendant_fees + cost_of(gathered.policy.step, entry.size);
    auto bump = std::max(least, cost_of(standing.target, entry.size));
    values["bump_fee"] = sats_text(bump);
    values["bump_rate"] = rate_text({(bump * 1000 + entry.size - 1) / entry.size});
    // A child pays for itself and for what its ancestors left unpaid.
    auto wanted = cost_of(standing.target, entry.ancestor_size + kChildSize) - entry.ancestor_fees;
    values["cpfp_fee"] = sats_text(std::max(wanted, cost_of(gathered.policy.step, kChildSize)));
}

desk::Values pending_values(const Gathered& gathered, const Standing& standing)
{
    desk::Values values;
    if (gathered.transaction) values = values_of(*gathered.transaction);
    if (gathered.entry) {
        values["fee"] = sats_text(gathered.entry->fee);
        values["size"] = fmt::format("{} vB", gathered.entry->size);
    }
    if (standing.own.per_kvb > 0) values["fee_rate"] = rate_text(standing.own);
    if (standing.held || standing.lifted) values["package_rate"] = rate_text(standing.effective);
    if (standing.ahead >= 0) {
        values["ahead"] = size_text(standing.ahead);
        values["blocks"] = std::to_string(standing.ahead / kBlockSize + 1);
    }
    if (standing.market) {
        auto tiers = tiers_of(*standing.market);
        values["rate_fast"] = rate_text(tiers.fast.rate);
        values["rate_standard"] = rate_text(tiers.standard.rate);
        values["rate_slow"] = rate_text(tiers.slow.rate);
    }
    Time since = gathered.entry ? gathered.entry->since : Time{};
    if (millis(since) <= 0 && gathered.memory) since = gathered.memory->first_seen;
    if (millis(since) > 0) {
        values["since"] = time_text(since);
        values["expires"] = time_text(forgotten_at(since));
    }
    bool signals = gathered.transaction && gathered.transaction->signals_replacement();
    values["replaceable"] = signals ? "yes" : "full-rbf";
    add_remedies(gathered, standing, values);
    return values;
}

void add_eta(const Standing& standing, Verdict& verdict, desk::Values& values)
{
    if (!standing.market || standing.effective.per_kvb == 0) return;
    verdict.eta = eta_of(*standing.market, standing.effective, standing.ahead);
    if (!verdict.eta) return;
    values["p50"] = span_text(verdict.eta->p50_seconds);
    values["p90"] = span_text(verdict.eta->p90_seconds);
}

/// Why it is where it is in the queue, the first of them in front.
void add_position(
    const Gathered& gathered,
    const Standing& standing,
    const desk::Values& values,
    std::vector<desk::Cause>& causes)
{
    double sure = gathered.queue ? 0.95 : gathered.estimate ? 0.7 : 0.4;
    bool soon = next_block(standing, gathered);
    auto parent_values = values;
    if (standing.parent) {
        parent_values["parent"] = standing.parent->id;
        const auto& entry = standing.parent->entry;
        parent_values["parent_rate"] = rate_text(rate_of(entry.fee, entry.size));
    }
    if (standing.held && !soon) causes.push_back({"btc.low_fee_ancestor", sure, parent_values});
    if (standing.lifted && soon) causes.push_back({"btc.cpfp_applied", sure, values});
    causes.push_back({soon ? "btc.pending.next_block" : "btc.pending.fee_low", sure, values});
    if (standing.lifted && !soon) causes.push_back({"btc.cpfp_applied", 0.9, values});
    if (standing.held && soon) causes.push_back({"btc.low_fee_ancestor", 0.6, parent_values});
}

}  // namespace

Verdict judge_pending(const Gathered& gathered)
{
    Verdict verdict{.state = "pending", .seen = true};
    auto standing = standing_of(gathered);
    auto values = pending_values(gathered, standing);
    add_eta(standing, verdict, values);
    if (gathered.memory && !gathered.memory->block.empty()) {
        auto reorged = values;
        reorged["was_height"] = std::to_string(gathered.memory->height);
        verdict.causes.push_back({"btc.reorged", 0.97, std::move(reorged)});
    }
    add_position(gathered, standing, values, verdict.causes);
    if (gathered.transaction && gathered.transaction->signals_replacement()) {
        verdict.causes.push_back({"btc.rbf_signalled", 0.9, values});
    }
    if (gathered.entry && gathered.entry->ancestors >= kLongestChain) {
        verdict.causes.push_back({"btc.too_long_chain", 0.6, values});
    }
    return verdict;
}

}  // namespace keydesk::chains::bitcoin
