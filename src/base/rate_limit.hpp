#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace keydesk {

/// Token buckets by key (a session, a device, an address prefix), in bounded memory.
///
/// Each key may spend `burst` at once and gains `per_second` back. When `max_keys` are known, the
/// key unused for longest is forgotten, which can only be to its advantage.
class RateLimit {
public:
    struct Rule {
        double burst;
        double per_second;
        std::size_t max_keys = 100'000;
    };

    RateLimit(const Clock& clock, Rule rule);

    /// Spends `cost` and says nothing; or spends nothing and says how long to wait, rounded up to
    /// whole milliseconds. A cost above the burst waits for a full bucket and is then let through.
    std::optional<std::chrono::milliseconds> allow(std::string_view key, double cost = 1);

    const Rule& rule() const noexcept { return rule_; }
    std::size_t keys() const noexcept { return buckets_.size(); }

private:
    struct Bucket {
        std::string key;
        double tokens;
        Time at;
    };
    Bucket& bucket_of(std::string_view key);

    const Clock& clock_;
    Rule rule_;
    std::list<Bucket> buckets_;  ///< Last used first.
    std::unordered_map<std::string_view, std::list<Bucket>::iterator> index_;
};

}  // namespace keydesk
