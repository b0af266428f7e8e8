#include "chains/bitcoin/causes.hpp"
#include "chains/bitcoin/fees.hpp"

#include <gmock/gmock.h>

#include <chrono>

namespace keydesk::chains::bitcoin {

namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::Key;
using testing::Pair;

constexpr std::int64_t kFinal = 6;
const Time kNow = from_millis(1'800'000'000'000);
const std::string kOurs(64, 'a');
const std::string kTheirs(64, 'b');
const std::string kParent(64, 'c');

Transaction payment(Sats fee = 2200)
{
    return {
        .id = kOurs,
        .raw = "02",
        .inputs = {{.txid = kParent, .vout = 1, .amount = 100'000 + fee, .script = "0014aa"}},
        .outputs = {{60'000, "0014ee", "bc1receiver"}, {40'000, "0014cc", "bc1change"}},
        .size = 220,
        .fee = fee};
}

Gathered asked()
{
    return {.id = kOurs, .now = kNow, .head = 1000, .asked = 2, .denied_by = 2, .complete = true};
}

Gathered pending(Sats fee, Vbytes better, Vbytes worse = 0)
{
    auto gathered = asked();
    gathered.denied_by = 0;
    gathered.transaction = payment(fee);
    gathered.pending = true;
    gathered.entry = Entry{
        .size = 220,
        .fee = fee,
        .ancestor_size = 220,
        .descendant_size = 220,
        .ancestor_fees = fee,
        .descendant_fees = fee,
        .since = kNow - 1h};
    gathered.queue = Queue{{{50'000}, better, {}}, {{500}, worse, {}}};
    return gathered;
}

/// Nobody has it any more, and it was seen before.
Gathered vanished(std::chrono::hours ago = 5h)
{
    auto gathered = asked();
    gathered.transaction = payment();
    gathered.memory = Remembered{.first_seen = kNow - ago, .was_accepted = true};
    return gathered;
}

Coin free_coin()
{
    return {.claim = kParent + ":1", .in_blocks = true, .in_pool = true, .exists = true};
}

Winner winner(std::vector<Output> outputs)
{
    auto taken = payment(9000);
    taken.id = kTheirs;
    taken.outputs = std::move(outputs);
    return {.transaction = taken, .place = {}, .since = kNow - 1h};
}

std::string first_cause(const Gathered& gathered)
{
    return judge(gathered, kFinal).causes.front().id;
}

}  // namespace

TEST(BitcoinCauses, SaysNotFoundOnlyAfterTwoSources)
{
    auto gathered = asked();
    EXPECT_EQ(judge(gathered, kFinal).state, "not_found");
    EXPECT_GE(judge(gathered, kFinal).causes.front().confidence, 0.9);
    EXPECT_FALSE(judge(gathered, kFinal).seen);

    gathered.denied_by = 1;
    EXPECT_EQ(judge(gathered, kFinal).state, "unknown");
    EXPECT_LT(judge(gathered, kFinal).causes.front().confidence, 0.5);
}

TEST(BitcoinCauses, OneThatPaysEnoughIsMinedNext)
{
    auto verdict = judge(pending(22'000, 300'000), kFinal);
    EXPECT_EQ(verdict.state, "pending");
    EXPECT_EQ(verdict.causes.front().id, "btc.pending.next_block");
    ASSERT_TRUE(verdict.eta);
    EXPECT_LT(verdict.eta->p50_seconds, verdict.eta->p90_seconds);
    EXPECT_NEAR(double(verdict.eta->p90_seconds), 23 * 60, 120);
}

TEST(BitcoinCauses, NamesThePositionAndTheFeeThatHelps)
{
    auto verdict = judge(pending(440, 2'500'000), kFinal);
    ASSERT_EQ(verdict.causes.front().id, "btc.pending.fee_low");
    const auto& values = verdict.causes.front().values;
    EXPECT_EQ(values.at("ahead"), "2.50 vMB");
    EXPECT_EQ(values.at("blocks"), "3");
    EXPECT_EQ(values.at("fee_rate"), "2 sat/vB");
    // Two blocks cannot take 2.5 vMB: only who pays more than 50 sat/vB is in front of them.
    EXPECT_THAT(values.at("bump_fee"), testing::StartsWith("11,"));
    EXPECT_THAT(values, Contains(Pair("expires", "2027-01-29 07:00 UTC")));
    EXPECT_THAT(values, Contains(Key("cpfp_fee")));
}

TEST(BitcoinCauses, ABumpPaysForAllThatItThrowsOut)
{
    auto gathered = pending(440, 2'500'000);
    gathered.entry->descendants = 2;
    gathered.entry->descendant_fees = 90'440;
    gathered.entry->descendant_size = 100'220;
    auto values = judge(gathered, kFinal).causes.front().values;
    EXPECT_EQ(values.at("bump_fee"), "90,660 sat");
}

TEST(BitcoinCauses, BlamesTheParentThatHoldsAGoodPayer)
{
    auto gathered = pending(22'000, 2'500'000);
    gathered.entry->ancestors = 2;
    gathered.entry->ancestor_size = 20'220;
    gathered.entry->ancestor_fees = 42'000;
    gathered.ancestors = {{kParent, {.size = 20'000, .fee = 20'000}}};
    auto verdict = judge(gathered, kFinal);
    EXPECT_EQ(verdict.causes.front().id, "btc.low_fee_ancestor");
    EXPECT_EQ(verdict.causes.front().values.at("parent"), kParent);
    EXPECT_EQ(verdict.causes.front().values.at("parent_rate"), "1 sat/vB");
}

TEST(BitcoinCauses, SeesThatAChildHasPaidForIt)
{
    auto gathered = pending(440, 400'000);
    gathered.queue = Queue{{{10'000}, 1'200'000, {}}};
    gathered.entry->descendants = 2;
    gathered.descendants = {
        {kTheirs,
         {.size = 110,
          .fee = 20'000,
          .ancestors = 2,
          .ancestor_size = 330,
          .ancestor_fees = 20'440}}};
    auto verdict = judge(gathered, kFinal);
    EXPECT_EQ(verdict.causes.front().id, "btc.cpfp_applied");
    EXPECT_EQ(verdict.causes.front().values.at("package_rate"), "62 sat/vB");
}

TEST(BitcoinCauses, SaysThatItMayBeReplacedBesideWhereItStands)
{
    auto gathered = pending(22'000, 0);
    gathered.transaction->inputs.front().sequence = 0xfffffffd;
    auto verdict = judge(gathered, kFinal);
    EXPECT_EQ(verdict.causes.front().id, "btc.pending.next_block");
    EXPECT_EQ(verdict.causes.at(1).id, "btc.rbf_signalled");
}

TEST(BitcoinCauses, WithoutAQueueItIsLessSure)
{
    auto gathered = pending(22'000, 0);
    gathered.queue.reset();
    EXPECT_LT(judge(gathered, kFinal).causes.front().confidence, 0.5);
    gathered.estimate = FeeRate{50'000};
    EXPECT_EQ(first_cause(gathered), "btc.pending.next_block");
    EXPECT_LE(judge(gathered, kFinal).causes.front().confidence, 0.7);
}

TEST(BitcoinCauses, IsFinalAfterSixBlocks)
{
    auto gathered = asked();
    gathered.transaction = payment();
    gathered.place = Place{"00ff", 996, 5, kNow - 1h};
    EXPECT_EQ(judge(gathered, kFinal).state, "included");
    EXPECT_EQ(first_cause(gathered), "btc.confirmed");
    gathered.place->confirmations = 6;
    EXPECT_EQ(judge(gathered, kFinal).state, "final");
}

TEST(BitcoinCauses, AReorganisationLeavesATrace)
{
    auto gathered = pending(22'000, 0);
    gathered.memory = Remembered{.first_seen = kNow - 2h, .height = 999, .block = "00aa"};
    EXPECT_EQ(first_cause(gathered), "btc.reorged");

    gathered.pending = false;
    gathered.place = Place{"00bb", 1000, 1, kNow};
    auto verdict = judge(gathered, kFinal);
    EXPECT_EQ(verdict.causes.front().id, "btc.confirmed");
    EXPECT_EQ(verdict.causes.at(1).id, "btc.reorged");
}

TEST(BitcoinCauses, ABlockThatLostIsNoConfirmation)
{
    auto gathered = pending(22'000, 0);
    gathered.place = Place{"00aa", 999, 0, kNow};
    EXPECT_EQ(judge(gathered, kFinal).state, "pending");
}

TEST(BitcoinCauses, ARewardRipensForAHundredBlocks)
{
    auto gathered = asked();
    gathered.transaction = payment();
    gathered.transaction->inputs = {{}};
    gathered.place = Place{"00aa", 991, 10, kNow};
    auto verdict = judge(gathered, kFinal);
    EXPECT_EQ(verdict.causes.front().id, "btc.coinbase_immature");
    EXPECT_EQ(verdict.causes.front().values.at("missing"), "91");
    gathered.place->confirmations = 101;
    EXPECT_EQ(first_cause(gathered), "btc.confirmed");
}

TEST(BitcoinCauses, TellsASpeedUpFromACancelFromATheft)
{
    auto gathered = vanished();
    gathered.winner = winner({{60'000, "0014ee", "bc1receiver"}, {33'200, "0014cc", "bc1change"}});
    auto verdict = judge(gathered, kFinal);
    EXPECT_EQ(verdict.state, "replaced");
    EXPECT_EQ(verdict.replaced_by, kTheirs);
    EXPECT_EQ(verdict.causes.front().id, "btc.replaced_in_mempool");
    EXPECT_EQ(verdict.causes.front().values.at("intent"), "speed_up");

    gathered.winner = winner({{93'200, "0014cc", "bc1change"}});
    EXPECT_EQ(judge(gathered, kFinal).causes.front().values.at("intent"), "cancel");
    gathered.winner = winner({{93'200, "0014aa", "bc1own"}});
    EXPECT_EQ(judge(gathered, kFinal).causes.front().values.at("intent"), "cancel");
    gathered.winner = winner({{93'200, "0014dd", "bc1stranger"}});
    EXPECT_EQ(judge(gathered, kFinal).causes.front().values.at("intent"), "redirected");
}

TEST(BitcoinCauses, AWinnerInABlockIsFinal)
{
    auto gathered = vanished();
    gathered.winner = winner({{60'000, "0014ee", "bc1receiver"}});
    gathered.winner->place = Place{"00aa", 999, 2, kNow};
    EXPECT_EQ(first_cause(gathered), "btc.replaced_confirmed");
    gathered.winner->transaction.outputs = {{99'000, "0014dd", "bc1stranger"}};
    EXPECT_EQ(first_cause(gathered), "btc.double_spent");
    EXPECT_EQ(judge(gathered, kFinal).causes.front().values.at("height"), "999");
}

TEST(BitcoinCauses, ABumpThatWasRefusedIsNoReplacement)
{
    auto gathered = vanished(0h);
    gathered.memory->was_accepted = false;
    gathered.trial = Trial{false, "insufficient fee"};
    gathered.winner = winner({{60'000, "0014ee", "bc1receiver"}});
    auto verdict = judge(gathered, kFinal);
    EXPECT_EQ(verdict.causes.front().id, "btc.replacement_rejected");
    EXPECT_EQ(verdict.causes.front().values.at("needed"), "9,220 sat");

    gathered.memory->was_accepted = true;
    EXPECT_EQ(first_cause(gathered), "btc.replaced_in_mempool");
}

TEST(BitcoinCauses, AFullPoolPurgesAndTwoWeeksExpire)
{
    auto gathered = vanished(5h);
    gathered.coins = {free_coin()};
    gathered.trial = Trial{false, "mempool min fee not met"};
    gathered.policy.pool_floor = {12'500};
    auto verdict = judge(gathered, kFinal);
    EXPECT_EQ(verdict.state, "dropped");
    EXPECT_EQ(verdict.causes.front().id, "btc.purged");
    EXPECT_EQ(verdict.causes.front().values.at("needed"), "2,750 sat");

    gathered = vanished(337h);
    gathered.coins = {free_coin()};
    gathered.trial = Trial{true, ""};
    EXPECT_EQ(judge(gathered, kFinal).state, "expired");
    EXPECT_EQ(first_cause(gathered), "btc.expired");
    gathered.trial.reset();  // an explorer cannot try it
    EXPECT_EQ(first_cause(gathered), "btc.expired");
    gathered = vanished(5h);
    gathered.coins = {free_coin()};
    EXPECT_EQ(first_cause(gathered), "btc.purged");
    EXPECT_LT(judge(gathered, kFinal).causes.front().confidence, 0.7);
}

TEST(BitcoinCauses, OneThatNoNodeEverHadWasNotSent)
{
    auto gathered = vanished(5h);
    gathered.memory->was_accepted = false;
    gathered.coins = {free_coin()};
    gathered.trial = Trial{true, ""};
    EXPECT_EQ(first_cause(gathered), "btc.not_found");
}

TEST(BitcoinCauses, WhatTheNodeWouldRefuseIsNamed)
{
    const std::vector<std::pair<std::string, std::string>> rows{
        {"min relay fee not met", "btc.below_min_relay"},
        {"dust", "btc.dust"},
        {"scriptpubkey", "btc.nonstandard"},
        {"max-fee-exceeded", "btc.nonstandard"},
        {"non-final", "btc.timelocked"},
        {"non-BIP68-final", "btc.timelocked"},
        {"missing-inputs", "btc.bad_inputs"},
        {"non-mandatory-script-verify-flag (Witness program hash mismatch)", "btc.bad_signature"},
        {"bad-txns-premature-spend-of-coinbase", "btc.coinbase_immature"},
        {"too-long-mempool-chain", "btc.too_long_chain"}};
    for (const auto& [reason, cause] : rows) {
        auto gathered = vanished();
        gathered.memory->was_accepted = false;
        gathered.coins = {free_coin()};
        gathered.trial = Trial{false, reason};
        EXPECT_EQ(first_cause(gathered), cause) << reason;
        EXPECT_EQ(judge(gathered, kFinal).state, "failed") << reason;
    }
}

TEST(BitcoinCauses, ACoinThatNeverWasIsNoDoubleSpend)
{
    auto gathered = vanished();
    gathered.coins = {
        {.claim = kParent + ":1", .in_blocks = false, .in_pool = false, .exists = false}};
    EXPECT_EQ(first_cause(gathered), "btc.bad_inputs");
    gathered.coins.front().exists = true;
    EXPECT_EQ(first_cause(gathered), "btc.replaced_confirmed");
    // A coin of the pool that the pool spends again is spent there, not in a block.
    gathered.coins.front().made_in_pool = true;
    EXPECT_EQ(first_cause(gathered), "btc.replaced_in_mempool");
}

TEST(BitcoinCauses, ANodeWithoutIndexDoesNotGuess)
{
    auto gathered = vanished();
    gathered.complete = false;
    gathered.coins = {
        {.claim = kParent + ":1", .in_blocks = false, .in_pool = false, .exists = true}};
    auto verdict = judge(gathered, kFinal);
    EXPECT_EQ(verdict.state, "unknown");
    EXPECT_LT(verdict.causes.front().confidence, 0.5);
}

TEST(BitcoinCauses, FreeCoinsOnOneWordAreLessCertain)
{
    auto gathered = vanished(337h);
    gathered.coins = {free_coin()};
    gathered.trial = Trial{true, ""};
    EXPECT_GT(judge(gathered, kFinal).causes.front().confidence, 0.9);
    gathered.denied_by = 1;
    EXPECT_LE(judge(gathered, kFinal).causes.front().confidence, 0.75);
    gathered.lagging = true;
    EXPECT_LT(judge(gathered, kFinal).causes.front().confidence, 0.5);
}

TEST(BitcoinCauses, NothingIsClaimedWhenNobodyAnswered)
{
    auto gathered = vanished();
    gathered.asked = 0;
    EXPECT_EQ(judge(gathered, kFinal).state, "unknown");
}

TEST(BitcoinCauses, EveryEvidenceHasACauseAndNoCauseIsMoreThanCertain)
{
    // Every combination of what may be known of one coin, of a trial and of a winner.
    const std::vector<std::optional<bool>> truths{std::nullopt, false, true};
    for (auto blocks : truths) {
        for (auto pool : truths) {
            for (auto exists : truths) {
                for (auto trial : {0, 1, 2, 3}) {
                    auto gathered = vanished();
                    gathered.coins = {
                        {.claim = kParent + ":1",
                         .in_blocks = blocks,
                         .in_pool = pool,
                         .exists = exists}};
                    if (trial == 1) gathered.trial = Trial{true, ""};
                    if (trial == 2) gathered.trial = Trial{false, "never heard of"};
                    if (trial == 3) gathered.winner = winner({});
                    auto verdict = judge(gathered, kFinal);
                    ASSERT_FALSE(verdict.causes.empty());
                    EXPECT_LE(verdict.causes.front().confidence, 1);
                    // Spent for certain: nobody may be told that his coins are free.
                    if (pool == false && exists == true && blocks) {
                        EXPECT_NE(verdict.state, "expired");
                        EXPECT_NE(verdict.state, "dropped");
                    }
                }
            }
        }
    }
}

}  // namespace keydesk::chains::bitcoin
