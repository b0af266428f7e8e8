#include "chains/bitcoin/fees.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace keydesk::chains::bitcoin {

namespace {

using namespace std::chrono_literals;

const Time kNow = from_millis(1'800'000'000'000);

Market market(Queue queue, double inflow_per_second = 0)
{
    // The flow is spread over the rates as the queue is.
    return {condensed(queue), Inflow{queue, 0, inflow_per_second}, FeeRate{1000}};
}

/// Three blocks: 60, 30 and 10 sat/vB.
Queue three_blocks()
{
    return {{{60'000}, kBlockSize, {}}, {{30'000}, kBlockSize, {}}, {{10'000}, kBlockSize, {}}};
}

}  // namespace

TEST(BitcoinFees, AnEmptyPoolCostsTheFloor)
{
    // Where estimatesmartfee went on asking for 20 sat/vB out of its memory of better days.
    auto tiers = tiers_of(market({}));
    EXPECT_EQ(tiers.fast.rate.per_kvb, 1000);
    EXPECT_EQ(tiers.slow.rate.per_kvb, 1000);
}

TEST(BitcoinFees, FasterNeverCostsLess)
{
    auto tiers = tiers_of(market(three_blocks(), 800));
    EXPECT_GE(tiers.fast.rate, tiers.standard.rate);
    EXPECT_GE(tiers.standard.rate, tiers.slow.rate);
    for (const auto& tier : {tiers.fast, tiers.standard, tiers.slow}) {
        EXPECT_LE(tier.low, tier.rate);
        EXPECT_LE(tier.rate, tier.high);
    }
}

TEST(BitcoinFees, PaysJustMoreThanWhatDoesNotFit)
{
    auto rate = rate_for(market(three_blocks()), 2, 0.9);
    // Two blocks are full of those above 10: the third has to be outbid, not the first.
    EXPECT_GT(rate.per_kvb, 10'000);
    EXPECT_LE(rate.per_kvb, 31'500);
}

TEST(BitcoinFees, WhatComesInMustBeOutbidToo)
{
    auto quiet = rate_for(market(three_blocks()), 6, 0.9);
    auto busy = rate_for(market(three_blocks(), 1600), 6, 0.9);
    EXPECT_LT(quiet, busy);
}

TEST(BitcoinFees, TheWaitForTheNextBlockIsSevenToTwentyThreeMinutes)
{
    auto eta = eta_of(market({}), {1000}, 0);
    ASSERT_TRUE(eta);
    EXPECT_NEAR(double(eta->p50_seconds), 416, 25);
    EXPECT_NEAR(double(eta->p90_seconds), 1382, 50);
}

TEST(BitcoinFees, ADeeperPlaceWaitsLonger)
{
    std::int64_t before = 0;
    for (Vbytes ahead : {0, 1'500'000, 6'000'000, 60'000'000}) {
        auto eta = eta_of(market({}), {1000}, ahead);
        ASSERT_TRUE(eta);
        EXPECT_GT(eta->p90_seconds, before);
        before = eta->p90_seconds;
    }
}

TEST(BitcoinFees, WhatIsOutbidForEverHasNoTime)
{
    // More than a block's room comes in for each block, all of it better paid.
    Queue queue{{{60'000}, 5'000'000, {}}};
    EXPECT_FALSE(eta_of(market(queue, 2500), {1000}, 5'000'000));
}

TEST(BitcoinFees, TheChanceFallsWithTheQueueAndGrowsWithTheTime)
{
    auto busy = market(three_blocks(), 1000);
    EXPECT_GT(chance(busy, {40'000}, 500'000, 6), chance(busy, {40'000}, 3'000'000, 6));
    EXPECT_GT(chance(busy, {40'000}, 500'000, 6), chance(busy, {40'000}, 500'000, 1));
}

TEST(BitcoinFees, SeesTheFlowSinceTheLastBlock)
{
    // 600 kvB came in the ten minutes since the last block: 1000 vB a second.
    Queue queue{{{20'000}, 600'000, kNow - 5min}, {{20'000}, 9'000'000, kNow - 3h}};
    auto flow = Inflow::of(queue, kNow, kNow - 10min);
    EXPECT_GT(flow.above({20'000}), 900);
    EXPECT_LT(flow.above({20'000}), 1400);
    EXPECT_EQ(flow.above({20'001}), 0);
}

TEST(BitcoinFees, HalfOfThoseThatPayTheSameStandInFront)
{
    EXPECT_EQ(ahead_of(three_blocks(), {30'000}), kBlockSize + kBlockSize / 2);
    EXPECT_EQ(ahead_of({}, {1}), 0);
}

}  // namespace keydesk::chains::bitcoin
