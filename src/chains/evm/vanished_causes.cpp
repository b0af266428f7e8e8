#include "chains/evm/amounts.hpp"
#include "chains/evm/judging.hpp"

namespace keydesk::chains::evm {

namespace {

/// What the winner is to the one that was remembered: the last word of its cause's id.
std::string_view relation(const Remembered& old, const Transaction& winner)
{
    const auto& was = old.transaction;
    bool same =
        winner.to == was.to && winner.value == was.value && hash_of(winner.input) == old.input_hash;
    if (same) return "speedup";
    bool nothing = winner.to == winner.from && winner.value == 0 && winner.input == "0x";
    return nothing ? "cancel" : "other";
}

desk::Cause replaced_cause(
    const Evidence& evidence, desk::Values values, const ChainSettings& chain)
{
    const auto& winner = *evidence.winner;
    values["winner"] = winner.id;
    values["winner_amount"] = in_coin(winner.value, chain.coin);
    if (!winner.to.empty()) values["winner_to"] = checksummed(winner.to);
    if (winner.block >= 0) values["winner_block"] = std::to_string(winner.block);
    auto id = "evm.replaced." + std::string{relation(*evidence.memory, winner)};
    return {std::move(id), winner.block >= 0 ? 0.97 : 0.88, std::move(values)};
}

/// That nobody has it is believed when two say it; when there is only one to ask, not quite.
double absence(const Evidence& evidence)
{
    if (evidence.denied >= 2) return 0.92;
    return evidence.denied == 1 && evidence.endpoints == 1 ? 0.65 : 0.4;
}

}  // namespace

std::vector<desk::Cause> vanished_causes(const Evidence& evidence, const ChainSettings& chain)
{
    const auto& memory = *evidence.memory;
    auto values = values_of(memory.transaction, evidence, chain);
    if (evidence.balance) values["balance"] = in_coin(*evidence.balance, chain.coin);
    if (evidence.winner) return {replaced_cause(evidence, std::move(values), chain)};

    if (evidence.nonce_latest && *evidence.nonce_latest > memory.transaction.nonce) {
        // Its nonce was used, but by what could not be found: a delegation may use one too.
        return {{"evm.replaced.other", 0.6, std::move(values)}};
    }
    if (memory.height >= 0) {
        values["old_block"] = std::to_string(memory.height);
        bool moved = evidence.block_now && *evidence.block_now != memory.block;
        if (moved) return {{"evm.reorged", absence(evidence), std::move(values)}};
        return {{"unknown", 0.3, {{"subject", memory.transaction.id}}}};
    }
    if (!evidence.nonce_latest) return {{"unknown", 0.3, {{"subject", memory.transaction.id}}}};
    if (auto tiers = fee_tiers(evidence)) {
        values["max_fee_to_set"] = to_set_in_gwei(tiers->fast.fee_cap);
        values["tip_to_set"] = to_set_in_gwei(tiers->standard.tip_cap);
    }
    return {{"evm.dropped", absence(evidence), std::move(values)}};
}

}  // namespace keydesk::chains::evm
