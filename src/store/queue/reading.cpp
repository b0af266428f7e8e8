// The queue as it is read: for places, for the overview.
#include "store/conversations/rows.hpp"
#include "store/queue/entry.hpp"
#include "store/queue/queue.hpp"

#include <algorithm>
#include <map>

namespace keydesk::store {

using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kLine = 2'000;

int hour_of(Time time)
{
    auto day = std::chrono::floor<std::chrono::days>(time);
    return static_cast<int>(std::chrono::floor<std::chrono::hours>(time - day).count());
}

std::chrono::seconds seconds_of(std::int64_t milliseconds)
{
    return std::chrono::seconds{std::max<std::int64_t>(0, milliseconds / 1000)};
}

Result<void> read_held(sql::Connection& db, desk::QueueNow& queue, Time now)
{
    auto rows = db.query("SELECT agent, taken_at FROM queue_visits WHERE left_at IS NULL");
    if (!rows) return fail(rows.error());
    std::map<std::string, desk::SeatNow*> by_agent;
    for (auto& one : queue.seats) by_agent[one.seat.agent] = &one;
    for (const auto& row : *rows) {
        auto found = by_agent.find(row.text(0));
        if (found == by_agent.end()) continue;
        found->second->held.push_back(seconds_of(millis(now) - row.number(1)));
    }
    return {};
}

Result<void> read_habits(sql::Connection& db, desk::QueueNow& queue, Time now)
{
    auto rows = db.query(
        "SELECT taken_at - entered_at, free, priority FROM queue_visits"
        " WHERE taken_at > $1 ORDER BY taken_at DESC LIMIT 400",
        {millis(now - 2h)});
    if (!rows) return fail(rows.error());
    double jumps = 0;
    for (const auto& row : *rows) {
        auto priority = row.text(2);
        if (priority == "high" || priority == "urgent") ++jumps;
        if (row.truth(1) && queue.pick_ups.size() < 60) {
            queue.pick_ups.push_back(seconds_of(row.number(0)));
        }
    }
    queue.jumps_an_hour = jumps / 2;
    return {};
}

}  // namespace

Task<Result<Queue::Snapshot>> Queue::snapshot(Time since)
{
    auto now = clock_.now();
    auto book = book_;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<Snapshot> {
        Snapshot out;
        out.now.at = now;
        out.now.hour = hour_of(now);
        auto line = line_in(db, kLine);
        if (!line) return fail(line.error());
        out.now.line = std::move(*line);
        auto seats = seats_in(db, *book, now);
        if (!seats) return fail(seats.error());
        for (auto& seat : *seats) out.now.seats.push_back({.seat = std::move(seat)});
        auto held = read_held(db, out.now, now);
        if (held && !book->settings.rules.automatic) held = read_habits(db, out.now, now);
        if (!held) return fail(held.error());
        auto ended = db.query(
            "SELECT left_at, taken_at, case_type FROM (SELECT left_at, taken_at, case_type"
            " FROM queue_visits WHERE left_at > $1 ORDER BY left_at DESC LIMIT $2)"
            " AS newest ORDER BY left_at",
            {millis(since), static_cast<std::int64_t>(desk::ServiceHistory::kMost)});
        if (!ended) return fail(ended.error());
        for (const auto& row : *ended) {
            auto took = seconds_of(row.number(0) - row.number(1));
            auto at = hour_of(from_millis(row.number(1)));
            out.learnt.emplace_back(
                from_millis(row.number(0)), desk::Service{row.text(2), at, took});
        }
        return out;
    });
}

Task<Result<desk::QueueView>> Queue::view()
{
    co_return co_await database_.read([&](sql::Connection& db) -> Result<desk::QueueView> {
        desk::QueueView out;
        auto count = db.query("SELECT count(*) FROM queue_entries");
        if (!count) return fail(count.error());
        out.waiting = count->front().number(0);
        auto line = line_in(db, 200);
        if (!line) return fail(line.error());
        out.line = std::move(*line);
        auto text = "SELECT" + std::string{kConversationColumns} + "FROM" +
                    std::string{kConversationTables} +
                    "JOIN queue_entries q ON q.conversation = c.id"
                    " ORDER BY q.order_at, q.conversation LIMIT 200";
        auto rows = db.query(text);
        if (!rows) return fail(rows.error());
        for (const auto& row : *rows) out.conversations.push_back(read_conversation(row));
        return out;
    });
}

}  // namespace keydesk::store
