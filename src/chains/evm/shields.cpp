#include "chains/evm/judging.hpp"
#include "chains/evm/wire.hpp"
#include "chains/recognise/imitation.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace keydesk::chains::evm {

namespace {

/// Delegates that wallets publish as their own. Lower case.
constexpr std::array<std::string_view, 1> kWalletDelegates{
    "0x63c0c19a282a1b52b07dd5a65b58948a07dae32b",  // MetaMask: EIP7702StatelessDeleGator
};

/// The listed token whose name this one carries without being it.
const ChainSettings::Token* imitated(const Token& token, const ChainSettings& chain)
{
    return token.listed ? nullptr
                        : chains::imitated(token.address, token.symbol, token.name, chain);
}

/// The same three digits at the front and four at the end, and not the same.
bool looks_like(std::string_view one, std::string_view other)
{
    if (one == other || one.size() != 42 || other.size() != 42) return false;
    return one.substr(2, 3) == other.substr(2, 3) && one.substr(38) == other.substr(38);
}

std::optional<desk::Cause> lookalike(
    const Evidence& evidence, const std::vector<Transfer>& transfers, const desk::Values& values)
{
    for (const auto& transfer : transfers) {
        for (const auto& known : evidence.past_receivers) {
            if (!looks_like(transfer.to, known)) continue;
            auto named = values;
            named["looks_like"] = checksummed(known);
            named["to"] = checksummed(transfer.to);
            return desk::Cause{"evm.scam.lookalike", 0.85, std::move(named)};
        }
    }
    return std::nullopt;
}

std::optional<desk::Cause> zero_value(
    const Evidence& evidence, const std::vector<Transfer>& transfers, const desk::Values& values)
{
    const auto& sender = evidence.transaction->from;
    auto found = std::ranges::find_if(transfers, [&](const Transfer& transfer) {
        return transfer.amount == 0 && transfer.from != sender && transfer.from != transfer.to;
    });
    if (found == transfers.end()) return std::nullopt;
    auto named = values;
    named["victim"] = checksummed(found->from);
    named["attacker"] = checksummed(sender);
    named["to"] = checksummed(found->to);
    named["token"] = token_name(evidence, found->token);
    auto call = read_token_call(*evidence.transaction);
    bool direct = call && call->kind == TokenCall::Kind::transfer_from;
    return desk::Cause{"evm.scam.zero_value", direct ? 0.95 : 0.85, std::move(named)};
}

}  // namespace

std::vector<desk::Cause> transfer_shields(const Evidence& evidence, const ChainSettings& chain)
{
    std::vector<desk::Cause> out;
    if (!evidence.receipt || !evidence.receipt->success) return out;
    auto transfers = read_transfers(evidence.receipt->logs);
    auto values = values_of(evidence, chain);
    if (auto zero = zero_value(evidence, transfers, values)) out.push_back(std::move(*zero));
    for (const auto& token : evidence.tokens) {
        const auto* real = imitated(token, chain);
        bool moved =
            std::ranges::find(transfers, token.address, &Transfer::token) != transfers.end();
        if (!real || !moved) continue;
        auto named = values;
        named["fake"] = checksummed(token.address);
        named["real"] = checksummed(real->address);
        named["symbol"] = real->symbol;
        out.push_back({"evm.scam.fake_token", 0.95, std::move(named)});
        break;
    }
    if (auto similar = lookalike(evidence, transfers, values)) out.push_back(std::move(*similar));
    return out;
}

std::optional<desk::Cause> sweeper_shield(
    const Evidence& evidence, const std::string& account, const ChainSettings& chain)
{
    const auto* code = evidence.code_of(account);
    if (!delegated(code)) return std::nullopt;
    auto delegate = delegate_of(*code);
    if (std::ranges::find(kWalletDelegates, delegate) != kWalletDelegates.end())
        return std::nullopt;
    // A wallet's own delegate is lawful and common; an empty account with one is what a sweeper
    // leaves behind. Neither proves who signed it.
    bool empty = evidence.balance && *evidence.balance == 0;
    return desk::Cause{
        "evm.scam.sweeper",
        empty ? 0.6 : 0.5,
        {{"account", checksummed(account)},
         {"delegate", checksummed(delegate)},
         {"chain", chain.name}}};
}

}  // namespace keydesk::chains::evm
