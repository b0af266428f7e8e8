#pragma once

#include <cstdint>
#include <map>
#include <optional>

/// How long things took, kept as counts in log-scaled buckets: sums of any hours, inboxes and
/// agents are then exact, and a quantile of them is known within kSpreadError.
namespace keydesk::desk {

inline constexpr int kBucketsPerOctave = 8;
/// A quantile is the geometric middle of its bucket: at most this far off, as a share (4.5 %).
inline constexpr double kSpreadError = 0.045;
/// About 190 days; what took longer counts as this.
inline constexpr std::int64_t kLongestSpread = 1LL << 24;

/// 0 is "less than a second"; the k-th bucket begins at 2^((k-1)/8) seconds.
std::int64_t bucket_of(std::int64_t seconds) noexcept;
double middle_of(std::int64_t bucket) noexcept;

/// bucket → how many.
using Spread = std::map<std::int64_t, std::int64_t>;

std::int64_t count_of(const Spread& spread) noexcept;
/// Seconds below which the `share` of all lies; nothing when there are none.
std::optional<double> quantile(const Spread& spread, double share);
void merge(Spread& into, const Spread& more);

}  // namespace keydesk::desk
