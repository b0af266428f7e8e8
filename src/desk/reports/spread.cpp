#include "desk/reports/spread.hpp"

#include <algorithm>
#include <cmath>

namespace keydesk::desk {

std::int64_t bucket_of(std::int64_t seconds) noexcept
{
    if (seconds < 1) return 0;
    auto octaves = std::log2(static_cast<double>(std::min(seconds, kLongestSpread)));
    return 1 + static_cast<std::int64_t>(std::floor(octaves * kBucketsPerOctave + 1e-9));
}

double middle_of(std::int64_t bucket) noexcept
{
    if (bucket < 1) return 0;
    return std::exp2((static_cast<double>(bucket) - 0.5) / kBucketsPerOctave);
}

std::int64_t count_of(const Spread& spread) noexcept
{
    std::int64_t all = 0;
    for (const auto& [bucket, n] : spread) all += n;
    return all;
}

std::optional<double> quantile(const Spread& spread, double share)
{
    auto all = count_of(spread);
    if (all <= 0) return std::nullopt;
    // The smallest value that at least this share does not exceed (nearest rank).
    auto rank = static_cast<std::int64_t>(std::ceil(share * static_cast<double>(all)));
    rank = std::clamp<std::int64_t>(rank, 1, all);
    for (const auto& [bucket, n] : spread) {
        rank -= n;
        if (rank <= 0) return middle_of(bucket);
    }
    return std::nullopt;
}

void merge(Spread& into, const Spread& more)
{
    for (const auto& [bucket, n] : more) into[bucket] += n;
}

}  // namespace keydesk::desk
