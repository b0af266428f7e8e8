#include "chains/tron/judging.hpp"
#include "chains/tron/wire.hpp"

#include <algorithm>

namespace keydesk::chains::tron {

namespace {

/// Bytes of a token transfer, when the receipt does not tell; a signature more is 65.
constexpr std::int64_t kTransferBytes = 345;

std::int64_t bytes_of_receipt(const Receipt& receipt, const Prices& prices)
{
    if (receipt.net_used > 0) return receipt.net_used;
    bool burned = receipt.net_fee > 0 && prices.bandwidth.value_or(0) > 0;
    return burned ? receipt.net_fee / *prices.bandwidth : kTransferBytes;
}

bool works_today(const Evidence& evidence)
{
    return evidence.run.ran == Run::Ran::succeeded && evidence.run.energy > 0;
}

void put_first_time(desk::Values& values, const Evidence& evidence)
{
    const auto& call = evidence.token_call;
    bool moves = call && call->kind != TokenCall::Kind::approve;
    const auto& held = evidence.token_state.receiver_balance;
    if (moves && held && *held == 0) values["first_time"] = call->to;
}

/// What the same call needs today, and what that costs the sender.
void put_needs(desk::Values& values, const Evidence& evidence)
{
    auto price = evidence.prices.energy_now;
    if (!works_today(evidence) || !price) return;
    auto energy = evidence.run.energy;
    values["energy_needed"] = std::to_string(energy);
    values["price_now"] = std::to_string(*price) + " sun";
    values["fee_limit_to_set"] = in_trx(fee_limit_for(energy, *price));
    const auto* sender = evidence.account(evidence.transaction->from);
    if (!sender || !evidence.resources || !evidence.prices.bandwidth) return;
    auto bytes = bytes_of_receipt(*evidence.receipt, evidence.prices);
    // A twentieth more: the surcharge on much used contracts moves by the hour.
    auto needed = trx_needed(energy + energy / 20, bytes, *evidence.resources, evidence.prices);
    auto missing = top_up(needed, sender->balance);
    values["trx_needed"] = in_trx(needed);
    if (missing > 0) values["top_up"] = in_trx(missing);
}

void put_spent(desk::Values& values, const Evidence& evidence)
{
    const auto& receipt = *evidence.receipt;
    values["energy_used"] = std::to_string(own_energy(receipt));
    values["burned"] = in_trx(receipt.energy_fee);
    if (receipt.energy_staked > 0) values["staked_energy"] = std::to_string(receipt.energy_staked);
    if (auto price = price_paid(receipt, evidence.prices)) {
        values["price"] = std::to_string(*price) + " sun";
    }
    if (evidence.transaction->fee_limit > 0) {
        values["fee_limit"] = in_trx(evidence.transaction->fee_limit);
    }
    auto cap = energy_cap(*evidence.transaction, receipt, evidence.prices);
    if (cap) values["energy_cap"] = std::to_string(*cap);
    const auto* sender = evidence.account(evidence.transaction->from);
    if (sender) values["balance"] = in_trx(sender->balance);
}

desk::Cause out_of_energy(const Evidence& evidence, const ChainSettings& chain)
{
    auto values = values_of(evidence, chain);
    if (!evidence.receipt) return {"tron.fail.out_of_energy.balance", 0.4, std::move(values)};
    put_spent(values, evidence);
    put_needs(values, evidence);
    put_first_time(values, evidence);
    auto bound = fee_limit_bound(*evidence.transaction, *evidence.receipt, evidence.prices);
    if (bound) {
        // Arithmetic on the receipt: what the account holds today plays no part in it.
        const char* id =
            *bound ? "tron.fail.out_of_energy.fee_limit" : "tron.fail.out_of_energy.balance";
        return {id, 0.95, std::move(values)};
    }
    const auto* sender = evidence.account(evidence.transaction->from);
    bool rich = sender && Amount{sender->balance} > Amount{evidence.receipt->fee} * 2 + 1'000'000;
    const char* id = rich ? "tron.fail.out_of_energy.fee_limit" : "tron.fail.out_of_energy.balance";
    return {id, sender ? 0.6 : 0.4, std::move(values)};
}

/// How the token stands today: mostly that is how it stood then.
void put_token_state(desk::Values& values, const Evidence& evidence)
{
    const auto& call = evidence.token_call;
    const auto& state = evidence.token_state;
    if (!call) return;
    if (!state.frozen.empty()) values["frozen"] = state.frozen.front();
    if (state.paused.value_or(false)) values["paused"] = values["token"];
    if (!state.balance || call->kind == TokenCall::Kind::approve) return;
    auto held = token_amount(evidence, call->token, *state.balance);
    values["token_balance"] = held;
    if (*state.balance < call->amount) values["token_short"] = held;
}

desk::Cause reverted(const Evidence& evidence, const ChainSettings& chain)
{
    auto values = values_of(evidence, chain);
    put_token_state(values, evidence);
    auto output = evidence.receipt ? evidence.receipt->output : std::string{};
    auto reason = revert_reason(output);
    // What it says today is a hint when the receipt kept no words.
    if (!reason && evidence.run.ran == Run::Ran::failed) {
        auto today = revert_reason(evidence.run.output);
        if (today) values["reason_today"] = *today;
    }
    if (reason) values["reason"] = *reason;
    if (works_today(evidence)) values["works_today"] = std::to_string(evidence.run.energy);
    return {"tron.fail.revert", 0.95, std::move(values)};
}

desk::Cause otherwise(const Evidence& evidence, const ChainSettings& chain)
{
    auto values = values_of(evidence, chain);
    auto code = failure_of(evidence);
    put_token_state(values, evidence);
    // It is shown to people: a code is capitals and underscores.
    bool plain =
        code.size() < 40 &&
        std::ranges::all_of(code, [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
    if (plain) values["code"] = code;
    if (code == "OUT_OF_TIME") values["too_long"] = code;
    if (code == "TRANSFER_FAILED") values["transfer_failed"] = code;
    return {"tron.fail.other", plain ? 0.9 : 0.5, std::move(values)};
}

}  // namespace

Causes failed_causes(const Evidence& evidence, const ChainSettings& chain)
{
    Causes causes;
    auto code = failure_of(evidence);
    if (code == "OUT_OF_ENERGY") {
        causes.push_back(out_of_energy(evidence, chain));
    } else if (code == "REVERT") {
        causes.push_back(reverted(evidence, chain));
    } else {
        causes.push_back(otherwise(evidence, chain));
    }
    if (auto cost = cost_cause(evidence, chain)) causes.push_back(std::move(*cost));
    return causes;
}

}  // namespace keydesk::chains::tron
