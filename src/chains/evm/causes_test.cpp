#include "chains/evm/causes.hpp"
#include "chains/advice.hpp"
#include "chains/evm/story.hpp"
#include "chains/evm/wire.hpp"

#include <gmock/gmock.h>

namespace keydesk::chains::evm {

namespace {

using namespace story;
using testing::HasSubstr;

Remembered memory_of(const Transaction& transaction)
{
    Remembered memory;
    memory.transaction = transaction;
    memory.input_hash = hash_of(transaction.input);
    return memory;
}

Evidence vanished(std::int64_t nonce_now)
{
    auto old = payment(5, kGwei * 20);
    Evidence evidence{.id = old.id};
    evidence.answered = evidence.denied = evidence.endpoints = 2;
    evidence.memory = memory_of(old);
    evidence.nonce_latest = nonce_now;
    evidence.head = Head{.number = 1000, .hash = {}, .parent = {}};
    return evidence;
}

}  // namespace

TEST(EvmPending, WhatPaysEnoughIsFine)
{
    auto judgement = judge_transaction(waiting(payment(5, kGwei * 40)), ethereum());
    EXPECT_EQ(judgement.state, "pending");
    EXPECT_EQ(judgement.causes.front().id, "evm.pending.ok");
    ASSERT_TRUE(judgement.eta);
    EXPECT_LE(judgement.eta->p50_seconds, judgement.eta->p90_seconds);
}

TEST(EvmPending, BelowTheBaseFeeItNamesTheFeeToSet)
{
    auto judgement = judge_transaction(waiting(payment(5, kGwei * 9)), ethereum());
    auto cause = judgement.causes.front();
    EXPECT_EQ(cause.id, "evm.pending.fee_cap");
    EXPECT_EQ(cause.values.at("base_fee"), "10 gwei");
    EXPECT_EQ(cause.values.at("blocks"), "1");
    // 10 gwei that may rise by an eighth twice, and the generous tip of 3.
    EXPECT_EQ(cause.values.at("max_fee_to_set"), "15.657 gwei");
    EXPECT_EQ(story::cause(waiting(payment(5, kGwei * 10))), "evm.pending.ok") << "just enough";
}

TEST(EvmPending, MoreFeeNeverMakesItWorse)
{
    int worst = 0;
    for (int gwei = 40; gwei >= 1; --gwei) {
        auto id = cause(waiting(payment(5, kGwei * gwei)));
        int now = id == "evm.pending.ok" ? 0 : id == "evm.pending.tip_low" ? 1 : 2;
        EXPECT_GE(now, worst) << gwei << " gwei: " << id;
        worst = now;
    }
    EXPECT_EQ(worst, 2);
}

TEST(EvmPending, AFullChainWantsMoreTip)
{
    auto evidence = waiting(payment(5, kGwei * 40));
    evidence.transaction->tip_cap = 1;
    EXPECT_EQ(cause(evidence), "evm.pending.ok");
    for (auto& full : evidence.fees->fullness) full = 1;
    EXPECT_EQ(cause(evidence), "evm.pending.tip_low");
    evidence.transaction->tip_cap = kGwei;
    EXPECT_EQ(cause(evidence), "evm.pending.ok");
}

TEST(EvmPending, AMissingNumberIsNamed)
{
    auto evidence = waiting(payment(7, kGwei * 40));
    evidence.nonce_latest = evidence.nonce_pending = 5;
    evidence.pool = {*evidence.transaction};
    auto judgement = judge_transaction(evidence, ethereum());
    EXPECT_EQ(judgement.causes.front().id, "evm.pending.nonce_gap");
    EXPECT_EQ(judgement.causes.front().values.at("missing"), "5, 6");

    evidence.pool.reset();  // Without a look into the pool it is believed less.
    EXPECT_EQ(cause(evidence), "evm.pending.nonce_gap");
    EXPECT_LT(confidence(evidence), judgement.causes.front().confidence);
}

TEST(EvmPending, TheFirstInLineIsToBeMended)
{
    auto evidence = waiting(payment(6, kGwei * 40));
    auto first = payment(5, kGwei * 3);
    first.id = kOtherId;
    evidence.nonce_latest = 5;
    evidence.nonce_pending = 7;
    evidence.pool = {first, *evidence.transaction};
    auto causes = judge_transaction(evidence, ethereum()).causes;
    EXPECT_EQ(causes.front().id, "evm.pending.blocked_by_earlier");
    EXPECT_EQ(causes.front().values.at("first_hash"), kOtherId);
    EXPECT_EQ(causes.front().values.at("first_nonce"), "5");
    ASSERT_GT(causes.size(), 1U);
    EXPECT_EQ(causes[1].id, "evm.pending.fee_cap") << "why the first is stuck";
}

TEST(EvmPending, ReservedMoneyIsCounted)
{
    auto evidence = waiting(payment(6, kGwei * 40));
    auto first = payment(5, kGwei * 40);
    first.id = kOtherId;
    evidence.nonce_latest = 5;
    evidence.nonce_pending = 7;
    evidence.pool = {first, *evidence.transaction};
    evidence.balance = kEther * 3 / 2;
    auto cause = judge_transaction(evidence, ethereum()).causes.front();
    EXPECT_EQ(cause.id, "evm.pending.locked_balance");
    EXPECT_EQ(cause.values.at("short"), "0.50168 ETH");
}

TEST(EvmPending, ADelegatedAccountSendsOneAtATime)
{
    auto evidence = waiting(payment(6, kGwei * 40));
    evidence.nonce_latest = 5;
    evidence.nonce_pending = 7;
    evidence.code[kSender] = "0xef0100" + kReceiver.substr(2);
    auto judgement = judge_transaction(evidence, ethereum());
    EXPECT_EQ(judgement.causes.front().id, "evm.pending.7702_limit");
    ASSERT_FALSE(judgement.shields.empty());
    EXPECT_EQ(judgement.shields.front().id, "evm.scam.sweeper");
}

TEST(EvmPending, ANodeThatIsBehindIsBelievedLess)
{
    auto evidence = waiting(payment(5, kGwei * 9));
    auto before = confidence(evidence);
    evidence.lagging = true;
    EXPECT_LT(confidence(evidence), before);
}

TEST(EvmVanished, WhatTookItsNumberIsTold)
{
    auto evidence = vanished(6);
    auto winner = payment(5, kGwei * 60);
    winner.id = kOtherId;
    winner.block = 990;
    evidence.winner = winner;
    EXPECT_EQ(cause(evidence), "evm.replaced.speedup");
    EXPECT_EQ(judge_transaction(evidence, ethereum()).replaced_by, kOtherId);
    EXPECT_EQ(judge_transaction(evidence, ethereum()).confirmations, 11);

    evidence.winner->to = kSender;
    evidence.winner->value = 0;
    EXPECT_EQ(cause(evidence), "evm.replaced.cancel");
    evidence.winner->input = "0x01";
    EXPECT_EQ(cause(evidence), "evm.replaced.other");
}

TEST(EvmVanished, WithAFreeNumberItWasDropped)
{
    auto evidence = vanished(5);
    EXPECT_EQ(cause(evidence), "evm.dropped");
    EXPECT_EQ(judge_transaction(evidence, ethereum()).state, "dropped");
}

TEST(EvmVanished, OneWitnessAmongManyIsNotEnough)
{
    auto evidence = vanished(5);
    evidence.denied = 1;
    auto judgement = judge_transaction(evidence, ethereum());
    EXPECT_EQ(judgement.state, "unknown");
    EXPECT_LT(judgement.causes.front().confidence, 0.5);
}

TEST(EvmVanished, AnExchangedBlockIsAReorganisation)
{
    auto evidence = vanished(5);
    evidence.memory->height = 990;
    evidence.memory->block = kId;
    evidence.block_now = kOtherId;
    EXPECT_EQ(cause(evidence), "evm.reorged");
    // The node shows the very block and denies what is in it: nothing can be claimed.
    evidence.block_now = kId;
    EXPECT_EQ(cause(evidence), "unknown");
}

TEST(EvmVanished, ANumberUsedByNobodyKnownIsNoCertainty)
{
    EXPECT_EQ(cause(vanished(6)), "evm.replaced.other");
    EXPECT_LT(confidence(vanished(6)), 0.8);
}

TEST(EvmNotFound, TwoMustSayIt)
{
    Evidence evidence{.id = kId};
    evidence.answered = evidence.endpoints = evidence.denied = 2;
    EXPECT_EQ(judge_transaction(evidence, ethereum()).state, "not_found");
    evidence.denied = 1;
    EXPECT_EQ(judge_transaction(evidence, ethereum()).state, "unknown");
    evidence.denied = 0;
    EXPECT_EQ(cause(evidence), "unknown");
}

TEST(EvmSuccess, DeepEnoughIsFinal)
{
    auto evidence = mined(payment(5, kGwei * 40), true);
    auto judgement = judge_transaction(evidence, ethereum());
    EXPECT_EQ(judgement.state, "included");
    EXPECT_EQ(judgement.confirmations, 11);
    EXPECT_EQ(judgement.causes.front().values.at("amount"), "1 ETH");
    evidence.finalized = 990;
    EXPECT_EQ(judge_transaction(evidence, ethereum()).state, "final");
    evidence.finalized = -1;
    evidence.head->number = 1053;
    EXPECT_EQ(judge_transaction(evidence, ethereum()).state, "final");
}

TEST(EvmSuccess, AnotherNodeThatDoesNotKnowItLowersTheConfidence)
{
    auto evidence = mined(payment(5, kGwei * 40), true);
    evidence.disputed = 1;
    EXPECT_LT(confidence(evidence), 0.8);
}

TEST(EvmSuccess, WhereTokensWentIsLookedAt)
{
    auto evidence = mined(payment(5, kGwei * 40), true);
    evidence.transaction->to = kUsdt;
    evidence.transaction->value = 0;
    evidence.transaction->input = transfer_call(kReceiver, 2'500'000);
    evidence.code[kUsdt] = kContract;
    evidence.code[kReceiver] = "0x";
    evidence.receipt->logs = {transfer_log(kUsdt, kSender, kReceiver, 2'500'000)};
    EXPECT_EQ(cause(evidence), "evm.success");
    EXPECT_EQ(
        judge_transaction(evidence, ethereum()).causes.front().values.at("amount"), "2.5 USDT");

    evidence.code[kReceiver] = kContract;
    EXPECT_EQ(cause(evidence), "evm.success.to_contract");
    EXPECT_LT(confidence(evidence), 0.8) << "exchanges receive at contracts too";

    evidence.receipt->logs = {transfer_log(kUsdt, kSender, kUsdt, 2'500'000)};
    EXPECT_EQ(cause(evidence), "evm.success.to_token_contract");

    evidence.receipt->logs.clear();
    evidence.code[kUsdt] = "0x";
    EXPECT_EQ(cause(evidence), "evm.success.empty_target");
}

TEST(EvmShields, ATransferOfNothingInSomebodysNameIsADecoy)
{
    auto evidence = mined(payment(5, kGwei * 40), true);
    evidence.transaction->to = kUsdt;
    evidence.transaction->value = 0;
    evidence.receipt->logs = {transfer_log(kUsdt, kReceiver, kSender, 0)};
    EXPECT_EQ(cause(evidence), "evm.scam.zero_value");
    evidence.receipt->logs = {transfer_log(kUsdt, kSender, kReceiver, 0)};
    EXPECT_EQ(cause(evidence), "evm.success") << "his own transfer of nothing";
}

TEST(EvmShields, NamesAreReadAsEyesReadThem)
{
    auto evidence = mined(payment(5, kGwei * 40), true);
    evidence.transaction->value = 0;
    const std::string fake = "0x" + std::string(40, 'a');
    evidence.receipt->logs = {transfer_log(fake, kReceiver, kSender, 5)};
    for (auto symbol : {"USDT", "usdt", "UЅDТ", "US\u200bDT", "ＵＳＤＴ", "USD₮"}) {
        evidence.tokens = {{kUsdt, "USDT", "", 6, true}, {fake, symbol, "", 6, false}};
        EXPECT_EQ(cause(evidence), "evm.scam.fake_token") << symbol;
    }
    for (auto symbol : {"USDT.e", "WETH", "USDTX", ""}) {
        evidence.tokens = {{kUsdt, "USDT", "", 6, true}, {fake, symbol, "", 6, false}};
        EXPECT_EQ(cause(evidence), "evm.success") << symbol;
    }
}

TEST(EvmShields, ALookAlikeOfAKnownReceiverIsSeen)
{
    auto evidence = mined(payment(5, kGwei * 40), true);
    evidence.transaction->value = 0;
    auto twin = kReceiver.substr(0, 10) + std::string(26, '7') + kReceiver.substr(36);
    evidence.receipt->logs = {transfer_log(kUsdt, kSender, twin, 5)};
    evidence.past_receivers = {kReceiver};
    auto judgement = judge_transaction(evidence, ethereum());
    ASSERT_EQ(judgement.shields.size(), 1U);
    EXPECT_EQ(judgement.shields.front().id, "evm.scam.lookalike");
    evidence.past_receivers = {twin};
    EXPECT_TRUE(judge_transaction(evidence, ethereum()).shields.empty());
}

TEST(EvmAddress, TokensWithoutCoinsCannotMove)
{
    Evidence evidence{.id = kSender};
    evidence.answered = 1;
    evidence.balance = 0;
    evidence.nonce_latest = evidence.nonce_pending = 0;
    evidence.code[kSender] = "0x";
    evidence.fees = calm();
    evidence.tokens = {{kUsdt, "USDT", "", 6, true}};
    evidence.token_balances[kUsdt] = 500'000'000;
    evidence.needed_gas = 43'910;
    auto judgement = judge_address(evidence, ethereum());
    EXPECT_EQ(judgement.state, "restricted");
    auto cause = judgement.causes.front();
    EXPECT_EQ(cause.id, "evm.no_gas_money");
    EXPECT_EQ(cause.values.at("tokens"), "500 USDT");
    EXPECT_EQ(cause.values.at("top_up"), "0.000825 ETH");
    evidence.balance = kEther;
    EXPECT_EQ(judge_address(evidence, ethereum()).causes.front().id, "evm.address.active");
}

TEST(EvmAdvice, EveryCauseHasItsSentences)
{
    auto book = AdviceBook::open();
    ASSERT_TRUE(book) << book.error().what;
    for (const auto& evidence : {waiting(payment(5, kGwei * 9)), failed_transfer(5), vanished(5)}) {
        for (const auto& cause : judge_transaction(evidence, ethereum()).causes) {
            EXPECT_TRUE(book->knows(cause.id)) << cause.id;
        }
    }
    auto causes = judge_transaction(waiting(payment(5, kGwei * 9)), ethereum()).causes;
    auto advice = book->advise(causes.front());
    EXPECT_THAT(advice.en.now, HasSubstr("15.657 gwei"));
    EXPECT_THAT(advice.zh.now, HasSubstr("15.657 gwei"));
    EXPECT_EQ(advice.actor, "sender");
}

}  // namespace keydesk::chains::evm
