// Targets run while the customer waits, stand still while he is waited for, and are told once.
#include "store/queue/service_levels.hpp"

#include "store/queue/incidents.hpp"
#include "tests/system/house.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace keydesk {
namespace {

using namespace std::chrono_literals;

class ServiceLevels : public HouseTest {
protected:
    ServiceLevels()
        : queue{*house->database, *house->store, house->clock},
          levels{*house->database, *house->store, queue, house->clock},
          follower{queue, *house->store, [](const std::string&) {}},
          incidents{*house->database, *house->store, house->clock},
          sightings{[] {}}
    {
        follow();  // Who is new hears of nothing before.
    }
    void policy(desk::SlaPolicy wanted) { ASSERT_TRUE(wait(levels.put_policy(std::move(wanted)))); }
    static desk::SlaPolicy usual()
    {
        desk::SlaPolicy p;
        p.name = "Usual";
        p.first_minutes = 30;
        p.next_minutes = 60;
        p.resolve_minutes = 240;
        return p;
    }
    void follow()
    {
        ASSERT_TRUE(wait(house->log->catch_up(follower)));
        ASSERT_TRUE(wait(house->log->catch_up(sightings)));
    }
    desk::SlaClock clock_of(const std::string& id)
    {
        return wait(house->store->get(id, agent.id)).value().sla;
    }
    /// What was said of service levels, in order: "first warning".
    std::vector<std::string> told(const std::string& id)
    {
        std::vector<std::string> out;
        for (const auto& entry : timeline(id)) {
            auto at = entry->payload.find(R"("what":"sla")");
            if (entry->kind != "event" || at == std::string::npos) continue;
            auto json = boost::json::parse(entry->payload).as_object();
            out.push_back(
                std::string{json["kind"].as_string()} + " " +
                std::string{json["state"].as_string()});
        }
        return out;
    }
    std::size_t automatic(const std::string& id)
    {
        std::size_t count = 0;
        for (const auto& entry : timeline(id)) count += entry->kind == "system" ? 1 : 0;
        return count;
    }
    void become(const std::string& id, const std::string& type)
    {
        ASSERT_TRUE(wait(house->database->run([&](sql::Connection& db) {
            return db.query("UPDATE conversations SET case_type = $2 WHERE id = $1", {id, type});
        })));
    }

    store::Queue queue;
    store::ServiceLevels levels;
    store::SlaFollower follower;
    store::Incidents incidents;
    store::IncidentFollower sightings;
};

using Texts = std::vector<std::string>;

TEST_F(ServiceLevels, warn_at_four_fifths_and_are_breached_at_the_end_each_once)
{
    policy(usual());
    auto id = say(add_customer(), "hello")->posted.message->conversation;
    follow();
    EXPECT_EQ(clock_of(id).kind, "first");
    EXPECT_EQ(clock_of(id).due_at, clock.now() + 30min);

    clock.advance(23min);
    ASSERT_TRUE(wait(levels.sweep()));
    EXPECT_TRUE(told(id).empty());
    clock.advance(1min);
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(wait(levels.sweep()));
    EXPECT_EQ(told(id), Texts{"first warning"});
    clock.advance(6min);
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(wait(levels.sweep()));
    EXPECT_EQ(told(id), (Texts{"first warning", "first breached"}));
    EXPECT_EQ(clock_of(id).state, "breached");
}

TEST_F(ServiceLevels, stand_still_while_the_customer_is_waited_for)
{
    policy(usual());
    auto who = add_customer();
    auto id = say(who, "hello")->posted.message->conversation;
    follow();
    clock.advance(10min);
    ASSERT_TRUE(wait(house->desk->write(draft(id, "Which hash?"))));
    follow();
    EXPECT_EQ(clock_of(id).kind, "");
    clock.advance(48h);
    ASSERT_TRUE(wait(levels.sweep()));
    EXPECT_EQ(told(id), Texts{"first met"});

    say(who, "this one").value();
    follow();
    EXPECT_EQ(clock_of(id).kind, "next");
    EXPECT_EQ(clock_of(id).due_at, clock.now() + 60min);
    ASSERT_TRUE(wait(house->desk->write(draft(id, "Thank you."))));
    follow();
    clock.advance(10min);
    say(who, "and now?").value();
    follow();
    clock.advance(59min);
    ASSERT_TRUE(wait(house->desk->write(draft(id, "Soon."))));
    follow();
    say(who, "well?").value();
    follow();
    // Of four hours for the end ten minutes and fifty-nine were used up.
    clock.advance(58min);
    ASSERT_TRUE(wait(levels.sweep()));
    auto done = told(id);
    EXPECT_EQ(std::ranges::count(done, "resolve breached"), 0);
    EXPECT_EQ(std::ranges::count(done, "next met"), 2);
}

TEST_F(ServiceLevels, the_policy_that_says_most_counts)
{
    policy(usual());
    auto grave = usual();
    grave.name = "Leaked";
    grave.case_type = "leaked_seed";
    grave.first_minutes = 5;
    policy(grave);
    auto id = say(add_customer(), "hello")->posted.message->conversation;
    become(id, "leaked_seed");
    follow();
    EXPECT_EQ(clock_of(id).due_at, clock.now() + 5min);
}

TEST_F(ServiceLevels, an_incident_is_proposed_told_once_and_ended_once)
{
    Texts ids;
    for (int i = 0; i < 12; ++i) {
        ids.push_back(say(add_customer(), "stuck")->posted.message->conversation);
        become(ids.back(), "transfer_pending");
        follow();
        clock.advance(20s);
    }
    auto proposed = wait(incidents.incidents()).value();
    ASSERT_EQ(proposed.size(), 1U);
    EXPECT_EQ(proposed[0].state, "proposed");
    ASSERT_TRUE(wait(incidents.tell()));
    EXPECT_EQ(automatic(ids[0]), 0U) << "nobody is told before a lead has confirmed";

    auto incident = proposed[0];
    incident.text_en = "The chain is slow.";
    incident.text_zh = "网络拥堵。";
    ASSERT_TRUE(wait(incidents.open_incident(incident)));
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(wait(incidents.tell()));
    for (const auto& id : ids) EXPECT_EQ(automatic(id), 1U);
    auto late = say(add_customer(), "stuck too")->posted.message->conversation;
    become(late, "transfer_pending");
    follow();
    ASSERT_TRUE(wait(incidents.tell()));
    EXPECT_EQ(automatic(late), 1U);

    incident.state = "resolved";
    incident.end_zh = "已恢复。";
    incident.close_all = true;
    ASSERT_TRUE(wait(incidents.end_incident(incident)));
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(wait(incidents.tell()));
    EXPECT_EQ(automatic(late), 2U);
    for (const auto& id : ids) {
        EXPECT_EQ(automatic(id), 2U);
        EXPECT_EQ(wait(house->store->get(id, agent.id))->status, "resolved");
    }
}

TEST_F(ServiceLevels, what_is_usual_is_no_incident)
{
    for (int i = 0; i < 4; ++i) {
        auto id = say(add_customer(), "fees?")->posted.message->conversation;
        become(id, "fee_choice");
        follow();
    }
    EXPECT_TRUE(wait(incidents.incidents()).value().empty());
}

}  // namespace
}  // namespace keydesk
