// Who gets whom.
#include "store/queue/entry.hpp"
#include "store/queue/queue.hpp"
#include "store/reports/csat.hpp"

#include <algorithm>

namespace keydesk::store {

namespace {

constexpr std::int64_t kLooked = 500;  ///< Of the line, when it is given out.
constexpr std::int64_t kWholeLine = 10'000;

Result<desk::Happening> told(Writing& writing)
{
    auto rows = writing.db.query(
        "SELECT customer FROM conversations WHERE id = $1", {writing.conversation});
    if (!rows) return fail(rows.error());
    return desk::Happening{
        .conversation = writing.conversation,
        .customer = rows->empty() ? std::string{} : rows->front().text(0),
        .entries = std::move(writing.entries),
        .deliveries = std::move(writing.deliveries)};
}

Result<desk::Happening> give(
    sql::Connection& db,
    Store& store,
    Time now,
    const desk::Face& agent,
    const std::string& id,
    bool by_hand)
{
    Writing writing{.db = db, .conversation = id, .at = now, .change = store.take_change()};
    auto given = give_in(writing, agent, by_hand);
    if (!given) return fail(given.error());
    return told(writing);
}

Result<desk::Happenings> give_all(
    sql::Connection& db, Store& store, const desk::QueueBook& book, Time now)
{
    auto seats = seats_in(db, book, now);
    if (!seats) return fail(seats.error());
    desk::Happenings given;
    if (std::ranges::none_of(*seats, &desk::Seat::free)) return given;
    auto line = line_in(db, kLooked);
    if (!line) return fail(line.error());
    for (const auto& who : *line) {
        if (given.size() == Queue::kGiven) break;
        const auto* seat = desk::choose(*seats, who);
        if (seat == nullptr) continue;
        auto one = give(db, store, now, {seat->agent, ""}, who.conversation, false);
        // Somebody was given it by hand since; the follower takes it out of the line.
        if (!one && one.error().kind == ErrorKind::conflict) continue;
        if (!one) return fail(one.error());
        auto& his = (*seats)[static_cast<std::size_t>(seat - seats->data())];
        ++his.load;
        his.idle_since = now;
        given.push_back(std::move(*one));
    }
    return given;
}

}  // namespace

Task<Result<desk::Happening>> Queue::claim(desk::Face agent, std::string conversation)
{
    auto now = clock_.now();
    co_return co_await database_.run(
        [&](sql::Connection& db) { return give(db, store_, now, agent, conversation, true); });
}

Task<Result<desk::Happening>> Queue::claim_next(desk::Face agent)
{
    auto now = clock_.now();
    auto book = book_;
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Happening> {
        auto seats = seats_in(db, *book, now, agent.id);
        if (!seats) return fail(seats.error());
        desk::Seat seat{.agent = agent.id, .capacity = desk::kUsualCapacity};
        if (!seats->empty()) seat = seats->front();
        std::int64_t looked = 100;
        auto line = line_in(db, looked);
        if (!line) return fail(line.error());
        for (;;) {
            const auto* who = desk::next_for(seat, *line);
            if (who == nullptr && looked == kWholeLine) {
                return fail(ErrorKind::not_found, "nobody waits");
            }
            if (who == nullptr) {
                line = line_in(db, looked = kWholeLine);
                if (!line) return fail(line.error());
                continue;
            }
            auto one = give(db, store_, now, agent, who->conversation, true);
            bool gone = !one && one.error().what == "taken";
            if (!gone) return one;
            line->erase(line->begin() + (who - line->data()));
        }
    });
}

Task<Result<desk::Happenings>> Queue::give_out()
{
    auto now = clock_.now();
    auto book = book_;
    if (!book->settings.rules.automatic) co_return desk::Happenings{};
    co_return co_await database_.run(
        [&](sql::Connection& db) { return give_all(db, store_, *book, now); });
}

Result<void> QueueFollower::take(Turn& turn, const LogEntry& entry)
{
    const auto& kind = entry.message->kind;
    if (kind == "edit" || kind == "read" || kind == "note") return {};
    auto rating = answers_csat(turn.db, *entry.message);
    if (!rating) return fail(rating.error());
    if (*rating) return {};
    auto settled = settle_in(turn.db, entry.message->conversation, turn.now);
    if (!settled) return fail(settled.error());
    return {};
}

}  // namespace keydesk::store
