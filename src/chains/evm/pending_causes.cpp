#include "chains/evm/amounts.hpp"
#include "chains/evm/judging.hpp"

#include <algorithm>

namespace keydesk::chains::evm {

namespace {

constexpr std::size_t kMostMissingNamed = 8;

/// Confidence sinks when the node is behind or could not say everything.
double trust(const Evidence& evidence, double confidence)
{
    return evidence.lagging ? confidence * 0.6 : confidence;
}

/// What of the sender stands before it: nonces not used yet and lower than its own.
struct Queue {
    std::vector<std::int64_t> missing;
    std::vector<Transaction> ahead;
    bool known = false;  ///< The pool itself was read; else it is reckoned from the counts.
};

/// The pool holds the one that we explain; one that does not was not read of the same node.
bool pool_fits(const Evidence& evidence)
{
    if (!evidence.pool) return false;
    auto own = std::ranges::find(*evidence.pool, evidence.transaction->id, &Transaction::id);
    return own != evidence.pool->end();
}

Queue queue_of(const Evidence& evidence)
{
    Queue queue;
    const auto& transaction = *evidence.transaction;
    auto first = evidence.nonce_latest.value_or(transaction.nonce);
    queue.known = pool_fits(evidence);
    auto present = evidence.nonce_pending.value_or(first);
    for (auto nonce = first; nonce < transaction.nonce; ++nonce) {
        if (queue.missing.size() == kMostMissingNamed) break;
        if (!queue.known) {
            if (nonce >= present) queue.missing.push_back(nonce);
            continue;
        }
        auto found = std::ranges::find(*evidence.pool, nonce, &Transaction::nonce);
        if (found == evidence.pool->end()) {
            queue.missing.push_back(nonce);
        } else {
            queue.ahead.push_back(*found);
        }
    }
    return queue;
}

std::string listed(const std::vector<std::int64_t>& numbers)
{
    std::string out;
    for (auto number : numbers) out += (out.empty() ? "" : ", ") + std::to_string(number);
    return out;
}

void put_eta(desk::Values& values, const Evidence& evidence, const ChainSettings& chain)
{
    if (!evidence.fees) return;
    auto span = eta(*evidence.fees, *evidence.transaction, chain.block_seconds);
    if (!span) return;
    auto half = whole_minutes(static_cast<double>(span->p50_seconds));
    auto most = whole_minutes(static_cast<double>(span->p90_seconds));
    values["eta_most"] = most;
    if (half == most) return;
    values["eta_p50"] = half;
    values["eta_p90"] = most;
}

std::optional<desk::Cause> fee_cap_cause(
    const Transaction& transaction, const Evidence& evidence, const ChainSettings& chain)
{
    auto base = next_base_fee(evidence);
    if (!base || transaction.fee_cap >= *base) return std::nullopt;
    auto values = values_of(transaction, evidence, chain);
    auto blocks = blocks_until(*base, transaction.fee_cap);
    values["base_fee"] = in_gwei(*base);
    values["blocks"] = std::to_string(blocks);
    values["minutes"] = whole_minutes(static_cast<double>(blocks) * chain.block_seconds);
    put_bump(values, transaction, evidence, chain);
    return desk::Cause{"evm.pending.fee_cap", trust(evidence, 0.95), std::move(values)};
}

std::optional<desk::Cause> tip_cause(
    const Transaction& transaction, const Evidence& evidence, const ChainSettings& chain)
{
    auto base = next_base_fee(evidence);
    if (!base || !evidence.fees) return std::nullopt;
    auto least = least_tip_of_full_blocks(*evidence.fees);
    auto own = effective_tip(transaction, *base);
    if (!least || own >= *least) return std::nullopt;
    auto values = values_of(transaction, evidence, chain);
    values["own_tip"] = in_gwei(own);
    values["least_tip"] = in_gwei(*least);
    values["base_fee"] = in_gwei(*base);
    put_bump(values, transaction, evidence, chain);
    auto full = std::ranges::count_if(evidence.fees->fullness, [](double x) { return x >= 0.9; });
    return desk::Cause{
        "evm.pending.tip_low", trust(evidence, full > 1 ? 0.88 : 0.7), std::move(values)};
}

std::optional<desk::Cause> fee_cause(
    const Transaction& transaction, const Evidence& evidence, const ChainSettings& chain)
{
    if (auto cap = fee_cap_cause(transaction, evidence, chain)) return cap;
    return tip_cause(transaction, evidence, chain);
}

std::optional<desk::Cause> locked_cause(
    const Evidence& evidence, const Queue& queue, const ChainSettings& chain)
{
    if (!evidence.balance) return std::nullopt;
    const auto& transaction = *evidence.transaction;
    Wide locked = 0;
    for (const auto& earlier : queue.ahead) locked += cost_of(earlier);
    Wide wanted = locked + cost_of(transaction);
    if (wanted <= Wide{*evidence.balance}) return std::nullopt;
    auto values = values_of(transaction, evidence, chain);
    values["balance"] = in_coin(*evidence.balance, chain.coin);
    values["cost"] = in_coin(cost_of(transaction), chain.coin);
    values["short"] = in_coin(wanted - Wide{*evidence.balance}, chain.coin);
    if (!queue.ahead.empty()) {
        values["locked"] = in_coin(locked, chain.coin);
        values["first_nonce"] = std::to_string(queue.ahead.front().nonce);
        values["first_hash"] = queue.ahead.front().id;
    }
    return desk::Cause{"evm.pending.locked_balance", trust(evidence, 0.9), std::move(values)};
}

desk::Cause gap_cause(const Evidence& evidence, const Queue& queue, const ChainSettings& chain)
{
    auto values = values_of(*evidence.transaction, evidence, chain);
    values["missing"] = listed(queue.missing);
    values["first_nonce"] = std::to_string(queue.missing.front());
    values["next_nonce"] = std::to_string(*evidence.nonce_latest);
    if (auto tiers = fee_tiers(evidence)) {
        values["max_fee_to_set"] = to_set_in_gwei(tiers->fast.fee_cap);
        values["tip_to_set"] = to_set_in_gwei(tiers->standard.tip_cap);
    }
    return {"evm.pending.nonce_gap", trust(evidence, queue.known ? 0.95 : 0.75), std::move(values)};
}

desk::Cause blocked_cause(const Evidence& evidence, const Queue& queue, const ChainSettings& chain)
{
    auto values = values_of(*evidence.transaction, evidence, chain);
    values["first_nonce"] = std::to_string(*evidence.nonce_latest);
    values["ahead"] = std::to_string(evidence.transaction->nonce - *evidence.nonce_latest);
    if (!queue.ahead.empty()) {
        const auto& first = queue.ahead.front();
        values["first_hash"] = first.id;
        values["first_fee_cap"] = in_gwei(first.fee_cap);
        put_bump(values, first, evidence, chain);
        if (auto base = next_base_fee(evidence)) values["base_fee"] = in_gwei(*base);
    }
    return {
        "evm.pending.blocked_by_earlier",
        trust(evidence, queue.known ? 0.95 : 0.75),
        std::move(values)};
}

std::optional<desk::Cause> delegation_cause(const Evidence& evidence, const ChainSettings& chain)
{
    const auto* code = evidence.code_of(evidence.transaction->from);
    if (!delegated(code)) return std::nullopt;
    auto values = values_of(*evidence.transaction, evidence, chain);
    values["delegate"] = checksummed(delegate_of(*code));
    values["first_nonce"] = std::to_string(*evidence.nonce_latest);
    return desk::Cause{"evm.pending.7702_limit", trust(evidence, 0.85), std::move(values)};
}

/// It stands behind others of its sender.
void add_queue_causes(
    const Evidence& evidence,
    const Queue& queue,
    const ChainSettings& chain,
    std::vector<desk::Cause>& causes)
{
    if (auto limit = delegation_cause(evidence, chain)) causes.push_back(std::move(*limit));
    if (auto locked = locked_cause(evidence, queue, chain)) causes.push_back(std::move(*locked));
    if (!queue.missing.empty()) {
        causes.push_back(gap_cause(evidence, queue, chain));
        return;
    }
    causes.push_back(blocked_cause(evidence, queue, chain));
    if (queue.ahead.empty()) return;
    if (auto why = fee_cause(queue.ahead.front(), evidence, chain)) {
        why->confidence *= 0.5;  // True, but of another transaction than the one asked about.
        causes.push_back(std::move(*why));
    }
}

desk::Cause fine_cause(const Evidence& evidence, const ChainSettings& chain)
{
    auto values = values_of(evidence, chain);
    auto base = next_base_fee(evidence);
    if (base) values["base_fee"] = in_gwei(*base);
    put_eta(values, evidence, chain);
    bool certain = base && evidence.nonce_latest;
    return {"evm.pending.ok", trust(evidence, certain ? 0.9 : 0.55), std::move(values)};
}

}  // namespace

std::vector<desk::Cause> pending_causes(const Evidence& evidence, const ChainSettings& chain)
{
    std::vector<desk::Cause> causes;
    const auto& transaction = *evidence.transaction;
    auto queue = queue_of(evidence);
    if (evidence.nonce_latest && transaction.nonce > *evidence.nonce_latest) {
        add_queue_causes(evidence, queue, chain, causes);
    } else if (auto locked = locked_cause(evidence, queue, chain)) {
        causes.push_back(std::move(*locked));
    }
    if (auto own = fee_cause(transaction, evidence, chain)) {
        if (!causes.empty()) own->confidence *= 0.6;
        causes.push_back(std::move(*own));
    }
    if (causes.empty()) causes.push_back(fine_cause(evidence, chain));
    return causes;
}

}  // namespace keydesk::chains::evm
