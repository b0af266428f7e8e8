#include "chains/evm/causes.hpp"
#include "chains/evm/judging.hpp"

#include <algorithm>

namespace keydesk::chains::evm {

namespace {

Judgement unknown(const Evidence& evidence, double confidence)
{
    return {
        .state = "unknown",
        .causes = {{"unknown", confidence, {{"subject", evidence.id}}}},
        .shields = {},
        .replaced_by = {},
        .eta = {}};
}

Judgement not_found(const Evidence& evidence, const ChainSettings& chain)
{
    if (evidence.denied == 0) return unknown(evidence, 0.2);
    desk::Values values{
        {"hash", evidence.id}, {"chain", chain.name}, {"sources", std::to_string(evidence.denied)}};
    bool sure = evidence.denied >= 2;
    return {
        .state = sure ? "not_found" : "unknown",
        .causes = {{"evm.not_found", sure ? 0.9 : 0.5, std::move(values)}},
        .shields = {},
        .replaced_by = {},
        .eta = {}};
}

std::int64_t depth(const Evidence& evidence, std::int64_t block)
{
    if (!evidence.head || block < 0) return 0;
    return std::max<std::int64_t>(evidence.head->number - block + 1, 1);
}

bool final_at(const Evidence& evidence, const ChainSettings& chain, std::int64_t block)
{
    return depth(evidence, block) >= chain.final_after || block <= evidence.finalized;
}

Judgement mined(const Evidence& evidence, const ChainSettings& chain)
{
    Judgement out;
    const auto& receipt = *evidence.receipt;
    out.confirmations = depth(evidence, receipt.block);
    if (!receipt.success) {
        out.state = "failed";
        out.causes = failed_causes(evidence, chain);
        return out;
    }
    out.state = final_at(evidence, chain, receipt.block) ? "final" : "included";
    out.causes = success_causes(evidence, chain);
    out.shields = transfer_shields(evidence, chain);
    // Where the fraud is all that happened it is the answer, not a note beside it.
    for (const auto& shield : out.shields) {
        if (shield.id == "evm.scam.lookalike") continue;
        out.causes.insert(out.causes.begin(), shield);
        break;
    }
    return out;
}

Judgement vanished(const Evidence& evidence, const ChainSettings& chain)
{
    Judgement out;
    out.causes = vanished_causes(evidence, chain);
    const auto& id = out.causes.front().id;
    if (id == "unknown") return unknown(evidence, 0.3);
    if (id.starts_with("evm.replaced")) {
        out.state = "replaced";
        if (evidence.winner) {
            out.replaced_by = evidence.winner->id;
            out.confirmations = depth(evidence, evidence.winner->block);
        }
        return out;
    }
    // What a reorganisation threw out goes back into the queue, and mostly returns.
    const auto* state = id == "evm.reorged" ? "pending" : "dropped";
    out.state = out.causes.front().confidence >= 0.6 ? state : "unknown";
    return out;
}

/// A node still shows it as waiting although its nonce is used up: that node's pool is behind.
bool overtaken(const Evidence& evidence)
{
    return evidence.nonce_latest && evidence.transaction->nonce < *evidence.nonce_latest;
}

Judgement overtaken_judgement(const Evidence& evidence, const ChainSettings& chain)
{
    auto seen = evidence;
    Remembered memory;
    memory.transaction = *evidence.transaction;
    memory.input_hash = hash_of(evidence.transaction->input);
    seen.memory = std::move(memory);
    return vanished(seen, chain);
}

Judgement waiting(const Evidence& evidence, const ChainSettings& chain)
{
    if (overtaken(evidence)) return overtaken_judgement(evidence, chain);
    Judgement out;
    out.state = "pending";
    out.causes = pending_causes(evidence, chain);
    if (evidence.memory && evidence.memory->height >= 0) {
        auto values = values_of(evidence, chain);
        values["old_block"] = std::to_string(evidence.memory->height);
        out.causes.insert(out.causes.begin(), {"evm.reorged", 0.9, std::move(values)});
    }
    auto shield = sweeper_shield(evidence, evidence.transaction->from, chain);
    if (shield) out.shields.push_back(std::move(*shield));
    bool fair = out.causes.front().id == "evm.pending.ok";
    if (fair && evidence.fees) {
        out.eta = eta(*evidence.fees, *evidence.transaction, chain.block_seconds);
    }
    return out;
}

void doubt(const Evidence& evidence, Judgement& judgement)
{
    if (evidence.disputed == 0) return;
    for (auto& cause : judgement.causes) cause.confidence = std::min(cause.confidence, 0.7);
}

}  // namespace

Judgement judge_transaction(const Evidence& evidence, const ChainSettings& chain)
{
    if (evidence.receipt && evidence.transaction) {
        auto out = mined(evidence, chain);
        doubt(evidence, out);
        return out;
    }
    if (evidence.transaction && evidence.transaction->block < 0) return waiting(evidence, chain);
    if (evidence.transaction || evidence.receipt) return unknown(evidence, 0.3);
    if (evidence.answered == 0) return unknown(evidence, 0.2);
    return evidence.memory ? vanished(evidence, chain) : not_found(evidence, chain);
}

}  // namespace keydesk::chains::evm
