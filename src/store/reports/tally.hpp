#pragma once

#include "store/log.hpp"
#include "store/reports/tally_rows.hpp"

/// Reports are summed up while things happen.
namespace keydesk::store {

/// The follower `reports`: turns every entry of the log into numbers of its hour (tally_rows.hpp).
/// It reads the log only, so that a desk that is new to it, or comes back from a backup, ends with
/// the same sums. What the numbers mean: docs/reports.md.
class Tally final : public LogFollower {
public:
    std::string_view name() const override { return "reports"; }
    bool from_the_beginning() const override { return true; }
    Task<void> prepare(const std::vector<LogEntry>& entries) override;
    Result<void> take(Turn& turn, const LogEntry& entry) override;
    void taken() override { book_.keep(); }

private:
    SliceBook book_;
};

}  // namespace keydesk::store
