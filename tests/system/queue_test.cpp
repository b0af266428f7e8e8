// Law 5: an open conversation has an assignee or stands in the queue once; nobody is given twice,
// nobody gets more than he can take.
#include "store/queue/queue.hpp"

#include "api/chat/waiting.hpp"
#include "app/parts/queue_board.hpp"
#include "base/scope.hpp"
#include "tests/system/house.hpp"

#include <boost/json.hpp>

#include <map>
#include <random>
#include <set>

namespace keydesk {
namespace {

using namespace std::chrono_literals;

class QueueTest : public HouseTest {
protected:
    QueueTest() : queue{*house->database, *house->store, house->clock}, follower{[] {}}
    {
        follow();  // Who is new hears of nothing before.
    }

    void follow() { ASSERT_TRUE(wait(house->log->catch_up(follower))); }
    void automatic()
    {
        auto settings = queue.book()->settings;
        settings.rules.automatic = true;
        ASSERT_TRUE(wait(queue.set_rules(settings)));
    }
    void can(const desk::Face& who, int capacity, std::vector<std::string> languages = {})
    {
        desk::AgentRouting routing;
        routing.agent = who.id;
        routing.capacity = capacity;
        routing.languages = std::move(languages);
        ASSERT_TRUE(wait(queue.set_routing(std::move(routing))));
    }
    std::string waiting_one(std::string text = "转账一直没到账")
    {
        auto id = say(add_customer(), std::move(text))->posted.message->conversation;
        clock.advance(1s);
        follow();
        return id;
    }
    desk::Conversation get(const std::string& id)
    {
        return wait(house->store->get(id, agent.id)).value();
    }
    std::string holder(const std::string& id)
    {
        auto c = get(id);
        return c.assignee ? c.assignee->id : "";
    }
    void change(const std::string& id, desk::Change what)
    {
        ASSERT_TRUE(wait(house->store->change(id, agent, std::move(what))));
        follow();
    }
    std::vector<std::string> line()
    {
        std::vector<std::string> ids;
        auto snapshot = wait(queue.snapshot({})).value();
        for (const auto& who : snapshot.now.line) ids.push_back(who.conversation);
        return ids;
    }
    Result<desk::Happening> next(desk::Face who) { return wait(queue.claim_next(std::move(who))); }

