#pragma once

#include "chains/evm/causes.hpp"
#include "chains/evm/hex.hpp"

#include <string>

/// What the tests tell: an account, a transaction and the chain around it.
namespace keydesk::chains::evm::story {

inline const std::string kSender = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";
inline const std::string kReceiver = "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc";
inline const std::string kUsdt = "0xdac17f958d2ee523a2206206994597c13d831ec7";
inline const std::string kId = "0x" + std::string(63, '0') + "1";
inline const std::string kOtherId = "0x" + std::string(63, '0') + "2";
inline const Amount kGwei = 1'000'000'000;
inline const Amount kEther = kGwei * kGwei;
inline const std::string kContract = "0x6080604052";

inline ChainSettings ethereum()
{
    ChainSettings chain;
    chain.id = "ethereum";
    chain.family = "evm";
    chain.name = "Ethereum";
    chain.coin = "ETH";
    chain.chain_id = 1;
    chain.final_after = 64;
    chain.tokens = {{kUsdt, "USDT", 6}};
    return chain;
}

inline std::string amount_word(const Amount& amount)
{
    auto digits = to_hex(amount).substr(2);
    return std::string(64 - digits.size(), '0') + digits;
}

inline std::string padded(const std::string& address)
{
    return "0x" + std::string(24, '0') + address.substr(2);
}

inline std::string transfer_call(const std::string& to, const Amount& amount)
{
    return with_address("0xa9059cbb", to) + amount_word(amount);
}

inline Transaction payment(std::int64_t nonce, const Amount& fee_cap)
{
    Transaction out;
    out.id = kId;
    out.from = kSender;
    out.to = kReceiver;
    out.nonce = nonce;
    out.gas = 21'000;
    out.value = kEther;
    out.fee_cap = fee_cap;
    out.tip_cap = kGwei * 2;
    return out;
}

/// Twenty blocks, base fee 10 gwei, half full, tips of 1, 2 and 3 gwei.
inline FeeHistory calm()
{
    FeeHistory fees;
    for (int i = 0; i < 20; ++i) {
        fees.base_fees.push_back(kGwei * 10);
        fees.fullness.push_back(0.5);
        fees.tips.push_back({kGwei, kGwei * 2, kGwei * 3});
    }
    fees.base_fees.push_back(kGwei * 10);
    return fees;
}

/// One that waits, first in line, on a calm chain, seen by two nodes.
inline Evidence waiting(const Transaction& transaction)
{
    Evidence evidence{.id = transaction.id};
    evidence.answered = evidence.endpoints = 2;
    evidence.transaction = transaction;
    evidence.head = Head{.number = 1000, .hash = {}, .parent = {}, .base_fee = kGwei * 10};
    evidence.fees = calm();
    evidence.nonce_latest = transaction.nonce;
    evidence.nonce_pending = transaction.nonce + 1;
    evidence.balance = kEther * 100;
    evidence.code[transaction.from] = "0x";
    evidence.tokens = {{kUsdt, "USDT", "", 6, true}};
    return evidence;
}

/// The same, mined in block 990.
inline Evidence mined(Transaction transaction, bool success)
{
    transaction.block = 990;
    auto evidence = waiting(transaction);
    evidence.receipt = Receipt{
        .id = transaction.id,
        .success = success,
        .gas_used = 21'000,
        .gas_price = kGwei * 12,
        .block = 990,
        .block_hash = {},
        .logs = {}};
    evidence.code[transaction.to] = "0x";
    return evidence;
}

inline Log transfer_log(
    const std::string& token, const std::string& from, const std::string& to, const Amount& amount)
{
    return {
        token,
        {"0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
         padded(from),
         padded(to)},
        "0x" + amount_word(amount)};
}

/// A failed USDT transfer of `amount`, limit 90,000 gas.
inline Evidence failed_transfer(const Amount& amount)
{
    auto transaction = payment(3, kGwei * 20);
    transaction.to = kUsdt;
    transaction.value = 0;
    transaction.gas = 90'000;
    transaction.input = transfer_call(kReceiver, amount);
    auto evidence = mined(transaction, false);
    evidence.code[kUsdt] = kContract;
    evidence.token_call =
        TokenCall{TokenCall::Kind::transfer, kUsdt, kSender, "", kReceiver, amount};
    evidence.token_state.balance = amount;
    evidence.has_state = true;
    evidence.replay = {Replay::Ran::failed, "0x"};
    evidence.replay_with_more_gas = {Replay::Ran::failed, "0x"};
    evidence.receipt->gas_used = 40'000;
    return evidence;
}

/// The id of the first cause.
inline std::string cause(const Evidence& evidence)
{
    return judge_transaction(evidence, ethereum()).causes.front().id;
}

inline double confidence(const Evidence& evidence)
{
    return judge_transaction(evidence, ethereum()).causes.front().confidence;
}

}  // namespace keydesk::chains::evm::story
