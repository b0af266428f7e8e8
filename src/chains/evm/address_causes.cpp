#include "chains/evm/amounts.hpp"
#include "chains/evm/judging.hpp"

#include <algorithm>

namespace keydesk::chains::evm {

namespace {

/// Gas of a token transfer to somebody who has none yet, when nobody could estimate it.
constexpr std::int64_t kTokenTransferGas = 65'000;

desk::Values account_values(const Evidence& evidence, const ChainSettings& chain)
{
    desk::Values values{
        {"chain", chain.name}, {"coin", chain.coin}, {"account", checksummed(evidence.id)}};
    if (evidence.balance) values["balance"] = in_coin(*evidence.balance, chain.coin);
    if (evidence.nonce_latest) values["nonce"] = std::to_string(*evidence.nonce_latest);
    std::string held;
    for (const auto& [token, amount] : evidence.token_balances) {
        if (amount > 0) held += (held.empty() ? "" : ", ") + token_amount(evidence, token, amount);
    }
    if (!held.empty()) values["tokens"] = held;
    return values;
}

std::optional<desk::Cause> no_gas_cause(
    const Evidence& evidence, const desk::Values& known, const ChainSettings& chain)
{
    auto base = next_base_fee(evidence);
    if (!evidence.balance || !base || !known.contains("tokens")) return std::nullopt;
    if (is_contract(evidence.code_of(evidence.id))) return std::nullopt;
    auto gas = evidence.needed_gas.value_or(kTokenTransferGas);
    if (Wide{*evidence.balance} >= Wide{*base} * gas) return std::nullopt;
    auto values = known;
    auto tiers = fee_tiers(evidence);
    Wide price = tiers ? tiers->fast.fee_cap : Amount{*base * 2};
    Wide wanted = price * (gas + gas / 5);
    values["gas"] = std::to_string(gas);
    values["price"] = to_set_in_gwei(price);
    Wide missing = wanted > Wide{*evidence.balance} ? wanted - Wide{*evidence.balance} : Wide{0};
    values["top_up"] = about_in_coin(missing, chain.coin);
    return desk::Cause{"evm.no_gas_money", 0.93, std::move(values)};
}

/// The first of its transactions that waits, explained as if its hash had been pasted.
std::vector<desk::Cause> waiting_causes(const Evidence& evidence, const ChainSettings& chain)
{
    if (!evidence.pool || evidence.pool->empty() || !evidence.nonce_latest) return {};
    auto first = std::ranges::find_if(
        *evidence.pool, [&](const auto& one) { return one.nonce >= *evidence.nonce_latest; });
    if (first == evidence.pool->end()) return {};
    auto narrowed = evidence;
    narrowed.transaction = *first;
    return pending_causes(narrowed, chain);
}

std::optional<desk::Cause> kind_cause(
    const Evidence& evidence, const desk::Values& known, const ChainSettings& chain)
{
    const auto* code = evidence.code_of(evidence.id);
    auto values = known;
    if (delegated(code)) {
        values["delegate"] = checksummed(delegate_of(*code));
        return desk::Cause{"evm.address.delegated", 0.9, std::move(values)};
    }
    auto listed = std::ranges::find(chain.tokens, evidence.id, &ChainSettings::Token::address);
    if (listed != chain.tokens.end() && is_contract(code)) {
        values["token"] = listed->symbol;
        return desk::Cause{"evm.address.token_contract", 0.97, std::move(values)};
    }
    if (!is_contract(code)) return std::nullopt;
    return desk::Cause{"evm.address.contract", 0.9, std::move(values)};
}

bool used(const Evidence& evidence, const desk::Values& values)
{
    const auto* code = evidence.code_of(evidence.id);
    return evidence.balance.value_or(0) > 0 || evidence.nonce_latest.value_or(0) > 0 ||
           values.contains("tokens") || (code && code->size() > 2);
}

}  // namespace

Judgement judge_address(const Evidence& evidence, const ChainSettings& chain)
{
    Judgement out;
    auto values = account_values(evidence, chain);
    if (evidence.answered == 0) {
        return {.state = "unknown", .causes = {{"unknown", 0.2, {{"subject", evidence.id}}}}};
    }
    auto shield = sweeper_shield(evidence, evidence.id, chain);
    if (shield) out.shields.push_back(std::move(*shield));
    out.state = used(evidence, values) ? "active" : "inactive";
    for (const auto& token : evidence.frozen_tokens) {
        auto named = values;
        named["frozen"] = checksummed(evidence.id);
        named["token"] = token_name(evidence, token);
        out.causes.push_back({"evm.fail.blacklisted", 0.95, std::move(named)});
    }
    if (auto dry = no_gas_cause(evidence, values, chain)) out.causes.push_back(std::move(*dry));
    if (!out.causes.empty()) out.state = "restricted";
    for (auto& cause : waiting_causes(evidence, chain)) out.causes.push_back(std::move(cause));
    if (auto kind = kind_cause(evidence, values, chain)) out.causes.push_back(std::move(*kind));
    auto plain = out.state == "inactive" ? "evm.address.unused" : "evm.address.active";
    if (out.causes.empty()) out.causes.push_back({plain, 0.9, std::move(values)});
    return out;
}

}  // namespace keydesk::chains::evm
