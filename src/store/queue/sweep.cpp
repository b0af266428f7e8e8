// What the queue does by itself as time goes by.
#include "base/ids.hpp"
#include "store/conversations/changes.hpp"
#include "store/queue/entry.hpp"
#include "store/queue/queue.hpp"
#include "store/queue/zones.hpp"

#include <boost/json.hpp>

namespace keydesk::store {

namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

constexpr auto kGone = "SELECT agent FROM agent_routing WHERE gone_at <= $1";
constexpr auto kUnanswered = R"(
    SELECT id FROM conversations WHERE assignee = $1 AND status = 'open'
      AND waiting_since IS NOT NULL AND via IS NULL)";
constexpr auto kHeldByBot = R"(
    SELECT id FROM conversations WHERE tier = 'bot' AND status = 'open' AND assignee IS NULL
      AND waiting_since <= $1 LIMIT 100)";
constexpr auto kCallsDue = R"(
    SELECT id, conversation, contact, starts_at, ends_at FROM callbacks
    WHERE reminded = 0 AND starts_at <= $1 ORDER BY starts_at LIMIT 100)";
/// Those by slow doors to whom nothing was said, or whose time has run out.
constexpr auto kUnpromised = R"(
    SELECT q.conversation, c.waiting_since, q.entered_at, u.locale, p.reply_by, u.zone
    FROM queue_entries q JOIN conversations c ON c.id = q.conversation
    JOIN customers u ON u.id = c.customer
    LEFT JOIN queue_promises p ON p.conversation = q.conversation
        AND p.waiting_since = c.waiting_since
    WHERE c.via IS NOT NULL AND c.waiting_since IS NOT NULL AND q.entered_at <= $1
      AND (p.reply_by IS NULL OR p.reply_by <= $2)
    ORDER BY q.order_at LIMIT 50)";
constexpr auto kPromise = R"(
    INSERT INTO queue_promises (conversation, waiting_since, reply_by) VALUES ($1, $2, $3)
    ON CONFLICT (conversation) DO UPDATE SET waiting_since = $2, reply_by = $3)";

/// The desk's own answers come first; only who is still in the queue then is told a time.
constexpr auto kSettling = 10s;

constexpr auto kOrphans = R"(
    SELECT c.id FROM conversations c WHERE c.assignee IS NULL AND c.status = 'open'
      AND c.tier <> 'bot'
      AND NOT EXISTS (SELECT 1 FROM queue_entries q WHERE q.conversation = c.id) LIMIT 1000)";
constexpr auto kStale = R"(
    SELECT q.conversation FROM queue_entries q JOIN conversations c ON c.id = q.conversation
    WHERE c.assignee IS NOT NULL OR c.status <> 'open' OR c.tier = 'bot' LIMIT 1000)";

/// Writings of several conversations in one transaction, told at its end.
class Round {
public:
    Round(sql::Connection& db, Store& store, Time now) : turn{db, store, now} {}
    Turn turn;

    Result<void> each(
        const char* statement,
        std::initializer_list<sql::Value> values,
        const std::function<Result<void>(const sql::Row&)>& act)
    {
        auto rows = turn.db.query(statement, values);
        if (!rows) return fail(rows.error());
        for (const auto& row : *rows) {
            auto done = act(row);
            if (!done) return done;
        }
        return {};
    }
    Result<void> run(const char* statement, std::initializer_list<sql::Value> values)
    {
        auto done = turn.db.query(statement, values);
        if (!done) return fail(done.error());
        return {};
    }
};

Result<void> hand_over(Round& round, const std::string& id)
{
    auto done = round.run("UPDATE conversations SET tier = 'agent' WHERE id = $1", {id});
    if (!done) return done;
    json::object what{
        {"what", "tier"}, {"from", "bot"}, {"to", "agent"}, {"by", "queue"}, {"reason", "late"}};
    return round.turn.writing(id).add({.kind = "event", .payload = json::serialize(what)});
}

Result<void> remind(Round& round, const sql::Row& row)
{
    auto done = round.run("UPDATE callbacks SET reminded = 1 WHERE id = $1", {row.text(0)});
    if (!done) return done;
    json::object what{
        {"what", "callback_due"},
        {"contact", row.text(2)},
        {"from", row.number(3)},
        {"to", row.number(4)},
        {"by", "queue"}};
    return round.turn.writing(row.text(1)).add({.kind = "event", .payload = json::serialize(what)});
}

