#include "store/log.hpp"

#include "store/conversations/rows.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace keydesk::store {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kBatch = 100;  ///< Entries of one transaction, at the most.
/// And how long it may hold the writer: a customer's message that comes meanwhile waits for it.
constexpr auto kSlice = 4ms;
constexpr auto kLongestRest = 2s;  ///< A wake that was missed costs no more than this.
constexpr auto kAfterFailure = 500ms;

const std::string kAfter = "SELECT m.position, c.customer, c.inbox, i.kind," +
                           std::string{kMessageColumns} + "FROM" + std::string{kMessageTables} +
                           "JOIN conversations c ON c.id = m.conversation"
                           " JOIN inboxes i ON i.id = c.inbox"
                           " WHERE m.position > $1 ORDER BY m.position LIMIT $2";

constexpr auto kSit = R"(
    INSERT INTO log_followers (name, position)
    SELECT $1, CASE WHEN $2 THEN 0 ELSE (SELECT coalesce(max(position), 0) FROM messages
                                              WHERE position > 0) END
    WHERE true ON CONFLICT (name) DO NOTHING)";

constexpr auto kMove = R"(
    UPDATE log_followers SET position = $2, passed_over = passed_over + $3
    WHERE name = $1 AND position < $2)";

}  // namespace

Writing& Turn::writing(const std::string& conversation)
{
    for (auto& one : writings_) {
        if (one->conversation == conversation) return *one;
    }
    writings_.push_back(std::make_unique<Writing>(Writing{
        .db = db, .conversation = conversation, .at = now, .change = store_.take_change()}));
    return *writings_.back();
}

Result<std::vector<desk::Happening>> Turn::told()
{
    std::vector<desk::Happening> happenings;
    for (auto& one : writings_) {
        if (one->entries.empty() && one->deliveries.empty()) continue;
        auto rows =
            db.query("SELECT customer FROM conversations WHERE id = $1", {one->conversation});
        if (!rows) return fail(rows.error());
        if (rows->empty()) continue;
        happenings.push_back(
            {.conversation = one->conversation,
             .customer = rows->front().text(0),
             .entries = std::move(one->entries),
             .deliveries = std::move(one->deliveries)});
    }
    return happenings;
}

Task<void> LogFollower::prepare(const std::vector<LogEntry>&)
{
    co_return;
}

/// A follower and how far he is.
struct Log::Seat {
    Seat(LogFollower& who, boost::asio::any_io_executor io) : follower{who}, pause{std::move(io)} {}

    LogFollower& follower;
    boost::asio::steady_timer pause;
    std::string name{follower.name()};
    std::int64_t position = -1;  ///< -1: not yet read.
    bool woken = false;
    std::size_t limit = kBatch;
    int failures = 0;  ///< Of the entry after `position`, taken alone.
};

Log::Log(sql::Database& database, Store& store, desk::Feed& feed, const Clock& clock, Report report)
    : database_{database},
      store_{store},
      feed_{feed},
      clock_{clock},
      report_{std::move(report)}
{
    fed_ = feed.of_all([this](const desk::Happening&) { wake(); });
}

void Log::wake()
{
    for (const auto& seat : seats_) {
        seat->woken = true;
        seat->pause.cancel();
    }
}

void Log::follow(Scope& scope, LogFollower& follower)
{
    auto seat = std::make_shared<Seat>(follower, scope.executor());
    seats_.push_back(seat);
    scope.serve("log: " + seat->name, [this, seat] { return run(seat); });
}

Task<void> Log::run(std::shared_ptr<Seat> seat)
{
    for (;;) {
        seat->woken = false;
        auto taken = co_await step(*seat);
        if (taken && *taken > 0) continue;
        if (seat->woken) continue;
        seat->pause.expires_after(taken ? std::chrono::milliseconds{kLongestRest} : kAfterFailure);
        boost::system::error_code woken;
        co_await seat->pause.async_wait(
            boost::asio::redirect_error(boost::asio::use_awaitable, woken));
    }
}

