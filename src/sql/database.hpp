#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "sql/connection.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace keydesk::sql {

/// A function that waits for its turn on a database thread, then for its durable commit.
class Job {
public:
    virtual ~Job() = default;
    /// On the database thread. An error: undo what this one did.
    virtual const Error* run(Connection& db) = 0;
    /// On the database thread: the commit of the whole batch failed, so did this one.
    virtual void spoil(const Error& why) = 0;
    /// On the io thread, after the commit.
    virtual void finish() = 0;

    bool alone = false;   ///< Runs between two batches, in no transaction.
    bool behind = false;  ///< Lets those who wait for an answer go first.
};

/// What the database can do at this moment. `/readyz`, the console and `doctor` show it.
enum class Health {
    good,
    full,       ///< Writes are refused until there is space again; asked anew with each write.
    read_only,  ///< The same, for rights or a file system that turned read-only.
    damaged,    ///< The check found damage: writes are refused, reads go on.
    failed      ///< A sync failed: what is on disk is unknown, so the process must end.
};

/// One SQLite file: one writer with group commit and a few readers.
///
///     run:   functions queued together → BEGIN → each in its own savepoint → COMMIT (synced) → all
///     resume read:  a read-only session of its own thread; never waits for the writer
///
/// Lives on the io thread; the functions run on threads of its own. `close` before the io
/// context goes.
class Database {
public:
    struct Settings {
        std::string path;
        int readers = 2;
        std::size_t largest_batch = 512;  ///< Functions that may share a commit.
    };

    /// Errors: `unavailable` when the file cannot be opened.
    static Result<std::unique_ptr<Database>> open(
        boost::asio::any_io_executor io, Settings settings);
    ~Database();

    /// Runs `work(Connection&) -> Result<T>` in a transaction; resumes when the commit is on disk.
    /// An error of `work` undoes its own changes and no other's.
    /// Errors: those of `work`; `unavailable` when the commit failed or writes are refused.
    template <class Work>
    Task<std::invoke_result_t<Work, Connection&>> run(Work work)
    {
        return wait_for(std::move(work), Lane::writing);
    }

    /// The same for what nobody waits for: begins when no other function is queued, and at the
    /// latest with the first commit after kPatience. `work` should take a few milliseconds: a
    /// message that comes meanwhile waits for it.
    template <class Work>
    Task<std::invoke_result_t<Work, Connection&>> run_behind(Work work)
    {
        return wait_for(std::move(work), Lane::behind);
    }
    static constexpr std::chrono::milliseconds kPatience{50};

    /// The same on a read-only session: sees what was committed before it began.
    template <class Work>
    Task<std::invoke_result_t<Work, Connection&>> read(Work work)
    {
        return wait_for(std::move(work), Lane::reading);
    }

    /// Runs `work` on the writer between two batches, in no transaction: checkpoints, vacuum.
    template <class Work>
    Task<std::invoke_result_t<Work, Connection&>> maintain(Work work)
    {
        return wait_for(std::move(work), Lane::maintenance);
    }

    Health health() const noexcept;
    /// Called once, on the io thread, when the process must end (see Health::failed).
    void on_failure(std::function<void()> told);
    void mark_damaged();

    /// Finishes what is queued, then joins the threads. Nothing may be queued after it.
    void close();

private:
    enum class Lane { reading, writing, behind, maintenance };
    struct Lanes;
    explicit Database(std::unique_ptr<Lanes> lanes);
    void submit(std::unique_ptr<Job> job, Lane lane);

    template <class Work, class Handler>
    struct Waiting final : Job {
        using Answer = std::invoke_result_t<Work, Connection&>;
        Waiting(Work w, Handler h) : work{std::move(w)}, handler{std::move(h)} {}
        const Error* run(Connection& db) override
        {
            // A bug in one function must not take the others of its batch along.
            try {
                answer.emplace(work(db));
            } catch (const std::exception& bug) {
                answer.emplace(std::unexpected{Error{ErrorKind::internal, bug.what()}});
            }
            return answer->has_value() ? nullptr : &answer->error();
        }
        void spoil(const Error& why) override { answer.emplace(std::unexpected{why}); }
        void finish() override { std::move(handler)(std::move(*answer)); }
        Work work;
        Handler handler;
        std::optional<Answer> answer;
    };

    template <class Work>
    Task<std::invoke_result_t<Work, Connection&>> wait_for(Work work, Lane lane)
    {
        using Answer = std::invoke_result_t<Work, Connection&>;
        auto start = [this, lane, &work](auto handler) {
            using Handler = decltype(handler);
            submit(
                std::make_unique<Waiting<Work, Handler>>(std::move(work), std::move(handler)),
                lane);
        };
        co_return co_await boost::asio::
            async_initiate<const boost::asio::use_awaitable_t<>, void(Answer)>(
                start, boost::asio::use_awaitable);
    }

    std::unique_ptr<Lanes> lanes_;
};

}  // namespace keydesk::sql
