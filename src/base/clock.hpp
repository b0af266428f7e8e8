#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace keydesk {

/// Wall time, UTC, in milliseconds: the only time that is stored or sent.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// Where the product takes its time from. Injected once in `app`; tests move it.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Time now() const = 0;
};

class SystemClock final : public Clock {
public:
    Time now() const override
    {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
};

/// Stands still until a test moves it.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Time start = Time{std::chrono::milliseconds{1'700'000'000'000}})
        : now_{start}
    {
    }
    Time now() const override { return now_; }
    void advance(std::chrono::milliseconds by) { now_ += by; }

private:
    Time now_;
};

inline std::int64_t millis(Time time)
{
    return time.time_since_epoch().count();
}
inline Time from_millis(std::int64_t value)
{
    return Time{std::chrono::milliseconds{value}};
}

}  // namespace keydesk
