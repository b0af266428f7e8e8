#pragma once

#include "base/clock.hpp"
#include "base/scope.hpp"
#include "desk/conversations/nouns.hpp"
#include "desk/feed.hpp"
#include "sql/database.hpp"
#include "store/conversations/redaction.hpp"
#include "store/store.hpp"

#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// The timeline of the whole desk as a log, and who follows it. Whatever the desk does by itself
/// (playbooks, queue, rules, service levels, reports, webhooks) begins with an entry of the log and
/// is done in the one transaction that notes the entry as done: once, also after a kill.
/// See docs/decisions/0007-log-followers.md.
namespace keydesk::store {

struct LogEntry {
    std::int64_t position = 0;  ///< Rises over the whole desk, in the order of the commits.
    desk::MessagePtr message;   ///< As it is stored now: guarded, and rewritten if it had to be.
    std::string customer, inbox, inbox_kind;
};

/// One follower's transaction over some entries.
class Turn {
public:
    Turn(sql::Connection& database, Store& store, Time time)
        : db{database},
          now{time},
          store_{store}
    {
    }

    /// Where entries of this conversation are added; what they are is told when the turn ends.
    Writing& writing(const std::string& conversation);
    /// What live sockets must hear after the commit.
    Result<std::vector<desk::Happening>> told();

    sql::Connection& db;
    const Time now;

private:
    Store& store_;
    std::vector<std::unique_ptr<Writing>> writings_;
};

/// Reads every entry of the log once, in order. Its calls come one after the other.
class LogFollower {
public:
    virtual ~LogFollower() = default;
    /// Names its place in the log, for ever.
    virtual std::string_view name() const = 0;
    /// Whether it wants the history of a desk that it is new to.
    virtual bool from_the_beginning() const { return false; }
    /// Before the transaction, on the io thread: what takes long or asks the readers. What it
    /// learns it keeps by position; it may be called again for the same entries.
    virtual Task<void> prepare(const std::vector<LogEntry>& entries);
    /// On the writer, in the transaction that moves its place. Must do the same when it is run
    /// again after a failure. Entries that it adds come back to it: it must know its own.
    virtual Result<void> take(Turn& turn, const LogEntry& entry) = 0;
    /// On the io thread, after the commit.
    virtual void taken() {}
};

/// Runs the followers. Lives on the io thread; everything given outlives it, followers included.
class Log {
public:
    using Report = std::function<void(std::string_view line)>;

    Log(sql::Database& database, Store& store, desk::Feed& feed, const Clock& clock, Report report);

    /// Starts a service in `scope` that follows for ever.
    void follow(Scope& scope, LogFollower& follower);
    /// Reads what is there, now; says how many entries had their effect. For tests and commands.
    Task<Result<std::int64_t>> catch_up(LogFollower& follower);

    /// An entry that fails so often is passed over and reported; a store that refuses writes is
    /// waited for instead.
    static constexpr int kTries = 5;

private:
    struct Seat;

    Task<void> run(std::shared_ptr<Seat> seat);
    Task<Result<std::size_t>> step(Seat& seat);
    Task<Result<std::vector<LogEntry>>> read(Seat& seat, std::size_t limit);
    Task<Result<std::size_t>> take(Seat& seat, const std::vector<LogEntry>& entries);
    Task<Result<void>> pass_over(Seat& seat, const LogEntry& entry, const Error& error);
    void wake();

    sql::Database& database_;
    Store& store_;
    desk::Feed& feed_;
    const Clock& clock_;
    Report report_;
    std::vector<std::shared_ptr<Seat>> seats_;
    Subscription fed_;
};

}  // namespace keydesk::store
