#include "chains/tron/judging.hpp"

#include <algorithm>

namespace keydesk::chains::tron {

namespace {

/// Bytes of the shortest transfer of TRX and of a transfer of tokens.
constexpr std::int64_t kPlainBytes = 268;
constexpr std::int64_t kTokenBytes = 345;
constexpr std::int64_t kTrx = 1'000'000;

desk::Values account_values(const Evidence& evidence, const ChainSettings& chain)
{
    desk::Values values{{"chain", chain.name}, {"coin", chain.coin}, {"account", evidence.id}};
    const auto* account = evidence.account(evidence.id);
    if (account && account->exists) values["balance"] = in_trx(account->balance);
    if (evidence.resources) {
        values["energy"] = std::to_string(evidence.resources->energy);
        auto bandwidth = evidence.resources->free_bandwidth + evidence.resources->staked_bandwidth;
        values["bandwidth"] = std::to_string(bandwidth);
    }
    std::string held;
    for (const auto& [token, amount] : evidence.token_balances) {
        if (amount > 0) held += (held.empty() ? "" : ", ") + token_amount(evidence, token, amount);
    }
    if (!held.empty()) values["tokens"] = held;
    if (evidence.prices.activation) values["activation"] = in_trx(*evidence.prices.activation);
    return values;
}

/// It holds tokens and cannot pay for moving them.
std::optional<desk::Cause> no_trx_cause(const Evidence& evidence, const desk::Values& known)
{
    const auto& account = *evidence.account(evidence.id);
    if (!known.contains("tokens") || account.contract || !evidence.resources) return std::nullopt;
    auto values = known;
    auto run = evidence.run;
    bool counted = run.ran == Run::Ran::succeeded && run.energy > 0 && evidence.prices.energy_now &&
                   evidence.prices.bandwidth;
    if (!counted) {
        bool poor = account.balance < kTrx && evidence.resources->energy == 0;
        if (!poor) return std::nullopt;
        return desk::Cause{"tron.no_trx", 0.7, std::move(values)};
    }
    auto needed = trx_needed(run.energy, kTokenBytes, *evidence.resources, evidence.prices);
    if (needed <= Amount{account.balance}) return std::nullopt;
    auto wide =
        trx_needed(run.energy + run.energy / 20, kTokenBytes, *evidence.resources, evidence.prices);
    values["energy_needed"] = std::to_string(run.energy);
    values["price_now"] = std::to_string(*evidence.prices.energy_now) + " sun";
    values["trx_needed"] = in_trx(wide);
    values["top_up"] = in_trx(top_up(wide, account.balance));
    values["fee_limit_to_set"] = in_trx(fee_limit_for(run.energy, *evidence.prices.energy_now));
    return desk::Cause{"tron.no_trx", 0.93, std::move(values)};
}

/// Nothing that it signs would be taken: no bandwidth left and no TRX to pay for it.
std::optional<desk::Cause> bandwidth_cause(const Evidence& evidence, const desk::Values& known)
{
    const auto& account = *evidence.account(evidence.id);
    const auto& left = evidence.resources;
    if (!left || account.contract || !evidence.prices.bandwidth) return std::nullopt;
    auto needed = trx_needed(0, kPlainBytes, *left, evidence.prices);
    if (needed <= Amount{account.balance}) return std::nullopt;
    auto values = known;
    values["bytes"] = std::to_string(kPlainBytes);
    values["top_up"] = in_trx(top_up(needed, account.balance));
    return desk::Cause{"tron.reject.bandwidth", 0.9, std::move(values)};
}

Judgement not_activated(const Evidence& evidence, desk::Values values)
{
    bool sure = evidence.denied >= 2;
    Judgement out{.state = sure ? "inactive" : "unknown"};
    if (values.contains("tokens")) out.state = "restricted";
    if (evidence.denied == 0) {
        out.state = "unknown";
        out.causes.push_back({"unknown", 0.3, {{"subject", evidence.id}}});
        return out;
    }
    values["sources"] = std::to_string(evidence.denied);
    out.causes.push_back({"tron.not_activated", sure ? 0.93 : 0.5, std::move(values)});
    return out;
}

/// What was not asked may hinder it all the same.
bool all_answered(const Evidence& evidence, const ChainSettings& chain)
{
    bool prices = evidence.prices.bandwidth && evidence.prices.energy_now;
    return evidence.resources && prices && evidence.token_balances.size() == chain.tokens.size();
}

std::optional<desk::Cause> frozen_cause(const Evidence& evidence, const desk::Values& known)
{
    if (evidence.token_state.frozen.empty()) return std::nullopt;
    auto values = known;
    values["frozen"] = evidence.token_state.frozen.front();
    return desk::Cause{"tron.address.frozen", 0.95, std::move(values)};
}

}  // namespace

Judgement judge_address(const Evidence& evidence, const ChainSettings& chain)
{
    const auto* account = evidence.account(evidence.id);
    if (evidence.answered == 0 || !account) {
        return {.state = "unknown", .causes = {{"unknown", 0.2, {{"subject", evidence.id}}}}};
    }
    auto values = account_values(evidence, chain);
    if (!account->exists) return not_activated(evidence, std::move(values));
    Judgement out{.state = "active"};
    auto taken = permission_cause(evidence.id, *account, chain);
    if (taken) out.causes.push_back(std::move(*taken));
    if (auto frozen = frozen_cause(evidence, values)) out.causes.push_back(std::move(*frozen));
    if (auto dry = no_trx_cause(evidence, values)) out.causes.push_back(std::move(*dry));
    if (auto shut = bandwidth_cause(evidence, values)) out.causes.push_back(std::move(*shut));
    auto shield = permission_shield(evidence.id, *account, chain);
    if (shield) out.shields.push_back(std::move(*shield));
    if (!out.causes.empty()) {
        out.state = "restricted";
        return out;
    }
    auto listed = std::ranges::find(chain.tokens, evidence.id, &ChainSettings::Token::address);
    if (listed != chain.tokens.end()) values["token"] = listed->symbol;
    const char* plain = account->contract ? "tron.address.contract" : "tron.address.active";
    out.causes.push_back({plain, all_answered(evidence, chain) ? 0.93 : 0.6, std::move(values)});
    return out;
}

}  // namespace keydesk::chains::tron
