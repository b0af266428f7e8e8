#include "chains/tron/causes.hpp"
#include "chains/tron/judging.hpp"

#include <algorithm>
#include <chrono>

namespace keydesk::chains::tron {

namespace {

/// A witness in seven of ten must have built on a block; all 27 take turns, three seconds each.
constexpr std::int64_t kWitnessTurns = 19;

Judgement unknown(const Evidence& evidence, double confidence)
{
    desk::Cause cause{"unknown", confidence, {{"subject", evidence.id}}};
    return {.state = "unknown", .causes = {std::move(cause)}};
}

Judgement not_found(const Evidence& evidence, const ChainSettings& chain)
{
    if (evidence.denied == 0) return unknown(evidence, 0.2);
    desk::Values values{
        {"hash", evidence.id}, {"chain", chain.name}, {"sources", std::to_string(evidence.denied)}};
    bool sure = evidence.denied >= 2;
    desk::Cause cause{"tron.not_found", sure ? 0.9 : 0.5, std::move(values)};
    return {.state = sure ? "not_found" : "unknown", .causes = {std::move(cause)}};
}

std::int64_t depth(const Evidence& evidence)
{
    if (!evidence.head || !evidence.receipt) return 0;
    return std::max<std::int64_t>(evidence.head->number - evidence.receipt->block + 1, 1);
}

/// By the solidified chain's own word, else by how far it has come, else by depth.
bool is_solid(const Evidence& evidence, const ChainSettings& chain)
{
    if (!evidence.receipt) return false;
    if (evidence.solid.value_or(false)) return true;
    if (evidence.solid_head) return evidence.solid_head->number >= evidence.receipt->block;
    return !evidence.solid && depth(evidence) > chain.final_after;
}

desk::Cause not_solid_cause(const Evidence& evidence, const ChainSettings& chain)
{
    auto values = values_of(evidence, chain);
    auto left = std::max<std::int64_t>(kWitnessTurns - depth(evidence), 1);
    auto seconds = static_cast<std::int64_t>(static_cast<double>(left) * chain.block_seconds);
    values["confirmations"] = std::to_string(depth(evidence));
    values["needed"] = std::to_string(chain.final_after);
    values["seconds"] = std::to_string(seconds);
    return {"tron.not_solid", evidence.receipt ? 0.95 : 0.7, std::move(values)};
}

void doubt(const Evidence& evidence, Judgement& judgement)
{
    if (evidence.disputed == 0) return;
    for (auto& cause : judgement.causes) cause.confidence = std::min(cause.confidence, 0.7);
}

Judgement mined(const Evidence& evidence, const ChainSettings& chain)
{
    Judgement out;
    auto outcome = outcome_of(evidence);
    if (outcome == Outcome::unknown) return unknown(evidence, 0.3);
    bool solid = is_solid(evidence, chain);
    // Who follows it stops at the needed number: it is not reached before the chain says so.
    out.confirmations = solid ? depth(evidence) : std::min(depth(evidence), chain.final_after - 1);
    if (outcome == Outcome::failed) {
        out.state = "failed";
        out.causes = failed_causes(evidence, chain);
        const auto* sender = evidence.account(evidence.transaction->from);
        auto shield =
            sender ? permission_shield(evidence.transaction->from, *sender, chain) : std::nullopt;
        if (shield) out.shields.push_back(std::move(*shield));
        doubt(evidence, out);
        return out;
    }
    out.state = solid ? "final" : "included";
    out.causes = success_causes(evidence, chain);
    if (!solid) {
        out.causes.front().confidence = 0.7;
        out.causes.insert(out.causes.begin(), not_solid_cause(evidence, chain));
    }
    out.shields = transfer_shields(evidence, chain);
    // Where the fraud is all that happened it is the answer, not a note beside it.
    auto fraud = std::ranges::find_if(
        out.shields, [](const auto& one) { return one.id != "tron.scam.permission"; });
    if (fraud != out.shields.end()) out.causes.insert(out.causes.begin(), *fraud);
    doubt(evidence, out);
    return out;
}

/// A block later than its time cannot hold it, and only the solidified ones can never be exchanged
/// for others.
std::optional<desk::Cause> expired_cause(
    const Transaction& transaction, const Evidence& evidence, const ChainSettings& chain)
{
    if (transaction.expires == Time{}) return std::nullopt;
    bool by_head = evidence.head && evidence.head->time > transaction.expires;
    bool by_solid = evidence.solid_head && evidence.solid_head->time > transaction.expires;
    if (!by_head && !by_solid) return std::nullopt;
    auto values = values_of(transaction, evidence, chain);
    values["chain_time"] = moment(by_head ? evidence.head->time : evidence.solid_head->time);
    if (evidence.absent >= 2) values["sources"] = std::to_string(evidence.absent);
    double sure = evidence.absent >= 2 ? (by_solid ? 0.98 : 0.9) : 0.75;
    // Still in a pool that has not been swept: that says where it is not.
    if (evidence.waiting) sure = 0.85;
    return desk::Cause{"tron.expired", sure, std::move(values)};
}

Judgement pending(
    const Transaction& transaction,
    double confidence,
    const Evidence& evidence,
    const ChainSettings& chain)
{
    Judgement out{.state = "pending"};
    auto values = values_of(transaction, evidence, chain);
    if (evidence.head && transaction.expires > evidence.head->time) {
        auto left =
            std::chrono::ceil<std::chrono::seconds>(transaction.expires - evidence.head->time);
        values["seconds_left"] = std::to_string(left.count());
        auto block = static_cast<std::int64_t>(chain.block_seconds);
        out.eta = desk::Eta{block, std::min<std::int64_t>(60, left.count())};
        out.eta->p50_seconds = std::min(out.eta->p50_seconds, out.eta->p90_seconds);
    }
    out.causes.push_back({"tron.pending", confidence, std::move(values)});
    return out;
}

Judgement waiting(const Evidence& evidence, const ChainSettings& chain)
{
    const auto& transaction = *evidence.transaction;
    auto expired = expired_cause(transaction, evidence, chain);
    if (expired) return {.state = "expired", .causes = {std::move(*expired)}};
    return pending(transaction, evidence.lagging ? 0.7 : 0.92, evidence, chain);
}

/// Known from memory only.
Judgement vanished(const Evidence& evidence, const ChainSettings& chain)
{
    // It was in a block once. A node that keeps only the last days says the same of it as one
    // whose block was exchanged; nothing tells them apart.
    if (evidence.remembered_block >= 0 || evidence.absent == 0) return unknown(evidence, 0.3);
    auto expired = expired_cause(*evidence.remembered, evidence, chain);
    if (expired) {
        bool sure = expired->confidence >= 0.8;
        return {.state = sure ? "expired" : "unknown", .causes = {std::move(*expired)}};
    }
    return pending(*evidence.remembered, 0.55, evidence, chain);
}

}  // namespace

Judgement judge_transaction(const Evidence& evidence, const ChainSettings& chain)
{
    if (evidence.answered == 0) return unknown(evidence, 0.2);
    if (evidence.waiting) return waiting(evidence, chain);
    if (evidence.transaction) return mined(evidence, chain);
    if (evidence.receipt) return unknown(evidence, 0.3);
    return evidence.remembered ? vanished(evidence, chain) : not_found(evidence, chain);
}

}  // namespace keydesk::chains::tron
