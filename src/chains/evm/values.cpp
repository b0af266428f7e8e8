#include "chains/evm/amounts.hpp"
#include "chains/evm/judging.hpp"
#include "chains/evm/wire.hpp"

namespace keydesk::chains::evm {

namespace {

constexpr std::string_view kDelegation = "0xef0100";
/// Above it an amount is "all there will ever be", as approvals are.
const Amount kUnlimited = Amount{1} << 128;

void put_action(
    desk::Values& values,
    const Transaction& transaction,
    const Evidence& evidence,
    const ChainSettings& chain)
{
    auto call = read_token_call(transaction);
    if (!call) {
        values["amount"] = in_coin(transaction.value, chain.coin);
        if (!transaction.to.empty()) values["to"] = checksummed(transaction.to);
        return;
    }
    values["token"] = token_name(evidence, call->token);
    values["token_address"] = checksummed(call->token);
    values["amount"] = token_amount(evidence, call->token, call->amount);
    values["owner"] = checksummed(call->owner);
    if (!call->to.empty()) values["to"] = checksummed(call->to);
    if (!call->spender.empty()) values["spender"] = checksummed(call->spender);
}

}  // namespace

std::string token_name(const Evidence& evidence, const std::string& token)
{
    const auto* known = evidence.token(token);
    if (known && !known->symbol.empty()) return known->symbol;
    return checksummed(token);
}

std::string token_amount(const Evidence& evidence, const std::string& token, const Amount& amount)
{
    const auto* known = evidence.token(token);
    auto name = known && !known->symbol.empty() ? " " + known->symbol : std::string{};
    if (amount >= kUnlimited) return "∞" + name;
    if (!known || !known->decimals) return amount.str() + " units" + name;
    return decimal(amount, *known->decimals) + name;
}

desk::Values values_of(
    const Transaction& transaction, const Evidence& evidence, const ChainSettings& chain)
{
    desk::Values values{
        {"chain", chain.name},
        {"coin", chain.coin},
        {"hash", transaction.id},
        {"from", checksummed(transaction.from)},
        {"nonce", std::to_string(transaction.nonce)},
        {"gas_limit", std::to_string(transaction.gas)},
        {"fee_cap", in_gwei(transaction.fee_cap)},
        {"tip", in_gwei(transaction.tip_cap)},
    };
    put_action(values, transaction, evidence, chain);
    if (evidence.endpoints > 0) values["sources"] = std::to_string(evidence.answered);
    return values;
}

desk::Values values_of(const Evidence& evidence, const ChainSettings& chain)
{
    desk::Values values{{"chain", chain.name}, {"coin", chain.coin}, {"hash", evidence.id}};
    if (evidence.transaction) values = values_of(*evidence.transaction, evidence, chain);
    if (const auto& receipt = evidence.receipt) {
        values["block"] = std::to_string(receipt->block);
        values["gas_used"] = std::to_string(receipt->gas_used);
        values["fee_paid"] =
            about_in_coin(Wide{receipt->gas_price} * receipt->gas_used, chain.coin);
        if (evidence.head) {
            auto deep = evidence.head->number - receipt->block + 1;
            values["confirmations"] = std::to_string(std::max<std::int64_t>(deep, 1));
            values["needed"] = std::to_string(chain.final_after);
        }
    }
    if (evidence.block) values["time"] = moment(evidence.block->time);
    return values;
}

Wide cost_of(const Transaction& transaction)
{
    return Wide{transaction.fee_cap} * transaction.gas + Wide{transaction.value};
}

void put_bump(
    desk::Values& values,
    const Transaction& transaction,
    const Evidence& evidence,
    const ChainSettings& chain)
{
    auto offer = bump(transaction, fee_tiers(evidence));
    values["max_fee_to_set"] = to_set_in_gwei(offer.fee_cap);
    values["tip_to_set"] = to_set_in_gwei(offer.tip_cap);
    values["bump_cost"] = about_in_coin(Wide{offer.fee_cap} * transaction.gas, chain.coin);
}

bool delegated(const std::string* code) noexcept
{
    return code && code->size() == 48 && code->starts_with(kDelegation);
}

bool is_contract(const std::string* code) noexcept
{
    return code && code->size() > 2 && !delegated(code);
}

std::string delegate_of(const std::string& code)
{
    return delegated(&code) ? "0x" + code.substr(kDelegation.size()) : std::string{};
}

}  // namespace keydesk::chains::evm