    store::Queue queue;
    store::QueueFollower follower;
};

using Ids = std::vector<std::string>;

TEST_F(QueueTest, who_is_first_is_taken_first_and_an_urgent_one_before)
{
    auto first = waiting_one(), second = waiting_one(), urgent = waiting_one();
    desk::Change grave;
    grave.priority = "urgent";
    change(urgent, grave);

    EXPECT_EQ(line(), (Ids{urgent, first, second}));
    EXPECT_EQ(next(agent)->conversation, urgent);
    EXPECT_EQ(next(agent)->conversation, first);
    EXPECT_EQ(line(), Ids{second});
}

TEST_F(QueueTest, a_low_priority_never_waits_for_ever)
{
    auto low = waiting_one();
    desk::Change small;
    small.priority = "low";
    change(low, small);
    clock.advance(90min);
    auto urgent = waiting_one();
    desk::Change grave;
    grave.priority = "urgent";
    change(urgent, grave);

    EXPECT_EQ(line(), (Ids{low, urgent}));
}

TEST_F(QueueTest, one_conversation_is_given_once_and_to_nobody_who_is_full)
{
    can(agent, 1);
    auto one = waiting_one(), other = waiting_one();

    ASSERT_TRUE(wait(queue.claim(agent, one)));
    EXPECT_EQ(wait(queue.claim(other_agent, one)).error().what, "taken");
    EXPECT_EQ(wait(queue.claim(agent, other)).error().what, "at capacity");
    EXPECT_EQ(holder(one), agent.id);
    EXPECT_EQ(holder(other), "");
}

TEST_F(QueueTest, who_resolves_and_reopens_stands_in_the_queue_again_or_is_his_again)
{
    auto one = waiting_one();
    desk::Change done;
    done.status = "resolved";
    change(one, done);
    EXPECT_TRUE(line().empty());
    desk::Change again;
    again.status = "open";
    change(one, again);
    EXPECT_EQ(line(), Ids{one});
}

TEST_F(QueueTest, is_given_at_once_to_who_is_here_and_not_away_and_speaks_the_language)
{
    automatic();
    can(agent, 5, {"en"});
    can(other_agent, 5);
    ASSERT_TRUE(wait(queue.present({agent.id})));
    auto one = waiting_one();  // A Chinese customer; the agent who is here speaks English.
    ASSERT_TRUE(wait(queue.give_out()));
    EXPECT_EQ(holder(one), "");

    ASSERT_TRUE(wait(queue.present({agent.id, other_agent.id})));
    ASSERT_TRUE(wait(queue.give_out()));
    EXPECT_EQ(holder(one), other_agent.id);
}

TEST_F(QueueTest, an_agent_outside_his_shift_is_given_nobody)
{
    automatic();
    desk::NamedCalendar never{
        .name = "Holiday",
        .zone = "UTC",
        .rules = R"({"week":[[],[],[],[],[],[],[[0,1]]],"holidays":[]})"};
    auto calendar = wait(queue.put_calendar(never)).value();
    desk::AgentRouting routing;
    routing.agent = agent.id;
    routing.capacity = 5;
    routing.calendar = calendar;
    ASSERT_TRUE(wait(queue.set_routing(routing)));
    ASSERT_TRUE(wait(queue.present({agent.id})));
    auto one = waiting_one();
    ASSERT_TRUE(wait(queue.give_out()));
    EXPECT_EQ(holder(one), "");
}

TEST_F(QueueTest, an_agent_who_disconnects_gives_back_whom_he_has_not_answered)
{
    ASSERT_TRUE(wait(queue.present({agent.id})));
    auto answered = waiting_one(), unanswered = waiting_one();
    ASSERT_TRUE(next(agent));
    ASSERT_TRUE(next(agent));
    ASSERT_TRUE(wait(house->desk->write(draft(answered, "好的"))));
    follow();
    auto later = waiting_one();

    ASSERT_TRUE(wait(queue.present({})));
    clock.advance(100s);
    ASSERT_TRUE(wait(queue.take_back()));
    EXPECT_EQ(holder(unanswered), agent.id);  // He may still come back.
    clock.advance(30s);
    ASSERT_TRUE(wait(queue.take_back()));
    follow();

    EXPECT_EQ(holder(answered), agent.id);
    EXPECT_EQ(line(), (Ids{unanswered, later}));
}

TEST_F(QueueTest, the_desks_own_answers_keep_nobody_longer_than_a_quarter_of_an_hour)
{
    auto one = waiting_one();
    ASSERT_TRUE(wait(house->database->run([&](sql::Connection& db) {
        return db.query("UPDATE conversations SET tier = 'bot' WHERE id = $1", {one});
    })));
    ASSERT_TRUE(wait(queue.mend()));
    EXPECT_TRUE(line().empty());
    clock.advance(14min);
    ASSERT_TRUE(wait(queue.sweep()));
    follow();
    EXPECT_TRUE(line().empty());
    clock.advance(2min);
    ASSERT_TRUE(wait(queue.sweep()));
    follow();
    EXPECT_EQ(line(), Ids{one});
}

TEST_F(QueueTest, orphans_are_found_and_mended)
{
    auto one = waiting_one(), two = waiting_one();
    ASSERT_TRUE(wait(house->database->run([&](sql::Connection& db) {
        return db.query("DELETE FROM queue_entries WHERE conversation = $1", {one});
    })));
    ASSERT_TRUE(wait(house->database->run([&](sql::Connection& db) {
        return db.query("UPDATE conversations SET assignee = $2 WHERE id = $1", {two, agent.id});
    })));
    EXPECT_EQ(wait(queue.mend()).value(), 2);
    EXPECT_EQ(line(), Ids{one});
    EXPECT_EQ(wait(queue.mend()).value(), 0);
}

TEST_F(QueueTest, a_customer_is_told_his_place_and_never_now)
{
    Compute compute{1};
    app::QueueBoard board{queue, compute, house->clock};
    ASSERT_TRUE(wait(queue.present({agent.id})));
    auto first = waiting_one(), second = waiting_one();
    ASSERT_TRUE(wait(board.refresh()));

    auto frame = api::chat::queue_of(board.place_of(second)).as_object();
    EXPECT_EQ(frame.at("state"), "waiting");
    EXPECT_EQ(frame.at("place"), 2);
    EXPECT_GE(frame.at("high").as_int64(), 120);
    EXPECT_FALSE(board.place_of("nobody"));
}

TEST_F(QueueTest, nobody_here_is_said_and_another_way_is_offered)
{
    Compute compute{1};
    app::QueueBoard board{queue, compute, house->clock};
    auto one = waiting_one();
    ASSERT_TRUE(wait(board.refresh()));

    auto frame = api::chat::queue_of(board.place_of(one)).as_object();
    EXPECT_EQ(frame.at("state"), "away");
    EXPECT_EQ(frame.at("offers").as_array().size(), 2U);
    EXPECT_GT(frame.at("reply_by").as_int64(), millis(clock.now()));
}

/// Fifty agents who claim, resolve, give back and vanish in every order, on ten thousand
/// conversations, while others are given by hand. Run also with ThreadSanitizer.
class Rush : public QueueTest {
protected:
    static constexpr int kAgents = 50, kConversations = 10'000, kCapacity = 6;

