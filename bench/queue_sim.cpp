// Replays three kinds of days with the queue's router and estimator and says how often a wait ended
// inside the range that was shown: bench_queue_sim [days]
#include "desk/queue/simulation.hpp"

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv)
{
    int days = argc > 1 ? std::atoi(argv[1]) : 20;
    std::puts(
        "scenario  arrivals  waited  inside all  inside waited  before p90"
        "  median min  longest min  width min  said now");
    for (const auto& scenario : keydesk::desk::scenarios()) {
        keydesk::desk::Coverage sum;
        for (int seed = 1; seed <= days; ++seed) {
            auto day = keydesk::desk::replay(scenario, static_cast<std::uint64_t>(seed));
            sum.arrivals += day.arrivals;
            sum.waited += day.waited;
            sum.inside += day.inside;
            sum.waited_inside += day.waited_inside;
            sum.before_p90 += day.before_p90;
            sum.said_now += day.said_now;
            sum.median += day.median / days;
            sum.width += day.width / days;
            sum.longest = day.longest > sum.longest ? day.longest : sum.longest;
        }
        auto p90 = sum.waited == 0 ? 1.0 : double(sum.before_p90) / double(sum.waited);
        std::printf(
            "%-8s  %8ld  %6ld  %9.1f%%  %12.1f%%  %9.1f%%  %10.1f  %11.1f  %9.1f  %8ld\n",
            scenario.name.c_str(),
            long(sum.arrivals),
            long(sum.waited),
            100 * sum.share(),
            100 * sum.waited_share(),
            100 * p90,
            sum.median,
            sum.longest,
            sum.width,
            long(sum.said_now));
    }
}