Task<Result<std::int64_t>> Log::catch_up(LogFollower& follower)
{
    auto io = co_await boost::asio::this_coro::executor;
    Seat seat{follower, io};
    std::int64_t all = 0;
    for (;;) {
        auto taken = co_await step(seat);
        if (!taken && taken.error().transient()) co_return fail(taken.error());
        if (taken && *taken == 0) co_return all;
        all += static_cast<std::int64_t>(taken.value_or(0));
    }
}

/// One batch; says how many entries were done. After a failure its entries are taken one by one,
/// so that one that cannot be done holds up nobody else.
Task<Result<std::size_t>> Log::step(Seat& seat)
{
    auto entries = co_await read(seat, seat.limit);
    if (!entries) co_return fail(entries.error());
    if (entries->empty()) co_return std::size_t{0};
    co_await seat.follower.prepare(*entries);
    auto done = co_await take(seat, *entries);
    if (done) {
        seat.position = (*entries)[*done - 1].position;
        seat.failures = 0;
        seat.limit = kBatch;
        seat.follower.taken();
        co_return *done;
    }
    bool alone = std::exchange(seat.limit, 1) == 1;
    if (done.error().transient()) co_return fail(done.error());
    if (alone && ++seat.failures >= kTries) {
        auto passed = co_await pass_over(seat, entries->front(), done.error());
        if (!passed) co_return fail(passed.error());
        co_return std::size_t{1};
    }
    co_return fail(done.error());
}

Task<Result<std::vector<LogEntry>>> Log::read(Seat& seat, std::size_t limit)
{
    using Entries = std::vector<LogEntry>;
    if (seat.position < 0) {
        bool all = seat.follower.from_the_beginning();
        auto sat = co_await database_.run([&](sql::Connection& db) -> Result<std::int64_t> {
            auto made = db.query(kSit, {seat.name, all});
            if (!made) return fail(made.error());
            auto rows = db.query("SELECT position FROM log_followers WHERE name = $1", {seat.name});
            if (!rows) return fail(rows.error());
            return rows->front().number(0);
        });
        if (!sat) co_return fail(sat.error());
        seat.position = *sat;
    }
    co_return co_await database_.read([&](sql::Connection& db) -> Result<Entries> {
        auto rows = db.query(kAfter, {seat.position, static_cast<std::int64_t>(limit)});
        if (!rows) return fail(rows.error());
        Entries entries;
        for (const auto& row : *rows) {
            entries.push_back(
                {.position = row.number(0),
                 .message = read_message(row, 4),
                 .customer = row.text(1),
                 .inbox = row.text(2),
                 .inbox_kind = row.text(3)});
        }
        return entries;
    });
}

/// As many as fit into a slice of the writer's time; says how many.
Task<Result<std::size_t>> Log::take(Seat& seat, const std::vector<LogEntry>& entries)
{
    using Told = std::vector<desk::Happening>;
    auto now = clock_.now();
    std::size_t count = 0;
    auto told = co_await database_.run_behind([&](sql::Connection& db) -> Result<Told> {
        Turn turn{db, store_, now};
        auto end = std::chrono::steady_clock::now() + kSlice;
        do {
            auto done = seat.follower.take(turn, entries[count++]);
            if (!done) return fail(done.error());
        } while (count < entries.size() && std::chrono::steady_clock::now() < end);
        auto moved = db.query(kMove, {seat.name, entries[count - 1].position, 0});
        if (!moved) return fail(moved.error());
        return turn.told();
    });
    if (!told) co_return fail(told.error());
    for (const auto& happening : *told) feed_.publish(happening);
    co_return count;
}

Task<Result<void>> Log::pass_over(Seat& seat, const LogEntry& entry, const Error& error)
{
    auto moved = co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(kMove, {seat.name, entry.position, 1});
        if (!done) return fail(done.error());
        return {};
    });
    if (!moved) co_return moved;
    report_(
        "log: " + seat.name + " passes over entry " + std::to_string(entry.position) + ": " +
        error.what);
    seat.position = entry.position;
    seat.failures = 0;
    seat.limit = kBatch;
    co_return Result<void>{};
}

}  // namespace keydesk::store
