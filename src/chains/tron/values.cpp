#include "chains/tron/judging.hpp"
#include "chains/tron/wire.hpp"

#include <algorithm>

namespace keydesk::chains::tron {

namespace {

void put_moved(desk::Values& values, const Transaction& transaction, const Evidence& evidence)
{
    auto call = read_token_call(transaction);
    if (call) {
        values["token"] = token_name(evidence, call->token);
        values["token_address"] = call->token;
        values["amount"] = token_amount(evidence, call->token, call->amount);
        values["to"] = call->to;
        values["owner"] = call->owner;
        return;
    }
    if (!transaction.to.empty()) values["to"] = transaction.to;
    // Units of a TRC-10 token are bare: its decimals would cost one more question.
    if (transaction.value > 0 && transaction.asset.empty()) {
        values["amount"] = in_trx(transaction.value);
    }
}

}  // namespace

std::string token_name(const Evidence& evidence, const std::string& token)
{
    const auto* known = evidence.token(token);
    return known && known->listed ? known->symbol : token;
}

std::string token_amount(const Evidence& evidence, const std::string& token, const Amount& amount)
{
    const auto* known = evidence.token(token);
    if (!known || !known->decimals) return amount.str();
    auto text = decimal(amount, *known->decimals);
    return known->symbol.empty() ? text : text + " " + known->symbol;
}

desk::Values values_of(
    const Transaction& transaction, const Evidence& evidence, const ChainSettings& chain)
{
    desk::Values values{{"chain", chain.name}, {"coin", chain.coin}, {"hash", evidence.id}};
    values["from"] = transaction.from;
    put_moved(values, transaction, evidence);
    if (transaction.expires > Time{}) values["expires"] = moment(transaction.expires);
    return values;
}

desk::Values values_of(const Evidence& evidence, const ChainSettings& chain)
{
    desk::Values values{{"chain", chain.name}, {"coin", chain.coin}, {"hash", evidence.id}};
    if (evidence.transaction) values = values_of(*evidence.transaction, evidence, chain);
    if (const auto& receipt = evidence.receipt) {
        values["block"] = std::to_string(receipt->block);
        if (receipt->time > Time{}) values["time"] = moment(receipt->time);
        values["fee_paid"] = in_trx(receipt->fee);
    }
    return values;
}

Outcome outcome_of(const Evidence& evidence)
{
    const auto& receipt = evidence.receipt;
    const auto& transaction = evidence.transaction;
    auto said = [](const std::optional<std::string>& code) {
        if (!code) return Outcome::unknown;
        // DEFAULT is the enum's zero, which protobuf leaves out where it is not set.
        if (*code == "DEFAULT") return Outcome::unknown;
        return *code == "SUCCESS" ? Outcome::success : Outcome::failed;
    };
    auto one = receipt ? said(receipt->result) : Outcome::unknown;
    auto two = transaction ? said(transaction->result) : Outcome::unknown;
    if (receipt && receipt->failed) {
        return one == Outcome::success || two == Outcome::success ? Outcome::unknown
                                                                  : Outcome::failed;
    }
    if (one == Outcome::unknown) {
        if (two != Outcome::unknown || !receipt) return two;
        // A native transfer has no code of its own; a call without one tells nothing.
        bool native = transaction && !transaction->calls_contract() &&
                      transaction->type != "CreateSmartContract";
        return native ? Outcome::success : Outcome::unknown;
    }
    if (two == Outcome::unknown || one == two) return one;
    return Outcome::unknown;
}

std::string failure_of(const Evidence& evidence)
{
    for (const auto& code :
         {evidence.receipt ? evidence.receipt->result : std::nullopt,
          evidence.transaction ? evidence.transaction->result : std::nullopt}) {
        if (code && *code != "SUCCESS" && *code != "DEFAULT") return *code;
    }
    return "FAILED";
}

}  // namespace keydesk::chains::tron
