#include "chains/nodes/health.hpp"

#include <gtest/gtest.h>

namespace keydesk::chains {
namespace {

using namespace std::chrono_literals;

const Health::When kNow{};
const Error kAway{ErrorKind::unavailable, "no connection"};

TEST(Health, RestsLongerEachTimeAndNoLongerThanAMinute)
{
    Health health;
    auto now = kNow;
    for (auto pause : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
        health.failed(kAway, now);
        EXPECT_TRUE(health.resting(now + pause - 1ms));
        now += pause;
        EXPECT_TRUE(health.on_trial(now));
    }
    health.succeeded(5ms);
    EXPECT_TRUE(health.well());
    health.failed(kAway, now);
    EXPECT_FALSE(health.resting(now + 1s)) << "an answer makes it young again";
}

TEST(Health, RestsAsLongAsItWasAskedTo)
{
    Health health;
    health.failed({ErrorKind::rate_limited, "limits us", 30s}, kNow);
    EXPECT_TRUE(health.limits());
    EXPECT_TRUE(health.resting(kNow + 29s));
    EXPECT_FALSE(health.resting(kNow + 30s));
    health.failed({ErrorKind::rate_limited, "limits us", 24h}, kNow);
    EXPECT_FALSE(health.resting(kNow + 1h)) << "nobody sends us away for a day";
    Health other;
    other.failed({ErrorKind::rate_limited, "limits us", 0s}, kNow);
    EXPECT_TRUE(other.resting(kNow + 1s)) << "and nobody makes us hurry";
}

TEST(Health, TheMedianStandsAboveASlowAnswer)
{
    Health health;
    EXPECT_EQ(health.p50(), 0ms);
    for (int i = 0; i < 40; ++i) health.succeeded(i % 5 == 0 ? 700ms : 20ms);
    EXPECT_EQ(health.p50(), 20ms);
}

TEST(Health, KnowsTheAgeOfAHeadWhenItWasRead)
{
    Health health;
    auto wall = ManualClock{}.now();
    health.saw({.height = 7, .head_time = wall - 90s}, kNow, wall);
    EXPECT_EQ(health.head_age(), 90s);
    health.saw({.height = -1}, kNow + 1s, wall);
    EXPECT_EQ(health.height(), 7) << "what was not said changes nothing";
    health.saw({.height = 8}, kNow + 2s, wall);
    EXPECT_FALSE(health.head_age());
}

}  // namespace
}  // namespace keydesk::chains
