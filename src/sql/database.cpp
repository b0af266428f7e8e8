#include "sql/database.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace keydesk::sql {

namespace {

using Jobs = std::vector<std::unique_ptr<Job>>;

/// Where the io thread lays work down and database threads pick it up. The only lock of the house.
class JobQueue {
public:
    void push(std::unique_ptr<Job> job)
    {
        {
            std::lock_guard held{mutex_};
            if (job->behind && behind_.empty()) served_ = Stopwatch::now();
            (job->behind ? behind_ : jobs_).push_back(std::move(job));
        }
        ready_.notify_one();
    }

    /// Waits for work and takes at most `limit`, or one that wants to be alone. Empty: closed and
    /// drained.
    Jobs take(std::size_t limit)
    {
        std::unique_lock held{mutex_};
        ready_.wait(held, [this] { return closed_ || !jobs_.empty() || !behind_.empty(); });
        Jobs taken;
        if (jobs_.empty()) take_behind(taken, kBehind);
        if (!taken.empty()) return taken;
        if (!jobs_.empty() && jobs_.front()->alone) limit = 1;
        while (!jobs_.empty() && taken.size() < limit) {
            if (jobs_.front()->alone && !taken.empty()) break;
            taken.push_back(std::move(jobs_.front()));
            jobs_.pop_front();
        }
        bool waited = Stopwatch::now() - served_ > Database::kPatience;
        if (waited && !taken.empty() && !taken.front()->alone) take_behind(taken, 1);
        return taken;
    }

    void close()
    {
        {
            std::lock_guard held{mutex_};
            closed_ = true;
        }
        ready_.notify_all();
    }

private:
    using Stopwatch = std::chrono::steady_clock;
    static constexpr std::size_t kBehind = 4;  ///< Share a commit when nobody else wants one.

    void take_behind(Jobs& taken, std::size_t most)
    {
        for (; most > 0 && !behind_.empty(); --most) {
            taken.push_back(std::move(behind_.front()));
            behind_.pop_front();
        }
        served_ = Stopwatch::now();
    }

    std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<std::unique_ptr<Job>> jobs_, behind_;
    Stopwatch::time_point served_{};  ///< When one from behind was last taken, or became the first.
    bool closed_ = false;
};

bool names_code(const Error& error, int code)
{
    return error.what.starts_with("sqlite " + std::to_string(code) + ":");
}

Health health_after(const Error& error)
{
    constexpr int kFull = 13, kReadOnly = 8, kIoErrorWrite = 778, kCorrupt = 11;
    constexpr int kSyncFailures[] = {1034, 1290};  // SQLITE_IOERR_FSYNC, SQLITE_IOERR_DIR_FSYNC
    for (int code : kSyncFailures) {
        if (names_code(error, code)) return Health::failed;
    }
    if (names_code(error, kFull) || names_code(error, kIoErrorWrite)) return Health::full;
    if (names_code(error, kReadOnly)) return Health::read_only;
    if (names_code(error, kCorrupt)) return Health::damaged;
    return Health::good;
}

Error refusal(Health health)
{
    switch (health) {
        case Health::good:
            break;
        case Health::full:
            return {ErrorKind::unavailable, "the disk is full"};
        case Health::read_only:
            return {ErrorKind::unavailable, "the disk is read-only"};
        case Health::damaged:
            return {ErrorKind::unavailable, "the database file is damaged"};
        case Health::failed:
            return {ErrorKind::unavailable, "a disk sync failed"};
    }
    return {ErrorKind::unavailable, "the commit failed"};
}

}  // namespace

struct Database::Lanes {
    explicit Lanes(boost::asio::any_io_executor executor, Settings s)
        : io{std::move(executor)},
          settings{std::move(s)}
    {
    }

    boost::asio::any_io_executor io;
    Settings settings;
    std::unique_ptr<Connection> writer;
    std::vector<std::unique_ptr<Connection>> readers;
    JobQueue writes, reads;
    std::atomic<Health> health{Health::good};
    std::function<void()> told_of_failure;
    std::vector<std::thread> threads;

    /// Jobs that wait keep the io context alive: their callers are suspended in it.
    void resume(Jobs jobs)
    {
        auto finish = [done = std::move(jobs)]() mutable {
            for (auto& job : done) job->finish();
        };
        boost::asio::post(io, std::move(finish));
    }

