// What customers are told of their wait comes true.
#include "desk/queue/simulation.hpp"

#include <gtest/gtest.h>

namespace keydesk::desk {
namespace {

class Waits : public testing::TestWithParam<Scenario> {};

TEST_P(Waits, end_inside_the_range_that_was_shown)
{
    Coverage all;
    for (std::uint64_t seed : {1U, 2U, 3U, 4U, 5U}) {
        auto day = replay(GetParam(), seed);
        all.arrivals += day.arrivals;
        all.inside += day.inside;
        all.waited += day.waited;
        all.waited_inside += day.waited_inside;
        all.said_now += day.said_now;
    }

    EXPECT_GT(all.waited, 50);
    EXPECT_GE(all.share(), 0.85) << all.inside << " of " << all.arrivals;
    EXPECT_GE(all.waited_share(), 0.85) << all.waited_inside << " of " << all.waited;
    EXPECT_EQ(all.said_now, 0);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Waits, testing::ValuesIn(scenarios()), [](const auto& one) {
    return one.param.name;
});

}  // namespace
}  // namespace keydesk::desk
