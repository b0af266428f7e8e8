#pragma once

#include "desk/queue/ports.hpp"
#include "store/log.hpp"
#include "store/queue/queue.hpp"

#include <functional>
#include <string>
#include <vector>

namespace keydesk::store {

Result<std::vector<desk::SlaPolicy>> policies_in(sql::Connection& db);

/// Policies in SQL, and clocks that run out by themselves. Lives on the io thread; everything given
/// outlives it.
class ServiceLevels final : public desk::ServiceLevels {
public:
    ServiceLevels(sql::Database& database, Store& store, Queue& queue, const Clock& clock)
        : database_{database},
          store_{store},
          queue_{queue},
          clock_{clock}
    {
    }

    Task<Result<std::string>> put_policy(desk::SlaPolicy policy) override;
    Task<Result<void>> remove_policy(std::string id) override;
    /// Moves clocks that are due: warnings and breaches, each once.
    Task<Result<desk::Happenings>> sweep();

private:
    sql::Database& database_;
    Store& store_;
    Queue& queue_;
    const Clock& clock_;
};

/// Starts, stops and ends the clocks of a conversation as its timeline goes on.
class SlaFollower final : public LogFollower {
public:
    /// `shown`: what lists show of this conversation is another now.
    using Shown = std::function<void(const std::string& conversation)>;
    SlaFollower(const Queue& queue, Store& store, Shown shown)
        : queue_{queue},
          store_{store},
          shown_{std::move(shown)}
    {
    }
    std::string_view name() const override { return "sla"; }
    Task<void> prepare(const std::vector<LogEntry>& entries) override;
    Result<void> take(Turn& turn, const LogEntry& entry) override;
    void taken() override;

private:
    const Queue& queue_;
    Store& store_;
    Shown shown_;
    std::vector<std::string> moved_;  ///< By the writer, until it has committed.
    desk::QueueBookPtr book_;         ///< Taken on the io thread, read on the writer.
};

}  // namespace keydesk::store