    void note(const Error& why)
    {
        auto seen = health_after(why);
        if (seen == Health::good) return;
        health = seen;
        if (seen == Health::failed && told_of_failure) boost::asio::post(io, told_of_failure);
    }

    /// One batch, one commit. A job that fails undoes itself; a commit that fails undoes all.
    Result<void> commit(Jobs& jobs)
    {
        auto begun = writer->query("BEGIN IMMEDIATE");
        if (!begun) return fail(begun.error());
        for (auto& job : jobs) {
            auto marked = writer->query("SAVEPOINT job");
            if (!marked) return fail(marked.error());
            if (const auto* error = job->run(*writer)) {
                // A full or broken disk may have ended the transaction itself: nothing is kept.
                if (health_after(*error) != Health::good) return fail(*error);
                auto undone = writer->query("ROLLBACK TO job");
                if (!undone) return fail(undone.error());
            }
            auto released = writer->query("RELEASE job");
            if (!released) return fail(released.error());
        }
        auto committed = writer->query("COMMIT");
        if (!committed) return fail(committed.error());
        return {};
    }

    void write_batch(Jobs jobs)
    {
        auto state = health.load();
        bool refused = state == Health::damaged || state == Health::failed;
        auto done = refused ? Result<void>{fail(refusal(state))} : commit(jobs);
        if (done) {
            // Space or rights came back: this commit is the proof.
            if (state == Health::full || state == Health::read_only) health = Health::good;
        } else {
            if (!refused) {
                (void)writer->query("ROLLBACK");
                note(done.error());
            }
            auto why = refusal(health.load());
            for (auto& job : jobs) job->spoil(why);
        }
        resume(std::move(jobs));
    }

    void write_until_closed()
    {
        for (auto jobs = writes.take(settings.largest_batch); !jobs.empty();
             jobs = writes.take(settings.largest_batch)) {
            if (jobs.front()->alone) {
                jobs.front()->run(*writer);
                resume(std::move(jobs));
            } else {
                write_batch(std::move(jobs));
            }
        }
    }

    void read_until_closed(Connection& db)
    {
        for (auto jobs = reads.take(1); !jobs.empty(); jobs = reads.take(1)) {
            // A transaction, so that several statements of one function see one state.
            (void)db.query("BEGIN");
            jobs.front()->run(db);
            (void)db.query("COMMIT");
            resume(std::move(jobs));
        }
    }
};

Database::Database(std::unique_ptr<Lanes> lanes) : lanes_{std::move(lanes)} {}

Result<std::unique_ptr<Database>> Database::open(boost::asio::any_io_executor io, Settings settings)
{
    auto lanes = std::make_unique<Lanes>(std::move(io), std::move(settings));
    auto writer = open_sqlite(lanes->settings.path, false);
    if (!writer) return fail(writer.error());
    lanes->writer = std::move(*writer);
    for (int i = 0; i < lanes->settings.readers; ++i) {
        auto reader = open_sqlite(lanes->settings.path, true);
        if (!reader) return fail(reader.error());
        lanes->readers.push_back(std::move(*reader));
    }
    auto* all = lanes.get();
    all->threads.emplace_back([all] { all->write_until_closed(); });
    for (auto& reader : all->readers) {
        all->threads.emplace_back([all, db = reader.get()] { all->read_until_closed(*db); });
    }
    return std::unique_ptr<Database>{new Database{std::move(lanes)}};
}

Database::~Database()
{
    close();
}

void Database::submit(std::unique_ptr<Job> job, Lane lane)
{
    job->alone = lane == Lane::maintenance;
    job->behind = lane == Lane::behind;
    (lane == Lane::reading ? lanes_->reads : lanes_->writes).push(std::move(job));
}

Health Database::health() const noexcept
{
    return lanes_->health;
}

void Database::on_failure(std::function<void()> told)
{
    lanes_->told_of_failure = std::move(told);
}

void Database::mark_damaged()
{
    lanes_->health = Health::damaged;
}

void Database::close()
{
    lanes_->writes.close();
    lanes_->reads.close();
    for (auto& thread : lanes_->threads) thread.join();
    lanes_->threads.clear();
}

}  // namespace keydesk::sql