Result<void> promise(
    Round& round, const desk::QueueBook& book, ZoneBook& zones, const sql::Row& row)
{
    bool late = !row.null(4);
    auto since = late ? round.turn.now : from_millis(row.number(1));
    desk::QueuePlace place;
    place.state = "waiting";
    place.reply_by = desk::reply_by(book, since);
    auto locale = row.text(3);
    bool chinese = locale.starts_with("zh");
    std::string text = chinese ? "我们已收到您的消息，无需重复发送。"
                               : "We have your message; there is no need to send it again. ";
    if (late) {
        text = chinese ? "抱歉，让您久等了。" : "We are sorry: this takes longer than we said. ";
    }
    text += desk::place_words(place, locale, zones.find(row.text(5)).get());
    auto done = round.run(kPromise, {row.text(0), row.number(1), millis(*place.reply_by)});
    if (!done) return done;
    return tell_customer(
        round.turn.writing(row.text(0)), {.body = text, .payload = R"({"auto":"place"})"});
}

}  // namespace

Task<Result<desk::Happenings>> Queue::take_back()
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Happenings> {
        Round round{db, store_, now};
        auto give_back = [&](const sql::Row& row) -> Result<void> {
            desk::Change nobody;
            nobody.assignee = "";
            auto changed = change_in(round.turn.writing(row.text(0)), {.by = "queue"}, nobody);
            if (!changed) return changed;
            auto settled = settle_in(db, row.text(0), now, true);
            if (!settled) return fail(settled.error());
            return {};
        };
        auto of_agent = [&](const sql::Row& row) -> Result<void> {
            auto done = round.each(kUnanswered, {row.text(0)}, give_back);
            if (!done) return done;
            return round.run(
                "UPDATE agent_routing SET gone_at = NULL WHERE agent = $1", {row.text(0)});
        };
        auto done = round.each(kGone, {millis(now - kGrace)}, of_agent);
        if (!done) return fail(done.error());
        return round.turn.told();
    });
}

Task<Result<desk::Happenings>> Queue::sweep()
{
    auto now = clock_.now();
    auto book = book_;
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Happenings> {
        Round round{db, store_, now};
        auto over = [&](const sql::Row& row) { return hand_over(round, row.text(0)); };
        auto done = round.each(kHeldByBot, {millis(now - kBotHoldsAtMost)}, over);
        auto due = [&](const sql::Row& row) { return remind(round, row); };
        if (done) done = round.each(kCallsDue, {millis(now)}, due);
        ZoneBook zones;
        auto say = [&](const sql::Row& row) { return promise(round, *book, zones, row); };
        bool tells = book->settings.rules.tell_place;
        if (done && tells) {
            done = round.each(kUnpromised, {millis(now - kSettling), millis(now)}, say);
        }
        if (!done) return fail(done.error());
        return round.turn.told();
    });
}

Task<Result<std::int64_t>> Queue::mend()
{
    auto now = clock_.now();
    auto wrong = co_await database_.read([&](sql::Connection& db) -> Result<sql::Rows> {
        auto orphans = db.query(kOrphans);
        if (!orphans) return fail(orphans.error());
        auto stale = db.query(kStale);
        if (!stale) return fail(stale.error());
        orphans->insert(orphans->end(), stale->begin(), stale->end());
        return orphans;
    });
    if (!wrong) co_return fail(wrong.error());
    if (wrong->empty()) co_return 0;
    co_return co_await database_.run([&](sql::Connection& db) -> Result<std::int64_t> {
        std::int64_t mended = 0;
        for (const auto& row : *wrong) {
            auto moved = settle_in(db, row.text(0), now);
            if (!moved) return fail(moved.error());
            mended += *moved ? 1 : 0;
        }
        return mended;
    });
}

Task<Result<desk::Happenings>> Queue::call_back(
    std::string conversation, std::string contact, Time from, Time to)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Happenings> {
        Round round{db, store_, now};
        auto done = round.run(
            "DELETE FROM callbacks WHERE conversation = $1 AND reminded = 0", {conversation});
        if (done) {
            done = round.run(
                "INSERT INTO callbacks (id, conversation, contact, starts_at, ends_at, created_at)"
                " VALUES ($1, $2, $3, $4, $5, $6)",
                {new_id(now), conversation, contact, millis(from), millis(to), millis(now)});
        }
        if (!done) return fail(done.error());
        json::object what{
            {"what", "callback"},
            {"contact", contact},
            {"from", millis(from)},
            {"to", millis(to)},
            {"by", "customer"}};
        auto said = round.turn.writing(conversation)
                        .add({.kind = "event", .payload = json::serialize(what)});
        if (!said) return fail(said.error());
        return round.turn.told();
    });
}

}  // namespace keydesk::store
