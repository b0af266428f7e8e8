#include "chains/recognise/imitation.hpp"
#include "chains/tron/judging.hpp"
#include "chains/tron/wire.hpp"

#include <algorithm>
#include <array>

namespace keydesk::chains::tron {

namespace {

/// A hundredth of a TRX: nobody pays so little, it buys a line in a history.
constexpr std::int64_t kDust = 10'000;
constexpr std::size_t kMostNamed = 3;

/// Somebody else wrote a transfer of nothing from the victim into his history.
std::optional<desk::Cause> zero_value(
    const Evidence& evidence, const std::vector<Transfer>& transfers, const desk::Values& values)
{
    const auto& sender = evidence.transaction->from;
    auto found = std::ranges::find_if(transfers, [&](const Transfer& transfer) {
        return transfer.amount == 0 && transfer.from != sender && transfer.from != transfer.to;
    });
    if (found == transfers.end()) return std::nullopt;
    auto named = values;
    named["victim"] = found->from;
    named["attacker"] = sender;
    named["to"] = found->to;
    named["token"] = token_name(evidence, found->token);
    const auto& call = evidence.token_call;
    bool direct = call && call->kind == TokenCall::Kind::transfer_from;
    return desk::Cause{"tron.scam.zero_value", direct ? 0.95 : 0.85, std::move(named)};
}

std::optional<desk::Cause> fake_token(
    const Evidence& evidence,
    const std::vector<Transfer>& transfers,
    const desk::Values& values,
    const ChainSettings& chain)
{
    for (const auto& token : evidence.tokens) {
        if (token.listed) continue;
        const auto* real = imitated(token.address, token.symbol, token.name, chain);
        bool moved =
            std::ranges::find(transfers, token.address, &Transfer::token) != transfers.end();
        if (!real || !moved) continue;
        auto named = values;
        named["fake"] = token.address;
        named["real"] = real->address;
        named["symbol"] = real->symbol;
        return desk::Cause{"tron.scam.fake_token", 0.95, std::move(named)};
    }
    return std::nullopt;
}

/// A word with a dot inside, as sites and channels are named.
bool names_a_site(std::string_view memo)
{
    for (std::size_t i = 1; i + 2 < memo.size(); ++i) {
        auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
        bool before = letter(memo[i - 1]) || (memo[i - 1] >= '0' && memo[i - 1] <= '9');
        if (memo[i] == '.' && before && letter(memo[i + 1]) && letter(memo[i + 2])) return true;
    }
    return memo.contains("://") || memo.contains('@');
}

/// Next to nothing, with an advertisement as note. The note itself is not repeated: it is bait.
std::optional<desk::Cause> dust_memo(const Evidence& evidence, const desk::Values& values)
{
    const auto& transaction = *evidence.transaction;
    bool coins = transaction.type == "TransferContract" && transaction.value <= kDust;
    bool token = transaction.type == "TransferAssetContract";
    if (transaction.memo.empty() || !(coins || token)) return std::nullopt;
    bool site = names_a_site(transaction.memo);
    // A token transfer with a plain note is what exchanges' customers do.
    if (token && !site) return std::nullopt;
    return desk::Cause{"tron.scam.dust_memo", site ? 0.9 : 0.6, values};
}

std::string named(const Permission& permission, const std::string& own)
{
    std::string out;
    std::size_t count = 0;
    for (const auto& [key, weight] : permission.keys) {
        if (key == own || count == kMostNamed) continue;
        out += (out.empty() ? "" : ", ") + key;
        ++count;
    }
    return out;
}

/// Whether the others' keys reach the threshold without its own.
bool others_suffice(const Permission& permission, const std::string& own)
{
    std::int64_t weight = 0;
    for (const auto& [key, its] : permission.keys) weight += key == own ? 0 : its;
    return weight >= permission.threshold;
}

}  // namespace

Causes transfer_shields(const Evidence& evidence, const ChainSettings& chain)
{
    Causes out;
    if (!evidence.transaction) return out;
    auto transfers =
        evidence.receipt ? read_transfers(evidence.receipt->logs) : std::vector<Transfer>{};
    auto values = values_of(evidence, chain);
    if (auto zero = zero_value(evidence, transfers, values)) out.push_back(std::move(*zero));
    auto fake = fake_token(evidence, transfers, values, chain);
    if (fake) out.push_back(std::move(*fake));
    if (auto dust = dust_memo(evidence, values)) out.push_back(std::move(*dust));
    for (const auto& [address, account] : evidence.accounts) {
        auto others = permission_shield(address, account, chain);
        if (others) out.push_back(std::move(*others));
    }
    return out;
}

std::optional<desk::Cause> permission_shield(
    const std::string& address, const Account& account, const ChainSettings& chain)
{
    if (account.contract) return std::nullopt;
    desk::Values values{{"account", address}, {"chain", chain.name}};
    if (account.owner && others_suffice(*account.owner, address)) {
        values["keys"] = named(*account.owner, address);
        bool shut_out = account.owner->weight_of(address) < account.owner->threshold;
        return desk::Cause{"tron.scam.permission", shut_out ? 0.8 : 0.6, std::move(values)};
    }
    for (const auto& active : account.active) {
        if (!others_suffice(active, address)) continue;
        values["keys"] = named(active, address);
        return desk::Cause{"tron.scam.permission", 0.6, std::move(values)};
    }
    return std::nullopt;
}

std::optional<desk::Cause> permission_cause(
    const std::string& address, const Account& account, const ChainSettings& chain)
{
    if (account.contract || !account.owner) return std::nullopt;
    auto weight = account.owner->weight_of(address);
    if (weight >= account.owner->threshold) return std::nullopt;
    desk::Values values{{"account", address}, {"chain", chain.name}};
    values["own_weight"] = std::to_string(weight);
    values["threshold"] = std::to_string(account.owner->threshold);
    auto keys = named(*account.owner, address);
    if (!keys.empty()) values["keys"] = keys;
    if (weight == 0) values["shut_out"] = address;
    values["balance"] = in_trx(account.balance);
    return desk::Cause{"tron.reject.permission", 0.95, std::move(values)};
}

}  // namespace keydesk::chains::tron
