// A number that says how it was keeps nobody busy: no queue, no clock, no opening.
#include "store/queue/service_levels.hpp"
#include "store/reports/csat.hpp"
#include "tests/system/house.hpp"

namespace keydesk {
namespace {

using namespace std::chrono_literals;

class Rating : public HouseTest {
protected:
    Rating()
        : queue{*house->database, *house->store, house->clock},
          levels{*house->database, *house->store, queue, house->clock},
          in_line{[] {}},
          on_time{queue, *house->store, [](const std::string&) {}},
          csat{*house->database, *house->store, house->feed, clock}
    {
        desk::SlaPolicy policy;
        policy.name = "Usual";
        policy.first_minutes = policy.next_minutes = 30;
        policy.resolve_minutes = 240;
        EXPECT_TRUE(wait(levels.put_policy(std::move(policy))));
        follow();
    }
    /// Queue and service levels read the log before the rating is understood: the worst order.
    void follow()
    {
        for (int i = 0; i < 3; ++i) {
            ASSERT_TRUE(wait(house->log->catch_up(in_line)));
            ASSERT_TRUE(wait(house->log->catch_up(on_time)));
            if (i > 0) ASSERT_TRUE(wait(house->log->catch_up(csat)));
        }
    }
    std::string asked(const desk::Visitor& who)
    {
        auto id = say(who, "我的转账没有到账").value().posted.message->conversation;
        wait(house->desk->write(draft(id, "已经到账了，请刷新。"))).value();
        follow();
        resolve(id, who);
        clock.advance(6min);
        EXPECT_EQ(wait(csat.ask_due()).value(), 1);
        follow();
        return id;
    }
    void resolve(const std::string& id, const desk::Visitor& who, std::string status = "resolved")
    {
        auto done = wait(house->desk->change(id, who.customer.id, agent, {.status = status}));
        ASSERT_TRUE(done) << done.error().what;
        follow();
    }
    bool stands(const std::string& id)
    {
        auto rows = wait(house->database->read([&](sql::Connection& db) {
            return db.query("SELECT 1 FROM queue_entries WHERE conversation = $1", {id});
        }));
        return !rows->empty();
    }
    std::int64_t clocks()
    {
        auto rows = wait(house->database->read(
            [](sql::Connection& db) { return db.query("SELECT count(*) FROM sla_clocks"); }));
        return rows->front().number(0);
    }
    std::size_t told(const std::string& id, const std::string& what)
    {
        std::size_t count = 0;
        for (const auto& entry : timeline(id)) count += entry->payload.contains(what) ? 1 : 0;
        return count;
    }

    store::Queue queue;
    store::ServiceLevels levels;
    store::QueueFollower in_line;
    store::SlaFollower on_time;
    store::Csat csat;
};

TEST_F(Rating, opens_nothing_stands_in_no_queue_and_starts_no_clock)
{
    auto who = add_customer();
    auto id = asked(who);
    auto met = told(id, R"("what":"sla")");

    say(who, "5").value();
    ASSERT_TRUE(wait(house->log->catch_up(in_line)));
    ASSERT_TRUE(wait(house->log->catch_up(on_time)));

    EXPECT_FALSE(stands(id));
    EXPECT_EQ(clocks(), 0);
    follow();
    EXPECT_FALSE(stands(id));
    EXPECT_EQ(clocks(), 0);
    EXPECT_EQ(wait(house->store->get(id, agent.id)).value().status, "resolved");
    EXPECT_EQ(told(id, R"("to":"open")"), 0U) << "not even for a moment";
    EXPECT_EQ(told(id, R"("what":"sla")"), met) << "nothing was answered in time or late";
}

TEST_F(Rating, starts_no_clock_in_a_conversation_that_is_open_again)
{
    auto who = add_customer();
    auto id = asked(who);
    resolve(id, who, "open");
    auto met = told(id, R"("what":"sla")");

    say(who, "4").value();
    ASSERT_TRUE(wait(house->log->catch_up(on_time)));
    EXPECT_EQ(clocks(), 0);
    follow();
    EXPECT_EQ(clocks(), 0);
    EXPECT_EQ(told(id, R"("what":"sla")"), met);
}

TEST_F(Rating, words_are_a_question_and_open_it_again)
{
    auto who = add_customer();
    auto id = asked(who);

    say(who, "还是没有到账").value();
    follow();

    EXPECT_EQ(wait(house->store->get(id, agent.id)).value().status, "open");
    EXPECT_GT(clocks(), 0);
}

}  // namespace
}  // namespace keydesk
