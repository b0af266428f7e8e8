#pragma once

#include "desk/queue/ports.hpp"
#include "store/log.hpp"
#include "store/store.hpp"

#include <atomic>
#include <string>
#include <vector>

namespace keydesk::store {

/// Incidents in SQL. Lives on the io thread; everything given outlives it.
class Incidents final : public desk::Incidents {
public:
    Incidents(sql::Database& database, Store& store, const Clock& clock)
        : database_{database},
          store_{store},
          clock_{clock}
    {
    }

    Task<Result<std::vector<desk::Incident>>> incidents() override;
    Task<Result<std::string>> open_incident(desk::Incident incident) override;
    Task<Result<void>> end_incident(desk::Incident incident) override;
    /// Tells up to kTold of those who have not heard yet, each once; what was told.
    Task<Result<desk::Happenings>> tell();

    static constexpr std::int64_t kTold = 100;

private:
    sql::Database& database_;
    Store& store_;
    const Clock& clock_;
};

/// Counts what comes in, proposes an incident, adds those who come while one lasts.
class IncidentFollower final : public LogFollower {
public:
    explicit IncidentFollower(std::function<void()> proposed) : proposed_{std::move(proposed)} {}
    std::string_view name() const override { return "incidents"; }
    Result<void> take(Turn& turn, const LogEntry& entry) override;
    void taken() override
    {
        if (moved_.exchange(false)) proposed_();
    }

private:
    std::function<void()> proposed_;
    std::atomic<bool> moved_{false};  ///< Set on the writer, read on the io thread.
};

}  // namespace keydesk::store
