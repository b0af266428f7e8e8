#include "chains/tron/judging.hpp"
#include "chains/tron/wire.hpp"

#include <algorithm>

namespace keydesk::chains::tron {

namespace {

/// Energy of a USDT transfer without the surcharge: 14,650 to somebody who has some already and
/// 29,650 to somebody who has none, for whom a place is made.
constexpr std::int64_t kFirstTimeEnergy = 25'000;

/// The transfer that the customer means: what left the caller, else the first.
const Transfer* main_transfer(const std::vector<Transfer>& transfers, const Evidence& evidence)
{
    if (transfers.empty()) return nullptr;
    auto left = std::ranges::find(transfers, evidence.transaction->from, &Transfer::from);
    return left != transfers.end() ? &*left : &transfers.front();
}

bool first_transfer(const Evidence& evidence)
{
    const auto& call = evidence.token_call;
    const auto& receipt = *evidence.receipt;
    if (!call || call->kind != TokenCall::Kind::transfer) return false;
    if (token_name(evidence, call->token) != "USDT" || !receipt.result) return false;
    return *receipt.result == "SUCCESS" &&
           receipt.energy_total - receipt.energy_penalty >= kFirstTimeEnergy;
}

/// USDT may lie on an address that was never activated, and cannot leave it without TRX.
std::optional<desk::Cause> receiver_cause(const Evidence& evidence, const desk::Values& known)
{
    const auto& call = evidence.token_call;
    if (!call || call->kind == TokenCall::Kind::approve) return std::nullopt;
    const auto* receiver = evidence.account(call->to);
    if (!receiver || receiver->exists) return std::nullopt;
    auto values = known;
    values["account"] = call->to;
    if (evidence.prices.activation) values["activation"] = in_trx(*evidence.prices.activation);
    return desk::Cause{"tron.not_activated", 0.6, std::move(values)};
}

}  // namespace

std::optional<desk::Cause> cost_cause(const Evidence& evidence, const ChainSettings& chain)
{
    if (!evidence.receipt || evidence.receipt->energy_total == 0) return std::nullopt;
    const auto& receipt = *evidence.receipt;
    auto values = values_of(evidence, chain);
    values["energy"] = std::to_string(receipt.energy_total);
    values["burned"] = in_trx(receipt.energy_fee);
    if (receipt.net_fee > 0) values["bandwidth_fee"] = in_trx(receipt.net_fee);
    if (receipt.energy_staked > 0) values["staked_energy"] = std::to_string(receipt.energy_staked);
    if (receipt.energy_penalty > 0) values["penalty"] = std::to_string(receipt.energy_penalty);
    if (auto price = price_paid(receipt, evidence.prices)) {
        values["price"] = std::to_string(*price) + " sun";
    }
    if (auto price = evidence.prices.energy_now) {
        values["price_now"] = std::to_string(*price) + " sun";
        values["cost_today"] = in_trx(Amount{own_energy(receipt)} * *price);
    }
    if (first_transfer(evidence)) values["first_time"] = evidence.token_call->to;
    return desk::Cause{"tron.cost", receipt.fee > 0 ? 0.6 : 0.5, std::move(values)};
}

Causes success_causes(const Evidence& evidence, const ChainSettings& chain)
{
    Causes causes;
    auto values = values_of(evidence, chain);
    auto transfers =
        evidence.receipt ? read_transfers(evidence.receipt->logs) : std::vector<Transfer>{};
    const auto* transfer = main_transfer(transfers, evidence);
    if (transfer && evidence.transaction->value == 0) {
        values["token"] = token_name(evidence, transfer->token);
        values["token_address"] = transfer->token;
        values["amount"] = token_amount(evidence, transfer->token, transfer->amount);
        values["owner"] = transfer->from;
        values["to"] = transfer->to;
    }
    auto receiver = receiver_cause(evidence, values);
    double sure = evidence.lagging ? 0.8 : 0.97;
    // A token that does not tell its name may be an imitation.
    if (transfer && !evidence.token(transfer->token)) sure = 0.7;
    causes.push_back({"tron.success", sure, std::move(values)});
    if (receiver) causes.push_back(std::move(*receiver));
    if (auto cost = cost_cause(evidence, chain)) causes.push_back(std::move(*cost));
    return causes;
}

}  // namespace keydesk::chains::tron
