// Conversations are linked, split and shown by views; what belongs to others stays with them.
#include "tests/system/power_kit.hpp"

namespace keydesk {
namespace {

class BondsTest : public PowerTest {};

TEST_F(BondsTest, a_link_is_seen_from_both_sides_and_can_be_taken_away)
{
    auto one = conversation_with("hello"), two = conversation_with("hello again");
    ASSERT_TRUE(wait(bonds->link(one, two, "same hash", agent)));
    auto there = wait(bonds->ties(two, agent.id)).value();
    ASSERT_EQ(there.links.size(), 1U);
    EXPECT_EQ(there.links[0].other.id, one);
    EXPECT_FALSE(there.links[0].outgoing);
    ASSERT_TRUE(wait(bonds->unlink(there.links[0].id, agent)));
    EXPECT_TRUE(wait(bonds->ties(one, agent.id))->links.empty());
    EXPECT_FALSE(wait(bonds->unlink(there.links[0].id, agent)));
}

TEST_F(BondsTest, a_second_problem_becomes_a_conversation_and_its_answer_reaches_the_customer)
{
    auto who = add_customer();
    auto first = say(who, "my transfer hangs")->posted.message->conversation;
    auto second = say(who, "and how do I back up?")->posted.message->seq;
    auto made = wait(bonds->split(first, second, "another question", agent));
    ASSERT_TRUE(made) << made.error().what;
    auto fresh = made->first;
    EXPECT_EQ(timeline(fresh).front()->body, "and how do I back up?");
    EXPECT_EQ(look(fresh).customer, look(first).customer);
    ASSERT_TRUE(wait(house->desk->write(draft(fresh, "Write the words on paper."))));
    follow();
    follow();
    auto stream = timeline(first, true);
    EXPECT_EQ(stream.back()->body, "Write the words on paper.");
    auto said = std::ranges::count_if(
        stream, [](const auto& e) { return e->body == "Write the words on paper."; });
    EXPECT_EQ(said, 1);
    EXPECT_FALSE(wait(bonds->split(first, 9999, "nothing there", agent)));
    // What the customer writes next comes where his chat is.
    EXPECT_EQ(say(who, "thanks")->posted.message->conversation, first);
}

TEST_F(BondsTest, a_websites_conversation_is_not_led_away_from_its_customer)
{
    auto one = conversation_with("hello"), two = conversation_with("hello");
    auto refused = wait(bonds->merge(one, two, "the same", agent));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid_input);
    EXPECT_EQ(look(one).status, "open");
}

TEST_F(BondsTest, a_draft_waits_for_its_agent_in_any_browser_and_for_nobody_else)
{
    auto id = conversation_with("hello");
    ASSERT_TRUE(wait(bonds->save_draft(id, agent.id, "I will", "hm")));
    ASSERT_TRUE(wait(bonds->save_draft(id, agent.id, "I will look", "")));
    close();
    open();
    equip();
    EXPECT_EQ(wait(bonds->ties(id, agent.id))->draft->first, "I will look");
    EXPECT_FALSE(wait(bonds->ties(id, other_agent.id))->draft);
    ASSERT_TRUE(wait(bonds->save_draft(id, agent.id, "", "")));
    EXPECT_FALSE(wait(bonds->ties(id, agent.id))->draft);
}

class ViewsTest : public PowerTest {
protected:
    std::vector<std::string> shown(desk::ViewFilter filter, std::string sort = "newest")
    {
        desk::View view{.id = "v", .filter = std::move(filter), .sort = sort};
        auto page = wait(views->list(view, {.agent = agent.id, .sort = sort})).value();
        std::vector<std::string> ids;
        for (const auto& c : page.items) ids.push_back(c.id);
        return ids;
    }
    using Ids = std::vector<std::string>;
};

TEST_F(ViewsTest, every_part_of_a_filter_narrows_it)
{
    auto mine = conversation_with("one"), nobodys = conversation_with("two"),
         others = conversation_with("three");
    auto label = add_label("storm");
    ASSERT_TRUE(wait(house->store->change(mine, agent, {.assignee = agent.id})));
    ASSERT_TRUE(wait(house->store->change(
        others, agent, {.priority = "high", .assignee = other_agent.id, .labels = Ids{label}})));
    EXPECT_EQ(shown({.assignees = {"me"}}), Ids{mine});
    EXPECT_EQ(shown({.assignees = {"none"}}), Ids{nobodys});
    EXPECT_EQ(shown({.assignees = {"me", "none"}}).size(), 2U);
    EXPECT_EQ(shown({.labels = {label}}), Ids{others});
    EXPECT_EQ(shown({.priorities = {"high", "urgent"}}), Ids{others});
    EXPECT_EQ(shown({.locales = {"en"}}), Ids{});
    EXPECT_EQ(shown({.locales = {"zh"}, .waiting = true}).size(), 3U);
    EXPECT_EQ(shown({.doors = {"email"}}), Ids{});
    EXPECT_EQ(shown({.statuses = {"open"}, .tiers = {"agent"}}, "priority").front(), others);
}

TEST_F(ViewsTest, a_filter_is_never_sql)
{
    conversation_with("one");
    for (auto evil : {"' OR 1=1 --", "open') OR ('1'='1", "$1", "\"; DROP TABLE views; --"}) {
        EXPECT_EQ(shown({.statuses = {evil}}), Ids{}) << evil;
        EXPECT_EQ(shown({.labels = {evil}, .assignees = {evil}}), Ids{}) << evil;
        EXPECT_EQ(shown({.sla = {evil}}), Ids{}) << evil;
    }
    EXPECT_TRUE(wait(views->views(agent.id)));
}

TEST_F(ViewsTest, own_views_are_ones_own_and_shared_ones_everybodys)
{
    desk::View own{.id = "1", .name = "own", .owner = agent.id};
    desk::View shared{.id = "2", .name = "shared", .owner = agent.id, .shared = true};
    ASSERT_TRUE(wait(views->keep(own)));
    ASSERT_TRUE(wait(views->keep(shared)));
    conversation_with("one");
    EXPECT_EQ(wait(views->views(agent.id))->size(), 2U);
    auto theirs = wait(views->counts(other_agent.id)).value();
    ASSERT_EQ(theirs.size(), 1U);
    EXPECT_EQ(theirs[0].first, "2");
    EXPECT_EQ(theirs[0].second, 1);
}

}  // namespace
}  // namespace keydesk
