#pragma once

#include "desk/queue/board.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// Days of a desk replayed in moved time with the router and the estimator of the real one. Pure:
/// the same seed gives the same day.
namespace keydesk::desk {

/// Agents of one kind and the hours (from the scenario's midnight) in which they are here.
struct Crew {
    int count = 0;
    int from = 0, to = 24;
    int capacity = 4;
    std::vector<std::string> languages = {};
    bool specialist = false;
};

struct Scenario {
    std::string name;
    double arrivals_an_hour = 0;
    std::vector<Crew> crew;
    int from = 0, to = 24;             ///< Hours that are measured.
    double spike = 1;                  ///< Arrivals are multiplied by this …
    int spike_from = 0, spike_to = 0;  ///< … in these hours, all of one case type.
    int one_of = 1;  ///< Of so many who wait one is looked at: ranges of long lines cost time.
};

/// What was said and what came true.
struct Coverage {
    std::int64_t arrivals = 0, waited = 0;  ///< Waited: nobody was free when they came.
    std::int64_t inside = 0, waited_inside = 0;
    std::int64_t before_p90 = 0;     ///< Of those who waited.
    std::int64_t said_now = 0;       ///< Ranges that end below two minutes: must be none.
    double median = 0, longest = 0;  ///< Minutes, of those who waited.
    double width = 0;                ///< Median of high − low, minutes, of those who waited.
    double share() const { return arrivals == 0 ? 0 : double(inside) / double(arrivals); }
    double waited_share() const { return waited == 0 ? 1 : double(waited_inside) / double(waited); }
};

/// "quiet", "spike", "night".
std::vector<Scenario> scenarios();
Coverage replay(const Scenario& scenario, std::uint64_t seed);

}  // namespace keydesk::desk
