#include "desk/queue/service_levels.hpp"

namespace keydesk::desk {

namespace {

/// How much a policy says; -1: it is for others.
int weight(const std::string& wanted, const std::string& is, int worth)
{
    if (wanted.empty()) return 0;
    return wanted == is ? worth : -100;
}

}  // namespace

const SlaPolicy* policy_for(
    std::span<const SlaPolicy> policies,
    const std::string& inbox,
    const std::string& priority,
    const std::string& case_type)
{
    const SlaPolicy* best = nullptr;
    int most = -1;
    for (const auto& one : policies) {
        auto sum = weight(one.case_type, case_type, 4) + weight(one.priority, priority, 2) +
                   weight(one.inbox, inbox, 1);
        if (sum < 0 || sum < most) continue;
        if (sum == most && best != nullptr && best->created_at <= one.created_at) continue;
        best = &one;
        most = sum;
    }
    return best;
}

std::optional<Time> SlaRun::act_at() const
{
    if (!runs_since || state == "breached") return std::nullopt;
    return state.empty() ? warn_at : due_at;
}

void start(SlaRun& run, const Calendar& calendar, Time now)
{
    if (run.runs_since) return;
    run.runs_since = now;
    auto left = run.target - run.used;
    auto warned = run.target * kWarnPercent / 100 - run.used;
    run.due_at = calendar.after(now, left);
    run.warn_at = calendar.after(now, warned);
}

void pause(SlaRun& run, const Calendar& calendar, Time now)
{
    if (!run.runs_since) return;
    run.used += calendar.between(*run.runs_since, now);
    run.runs_since.reset();
    run.warn_at.reset();
    run.due_at.reset();
}

bool look(SlaRun& run, Time now)
{
    if (!run.runs_since || !run.due_at || !run.warn_at) return false;
    std::string state = run.state;
    if (state.empty() && now >= *run.warn_at) state = "warning";
    if (now >= *run.due_at) state = "breached";
    if (state == run.state) return false;
    run.state = state;
    return true;
}

}  // namespace keydesk::desk
