#include "base/rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace keydesk {

RateLimit::RateLimit(const Clock& clock, Rule rule) : clock_{clock}, rule_{rule} {}

std::optional<std::chrono::milliseconds> RateLimit::allow(std::string_view key, double cost)
{
    auto& bucket = bucket_of(key);
    auto now = clock_.now();
    // A clock set back must not take tokens away.
    auto passed = std::max(now - bucket.at, std::chrono::milliseconds{0});
    auto gained = static_cast<double>(passed.count()) / 1000.0 * rule_.per_second;
    bucket.tokens = std::min(rule_.burst, bucket.tokens + gained);
    bucket.at = now;

    double needed = std::min(cost, rule_.burst);
    // Fractions of a token are rounded in the keeper's favour, so that the promised wait suffices.
    constexpr double kDust = 1e-6;
    if (bucket.tokens + kDust >= needed) {
        bucket.tokens -= cost;
        return std::nullopt;
    }
    double wait = std::ceil((needed - kDust - bucket.tokens) / rule_.per_second * 1000.0);
    return std::chrono::milliseconds{static_cast<std::int64_t>(std::min(wait, 86'400'000.0))};
}

RateLimit::Bucket& RateLimit::bucket_of(std::string_view key)
{
    if (auto known = index_.find(key); known != index_.end()) {
        buckets_.splice(buckets_.begin(), buckets_, known->second);
        return buckets_.front();
    }
    if (buckets_.size() >= rule_.max_keys && !buckets_.empty()) {
        index_.erase(buckets_.back().key);
        buckets_.pop_back();
    }
    buckets_.push_front(Bucket{std::string{key}, rule_.burst, clock_.now()});
    index_.emplace(buckets_.front().key, buckets_.begin());
    return buckets_.front();
}

}  // namespace keydesk
