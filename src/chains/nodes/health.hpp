#pragma once

#include "base/backoff.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "chains/nodes/node_probe.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace keydesk::chains {

enum class EndpointState { untested, ok, lagging, limited, wrong_chain, down };

std::string_view name_of(EndpointState state) noexcept;

/// What the doctor and the console show of an endpoint.
struct EndpointHealth {
    std::string name;     ///< host:port
    std::string dialect;  ///< As name_of(Dialect).
    EndpointState state = EndpointState::untested;
    std::int64_t height = -1;
    std::optional<std::chrono::seconds> head_age;  ///< When it was last read.
    std::string error;                ///< Why it last failed, a literal phrase; empty: never.
    std::chrono::milliseconds p50{};  ///< Of the last 32 answers; 0: none yet.
    bool exposed = false;             ///< As EndpointSettings::exposed.
};

/// What one endpoint has shown of itself: when to ask it again, and whether to believe its head.
/// Pure: time comes in from outside.
class Health {
public:
    using When = std::chrono::steady_clock::time_point;

    void succeeded(std::chrono::milliseconds took);
    /// From now on it rests: for as long as it asked, else longer each time.
    void failed(const Error& error, When now);
    void wrong_chain(When until);
    void saw(const Sighting& sighting, When now, Time wall);

    /// It may not be asked yet.
    bool resting(When now) const noexcept { return now < rests_until_; }
    /// Its rest is over, but it has yet to show that it is well.
    bool on_trial(When now) const noexcept { return trouble_ && !resting(now); }
    bool well() const noexcept { return !trouble_; }
    bool limits() const noexcept { return limited_; }
    bool elsewhere() const noexcept { return wrong_chain_; }
    When rests_until() const noexcept { return rests_until_; }

    std::int64_t height() const noexcept { return height_; }
    When head_at() const noexcept { return head_at_; }
    std::optional<std::chrono::seconds> head_age() const noexcept { return head_age_; }
    bool syncing() const noexcept { return syncing_; }
    std::chrono::milliseconds p50() const;
    const std::string& error() const noexcept { return error_; }
    bool tested() const noexcept { return trouble_ || answers_ > 0; }

private:
    Backoff pauses_{std::chrono::seconds{1}, std::chrono::seconds{60}};
    When rests_until_{};
    bool trouble_ = false;
    bool limited_ = false;
    bool wrong_chain_ = false;
    std::string error_;

    std::int64_t height_ = -1;
    When head_at_{};
    std::optional<std::chrono::seconds> head_age_;
    bool syncing_ = false;

    std::array<std::chrono::milliseconds, 32> latencies_{};
    std::size_t answers_ = 0;
};

}  // namespace keydesk::chains
