#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <map>
#include <span>
#include <string>
#include <vector>

/// How long somebody in the queue will wait, as a range that says what is not known. Pure.
namespace keydesk::desk {

/// How long conversations kept a place of an agent: from being taken until they were left.
struct Service {
    std::string case_type;
    int hour = 0;  ///< Of the day (UTC) when it was taken.
    std::chrono::seconds took{};
};

/// The newest services; what is asked for is drawn from them.
class ServiceHistory {
public:
    static constexpr std::size_t kMost = 600;

    void add(Service service);
    /// Times of this case type at about this hour when there are enough of them, else of this
    /// type, else of all; in order. Empty: no history.
    std::vector<float> times(const std::string& case_type, int hour) const;
    std::size_t size() const noexcept { return services_.size(); }

private:
    std::vector<Service> services_;  ///< A ring.
    std::size_t next_ = 0;
};

/// What a line looks like now.
struct LineNow {
    /// Each place of the agents who can take from it: how long what is in it has been there;
    /// negative: it is free.
    std::vector<std::chrono::seconds> slots;
    std::vector<std::string> line;  ///< Case types, the first in line first.
    int hour = 0;
    double jumps_an_hour = 0;  ///< How many arrive with a head start.
    /// Where agents take the next one themselves: how long a free place lay idle of late.
    std::vector<std::chrono::seconds> pick_ups = {};
    /// And how long one lies idle now although somebody waits: a pick-up that is still to come.
    std::chrono::seconds left_waiting{};
};

/// A wait. `low` and `high` are what is shown: nine of ten waits end between them. `p50`, `p90`:
/// half of the waits, nine of ten waits, end before.
struct Wait {
    std::chrono::seconds low{}, p50{}, p90{}, high{};
};

/// One for each place in the line; the same input gives the same answer. Beyond place
/// `kFarthest` all are told as that one is, further on in proportion. No slots: nobody is here,
/// so nothing can be said; empty.
std::vector<Wait> waits_of(const LineNow& now, const ServiceHistory& history);
inline constexpr std::size_t kFarthest = 400;

/// Never "now": the shortest range that is shown.
inline constexpr std::chrono::seconds kShortest{120};

}  // namespace keydesk::desk
