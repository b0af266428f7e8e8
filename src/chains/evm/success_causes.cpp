#include "chains/evm/amounts.hpp"
#include "chains/evm/judging.hpp"
#include "chains/evm/wire.hpp"

#include <algorithm>

namespace keydesk::chains::evm {

namespace {

using Causes = std::vector<desk::Cause>;

/// The transfer that the customer means: what he called, else what left him, else the first.
const Transfer* main_transfer(const std::vector<Transfer>& transfers, const Evidence& evidence)
{
    if (transfers.empty()) return nullptr;
    const auto& sender = evidence.transaction->from;
    auto left = std::ranges::find(transfers, sender, &Transfer::from);
    return left != transfers.end() ? &*left : &transfers.front();
}

void put_transfer(desk::Values& values, const Transfer& transfer, const Evidence& evidence)
{
    values["token"] = token_name(evidence, transfer.token);
    values["token_address"] = checksummed(transfer.token);
    values["amount"] = token_amount(evidence, transfer.token, transfer.amount);
    values["owner"] = checksummed(transfer.from);
    values["to"] = checksummed(transfer.to);
}

/// It called something that is not there: true success, and nothing happened.
void add_empty_target(const Evidence& evidence, desk::Values values, Causes& causes)
{
    const auto& transaction = *evidence.transaction;
    const auto* code = evidence.code_of(transaction.to);
    bool nothing = code && *code == "0x" && evidence.receipt->logs.empty();
    if (!nothing || selector_of(transaction.input).empty()) return;
    auto call = read_token_call(transaction);
    // With coins along it may be a payment with a note.
    if (!call && transaction.value > 0) return;
    values["target"] = checksummed(transaction.to);
    causes.push_back({"evm.success.empty_target", call ? 0.95 : 0.65, std::move(values)});
}

void add_to_contract(
    const Evidence& evidence, const Transfer& transfer, const desk::Values& values, Causes& causes)
{
    const auto* target = evidence.token(transfer.to);
    if (transfer.to == transfer.token || (target && target->listed)) {
        causes.push_back({"evm.success.to_token_contract", 0.95, values});
        return;
    }
    bool direct = read_token_call(*evidence.transaction).has_value();
    if (!direct || !is_contract(evidence.code_of(transfer.to))) return;
    // Exchanges and smart wallets receive at contracts too: it is a question, not a loss.
    causes.push_back({"evm.success.to_contract", 0.75, values});
}

}  // namespace

std::vector<desk::Cause> success_causes(const Evidence& evidence, const ChainSettings& chain)
{
    Causes causes;
    auto values = values_of(evidence, chain);
    auto transfers = read_transfers(evidence.receipt->logs);
    if (!transfers.empty()) values["transfers"] = std::to_string(transfers.size());
    add_empty_target(evidence, values, causes);
    if (const auto* transfer = main_transfer(transfers, evidence)) {
        // A swap or a batch pays its own coins as well; then the call is the story, not one log.
        bool simple = evidence.transaction->value == 0;
        if (simple) put_transfer(values, *transfer, evidence);
        if (simple) add_to_contract(evidence, *transfer, values, causes);
    }
    double sure = evidence.lagging ? 0.8 : 0.97;
    causes.push_back({"evm.success", causes.empty() ? sure : 0.7, values});
    bool plain = evidence.transaction->input == "0x" && evidence.transaction->value > 0;
    if (plain && is_contract(evidence.code_of(evidence.transaction->to))) {
        causes.push_back({"evm.success.to_contract", 0.45, std::move(values)});
    }
    return causes;
}

}  // namespace keydesk::chains::evm
