#include "chains/nodes/health.hpp"

#include <algorithm>

namespace keydesk::chains {

namespace {

using namespace std::chrono_literals;

/// However long a server asks us to stay away, an operator who mends it should not wait longer.
constexpr auto kLongestRest = 1h;
constexpr auto kShortestLimit = 2s;

}  // namespace

std::string_view name_of(EndpointState state) noexcept
{
    switch (state) {
        case EndpointState::untested:
            return "untested";
        case EndpointState::ok:
            return "ok";
        case EndpointState::lagging:
            return "lagging";
        case EndpointState::limited:
            return "limited";
        case EndpointState::wrong_chain:
            return "wrong_chain";
        case EndpointState::down:
            return "down";
    }
    return "down";
}

void Health::succeeded(std::chrono::milliseconds took)
{
    latencies_[answers_++ % latencies_.size()] = took;
    pauses_.reset();
    rests_until_ = {};
    trouble_ = limited_ = wrong_chain_ = false;
}

void Health::failed(const Error& error, When now)
{
    trouble_ = true;
    limited_ = error.kind == ErrorKind::rate_limited;
    wrong_chain_ = false;
    error_ = error.what;
    std::chrono::milliseconds pause = pauses_.next();
    if (limited_) pause = std::max<std::chrono::milliseconds>(pause, kShortestLimit);
    if (error.retry_after) pause = std::max<std::chrono::milliseconds>(pause, *error.retry_after);
    // A key that is refused is refused for everybody who asks next; a person must mend that.
    if (error.kind == ErrorKind::denied) pause = 60s;
    rests_until_ = now + std::min<std::chrono::milliseconds>(pause, kLongestRest);
}

void Health::wrong_chain(When until)
{
    trouble_ = wrong_chain_ = true;
    limited_ = false;
    error_ = "is on another chain";
    rests_until_ = until;
}

void Health::saw(const Sighting& sighting, When now, Time wall)
{
    if (sighting.height < 0) return;
    height_ = sighting.height;
    head_at_ = now;
    syncing_ = sighting.syncing;
    head_age_.reset();
    if (sighting.head_time) {
        head_age_ = std::chrono::duration_cast<std::chrono::seconds>(wall - *sighting.head_time);
    }
}

std::chrono::milliseconds Health::p50() const
{
    auto count = std::min(answers_, latencies_.size());
    if (count == 0) return 0ms;
    auto sorted = latencies_;
    auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(count / 2);
    std::nth_element(sorted.begin(), middle, sorted.begin() + static_cast<std::ptrdiff_t>(count));
    return *middle;
}

}  // namespace keydesk::chains
