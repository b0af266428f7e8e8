#pragma once

#include "desk/queue/ports.hpp"
#include "store/log.hpp"
#include "store/store.hpp"

#include <functional>
#include <string>
#include <vector>

namespace keydesk::store {

/// The queue in SQL: who waits, who is here, who gets whom. Every call that gives a conversation is
/// one transaction of the one writer. Lives on the io thread; what is given outlives it.
class Queue final : public desk::Claims, public desk::QueueSetup {
public:
    Queue(sql::Database& database, Store& store, const Clock& clock)
        : database_{database},
          store_{store},
          clock_{clock},
          book_{std::make_shared<desk::QueueBook>()}
    {
    }

    /// Reads calendars, rules and service levels anew.
    Task<Result<void>> refresh();

    Task<Result<desk::Happening>> claim(desk::Face agent, std::string conversation) override;
    Task<Result<desk::Happening>> claim_next(desk::Face agent) override;
    Task<Result<desk::Happenings>> call_back(
        std::string conversation, std::string contact, Time from, Time to) override;

    Task<Result<std::vector<desk::AgentRouting>>> routing() override;
    Task<Result<void>> set_routing(desk::AgentRouting routing) override;
    Task<Result<std::vector<desk::NamedCalendar>>> calendars() override;
    Task<Result<std::string>> put_calendar(desk::NamedCalendar calendar) override;
    Task<Result<void>> remove_calendar(std::string id) override;
    Task<Result<void>> set_rules(desk::QueueSettings settings) override;
    desk::QueueBookPtr book() const override { return book_; }

    /// These agents are connected now, and nobody else.
    Task<Result<void>> present(std::vector<std::string> agents);
    /// Gives those who wait to who is free, at most kGiven at once; what was given.
    Task<Result<desk::Happenings>> give_out();
    /// Returns unanswered chats of agents who have been gone for kGrace.
    Task<Result<desk::Happenings>> take_back();
    /// Hands over what the desk's own answers kept too long, reminds of call-backs, promises a time
    /// by slow doors.
    Task<Result<desk::Happenings>> sweep();
    /// Finds open conversations that nobody has and that stand nowhere, and the reverse; mends them
    /// and says how many there were.
    Task<Result<std::int64_t>> mend();

    /// The line, the agents, and what was learnt since `since` (of visits that ended).
    struct Snapshot {
        desk::QueueNow now;
        std::vector<std::pair<Time, desk::Service>> learnt;
    };
    Task<Result<Snapshot>> snapshot(Time since);
    Task<Result<desk::QueueView>> view() override;

    static constexpr std::chrono::minutes kGrace{2};
    static constexpr std::chrono::minutes kBotHoldsAtMost{15};
    static constexpr std::size_t kGiven = 50;

private:
    sql::Database& database_;
    Store& store_;
    const Clock& clock_;
    desk::QueueBookPtr book_;
};

/// Keeps law 5: an open conversation has an assignee or stands in the queue once.
class QueueFollower final : public LogFollower {
public:
    explicit QueueFollower(std::function<void()> moved) : moved_{std::move(moved)} {}
    std::string_view name() const override { return "queue"; }
    Result<void> take(Turn& turn, const LogEntry& entry) override;
    void taken() override { moved_(); }

private:
    std::function<void()> moved_;
};

}  // namespace keydesk::store