    void fill()
    {
        for (int i = 0; i < kAgents; ++i) {
            agents.push_back(add_agent("a" + std::to_string(i), std::to_string(i) + "@x.test"));
            can(agents.back(), kCapacity);
        }
        auto done = wait(house->database->run([&](sql::Connection& db) -> Result<void> {
            auto at = millis(clock.now());
            for (int i = 0; i < kConversations; ++i) {
                auto id = new_id(clock.now());
                auto customer = db.query(
                    "INSERT INTO customers (id, name, created_at, seen_at) VALUES ($1, 'x', $2, "
                    "$2)",
                    {id, at});
                if (!customer) return fail(customer.error());
                auto made = db.query(
                    "INSERT INTO conversations (id, number, inbox, customer, change,"
                    " last_message_at, created_at, waiting_since)"
                    " VALUES ($1, $2, $3, $1, 0, $4, $4, $4)",
                    {id, i + 1, inbox, at + i});
                if (!made) return fail(made.error());
            }
            return {};
        }));
        ASSERT_TRUE(done) << done.error().what;
        while (wait(queue.mend()).value() > 0) {
        }
    }

    std::int64_t count(std::string text)
    {
        return wait(house->database->read([&](sql::Connection& db) -> Result<std::int64_t> {
                   auto rows = db.query(text);
                   if (!rows) return fail(rows.error());
                   return rows->front().number(0);
               }))
            .value();
    }
    /// The laws, asked of the database at any moment.
    void check_laws()
    {
        EXPECT_EQ(
            count("SELECT count(*) FROM queue_entries q JOIN conversations c"
                  " ON c.id = q.conversation WHERE c.assignee IS NOT NULL"),
            0);
        EXPECT_EQ(
            count("SELECT count(*) FROM conversations c WHERE c.status = 'open'"
                  " AND c.assignee IS NULL AND NOT EXISTS (SELECT 1 FROM queue_entries q"
                  " WHERE q.conversation = c.id)"),
            0);
        check_capacity();
    }
    void check_capacity()
    {
        EXPECT_LE(
            count("SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM conversations"
                  " WHERE status = 'open' AND assignee IS NOT NULL GROUP BY assignee) AS x"),
            kCapacity);
    }

    /// One agent's day: whom he is given he resolves at some time, until nobody is left.
    Task<void> work(std::size_t index)
    {
        std::mt19937 random{static_cast<unsigned>(index)};
        std::vector<std::string> mine;
        auto& me = agents[index];
        while (resolved < kConversations) {
            bool full = mine.size() == kCapacity;
            if (!full || random() % 4 == 0) co_await take(me, mine);
            if (full || random() % 2 == 0) co_await let_go(me, mine, random);
        }
        --working;
    }
    Task<void> take(const desk::Face& me, std::vector<std::string>& mine)
    {
        bool full = mine.size() == kCapacity;
        auto taken = co_await queue.claim_next(me);
        if (taken) {
            // Nobody else may have it, and nobody more than he can take.
            doubles += held.insert(taken->conversation).second ? 0 : 1;
            overfull += full ? 1 : 0;
            mine.push_back(taken->conversation);
            co_return;
        }
        bool nobody = taken.error().kind == ErrorKind::not_found;
        wrong += nobody || taken.error().what == "at capacity" ? 0 : 1;
        if (nobody && mine.empty()) co_await sleep_for(2ms);
    }
    Task<void> let_go(const desk::Face& me, std::vector<std::string>& mine, std::mt19937& random)
    {
        if (mine.empty()) co_return;
        auto at = mine.begin() + static_cast<long>(random() % mine.size());
        auto id = *at;
        mine.erase(at);
        held.erase(id);
        desk::Change done;
        bool back = random() % 20 == 0;
        if (back) done.assignee = "";  // Given back; somebody else gets it.
        if (!back) done.status = "resolved";
        auto changed = co_await house->store->change(id, me, done);
        wrong += changed ? 0 : 1;
        resolved += back ? 0 : 1;
        // As the feed would: the follower hears of what was changed.
        desk::Happening happened{.conversation = id, .entries = {}};
        house->feed.publish(happened);
    }

    static Task<int> stop(Scope& scope)
    {
        co_await scope.stop(5s);
        co_return 0;
    }

    std::vector<desk::Face> agents;
    std::set<std::string> held;
    std::int64_t doubles = 0, overfull = 0, wrong = 0, resolved = 0, working = kAgents;
};

TEST_F(Rush, fifty_agents_and_ten_thousand_conversations_leave_no_orphan_and_no_double)
{
    fill();
    check_laws();
    ASSERT_EQ(count("SELECT count(*) FROM queue_entries"), kConversations);
    follow();
    {
        Scope scope{io.get_executor(), [](std::string_view) {}};
        house->log->follow(scope, follower);
        for (std::size_t i = 0; i < agents.size(); ++i) scope.start("agent", work(i));
        for (int round = 0; working > 0; ++round) {
            io.restart();
            io.run_for(200ms);
            // In the midst of it, also between a change and the follower that settles it.
            if (round % 25 == 24) check_capacity();
        }
        wait(stop(scope));
    }
    follow();

    EXPECT_EQ(doubles, 0);
    EXPECT_EQ(overfull, 0);
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(resolved, kConversations);
    check_laws();
    EXPECT_EQ(count("SELECT count(*) FROM queue_entries"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM queue_visits WHERE left_at IS NULL"), 0);
}

}  // namespace
}  // namespace keydesk
