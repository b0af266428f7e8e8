#pragma once

#include "desk/queue/calendar.hpp"

#include <optional>
#include <span>
#include <string>

/// Service levels: which targets a conversation has, and clocks that stop while it waits for the
/// customer. Pure.
namespace keydesk::desk {

struct SlaPolicy {
    std::string id, name;
    std::string inbox, priority, case_type;  ///< Empty: every one.
    std::optional<std::int64_t> first_minutes, next_minutes, resolve_minutes;
    std::string calendar;  ///< Empty: day and night.
    Time created_at{};
};

/// The one that says most of this conversation; a case type counts more than a priority, and that
/// more than an inbox; of equals the older. Null: none.
const SlaPolicy* policy_for(
    std::span<const SlaPolicy> policies,
    const std::string& inbox,
    const std::string& priority,
    const std::string& case_type);

/// One target on its way.
struct SlaRun {
    std::chrono::milliseconds target{}, used{};
    std::optional<Time> runs_since;  ///< Absent: it stands still.
    std::optional<Time> warn_at, due_at;
    std::string state;  ///< Empty: in time. warning breached

    /// When it must be looked at next; absent: nothing can happen to it by itself.
    std::optional<Time> act_at() const;
};

/// Warned when this share of the target is used up.
inline constexpr int kWarnPercent = 80;

void start(SlaRun& run, const Calendar& calendar, Time now);
void pause(SlaRun& run, const Calendar& calendar, Time now);
/// Moves the state to what `now` makes of it; says whether it moved.
bool look(SlaRun& run, Time now);

}  // namespace keydesk::desk
