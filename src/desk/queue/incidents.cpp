#include "desk/queue/incidents.hpp"

#include <algorithm>
#include <cmath>

namespace keydesk::desk {

namespace {

/// How likely `count` or more are, when `mean` are usual (Poisson).
double chance(std::int64_t count, double mean)
{
    double term = std::exp(-mean), below = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        below += term;
        term *= mean / static_cast<double>(i + 1);
    }
    return std::max(0.0, 1 - below);
}

}  // namespace

bool is_incident(const Sightings& s)
{
    if (s.recent < kFewestForIncident) return false;
    auto windows = static_cast<double>(s.usual_over.count()) / kIncidentWindow.count();
    // One more than was seen: a case type that never came is not impossible.
    auto mean = (static_cast<double>(s.usual_count) + 1) / std::max(1.0, windows);
    auto recent = static_cast<double>(s.recent);
    return recent >= 4 * mean && chance(std::min<std::int64_t>(s.recent, 200), mean) < 1e-4;
}

}  // namespace keydesk::desk
