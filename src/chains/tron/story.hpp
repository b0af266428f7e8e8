#pragma once

#include "chains/tron/causes.hpp"

#include <string>

/// What the tests tell: a transfer of USDT and the chain around it.
namespace keydesk::chains::tron::story {

inline const std::string kUsdt = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
inline const std::string kSender = "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC";
inline const std::string kReceiver = "THRF3GuPnvvPzKoaT8pJex5XHmo8NNbCb3";
inline const std::string kStranger = "TWAFRfZFmhVQZjxM3De7Mp5UZ9sLqWqpHp";
inline const std::string kId = std::string(63, '0') + "1";
inline const std::int64_t kTrx = 1'000'000;
inline const Time kNow = from_millis(1'790'000'000'000);

inline ChainSettings tron()
{
    ChainSettings chain;
    chain.id = "tron";
    chain.family = "tron";
    chain.name = "TRON";
    chain.coin = "TRX";
    chain.decimals = 6;
    chain.final_after = 19;
    chain.block_seconds = 3;
    chain.tokens = {{kUsdt, "USDT", 6}};
    return chain;
}

inline Transaction transfer(const Amount& units)
{
    Transaction out;
    out.id = kId;
    out.type = "TriggerSmartContract";
    out.from = kSender;
    out.to = kUsdt;
    out.data = "a9059cbb" + word_of_address(kReceiver) + word_of(units);
    out.fee_limit = 30 * kTrx;
    out.expires = kNow + std::chrono::seconds{50};
    return out;
}

/// Two nodes answer, and neither has it.
inline Evidence nothing()
{
    Evidence evidence{.id = kId, .now = kNow};
    evidence.answered = evidence.endpoints = evidence.denied = evidence.absent = 2;
    evidence.head = Head{.number = 1000, .id = {}, .parent = {}, .time = kNow};
    evidence.solid_head =
        Head{.number = 981, .id = {}, .parent = {}, .time = kNow - std::chrono::seconds{57}};
    evidence.tokens = {{kUsdt, "USDT", "", 6, true}};
    return evidence;
}

/// In block 900, at 100 sun for an energy.
inline Evidence mined(const std::string& result, std::int64_t energy)
{
    auto evidence = nothing();
    evidence.denied = evidence.absent = 0;
    evidence.transaction = transfer(250 * kTrx);
    evidence.transaction->result = result;
    evidence.token_call =
        TokenCall{TokenCall::Kind::transfer, kUsdt, kSender, kReceiver, Amount{250} * kTrx};
    evidence.prices.energy = {{Time{}, 420}, {kNow - std::chrono::days{30}, 100}};
    evidence.prices.energy_now = 100;
    evidence.prices.bandwidth = 1000;
    evidence.receipt = Receipt{};
    evidence.receipt->id = kId;
    evidence.receipt->block = 900;
    evidence.receipt->time = kNow - std::chrono::seconds{300};
    evidence.receipt->energy_total = energy;
    evidence.receipt->energy_fee = evidence.receipt->fee = energy * 100;
    evidence.receipt->result = result;
    evidence.receipt->failed = result != "SUCCESS";
    return evidence;
}

/// The id of the first cause.
inline std::string cause(const Evidence& evidence)
{
    return judge_transaction(evidence, tron()).causes.front().id;
}

inline double confidence(const Evidence& evidence)
{
    return judge_transaction(evidence, tron()).causes.front().confidence;
}

}  // namespace keydesk::chains::tron::story
