// Rules do what they say, once, and never go round in circles.
#include "tests/system/power_kit.hpp"

namespace keydesk {
namespace {

class RulesTest : public PowerTest {
protected:
    desk::Rule add_rule(
        std::string occasion, desk::Actions actions, desk::Conditions conditions = {})
    {
        desk::Rule rule{
            .id = new_id(clock.now()),
            .name = "rule",
            .enabled = true,
            .occasion = std::move(occasion),
            .conditions = std::move(conditions),
            .actions = std::move(actions),
            .created_at = clock.now()};
        EXPECT_TRUE(wait(rules->keep(rule)));
        return rule;
    }
    desk::Rule read(const desk::Rule& rule) { return wait(rules->rule(rule.id)).value(); }
    std::int64_t count(const std::string& conversation, const std::string& kind)
    {
        auto entries = timeline(conversation);
        return std::ranges::count_if(entries, [&](const auto& e) { return e->kind == kind; });
    }
};

TEST_F(RulesTest, a_message_that_fits_is_answered_and_set_aside)
{
    auto rule = add_rule(
        "opened",
        {.priority = "high", .text_zh = "已收到，{{customer.name}}", .text_en = "Got it"},
        {.locales = {"zh"}, .words = {"转账", "transfer"}});
    auto fits = conversation_with("我的转账没到");
    auto other = conversation_with("怎么备份");
    follow();
    EXPECT_EQ(look(fits).priority, "high");
    EXPECT_EQ(look(other).priority, "none");
    auto entries = timeline(fits, true);
    EXPECT_EQ(entries.back()->body, "已收到，访客");
    EXPECT_TRUE(entries.back()->payload.contains("rule:" + rule.id)) << entries.back()->payload;
    EXPECT_EQ(read(rule).runs, 1);
    follow();
    EXPECT_EQ(read(rule).runs, 1);
}

TEST_F(RulesTest, two_rules_that_undo_each_other_stop_by_themselves)
{
    auto close_it = add_rule("status", {.status = "resolved"}, {.statuses = {"open"}});
    auto open_it = add_rule("status", {.status = "open"}, {.statuses = {"resolved"}});
    auto id = conversation_with("hello");
    ASSERT_TRUE(wait(house->store->change(id, agent, {.status = "resolved"})));
    follow();
    follow();
    EXPECT_EQ(read(open_it).runs + read(close_it).runs, 2);
    EXPECT_LT(timeline(id).size(), 6U);
}

TEST_F(RulesTest, a_chain_of_rules_ends_after_three)
{
    auto next = [&](std::string from, std::string to) {
        return add_rule("label", {.add_labels = {to}}, {.labels = {from}});
    };
    std::vector<std::string> labels;
    for (auto name : {"a", "b", "c", "d", "e"}) labels.push_back(add_label(name));
    for (std::size_t i = 0; i + 1 < labels.size(); ++i) next(labels[i], labels[i + 1]);
    auto id = conversation_with("hello");
    // In reverse, so that no rule can already fit when an earlier one runs.
    auto all = wait(rules->rules()).value();
    std::vector<std::string> order;
    for (const auto& rule : all) order.insert(order.begin(), rule.id);
    ASSERT_TRUE(wait(rules->order(order)));
    ASSERT_TRUE(wait(house->store->change(id, agent, {.labels = std::vector{labels[0]}})));
    follow();
    EXPECT_EQ(look(id).labels.size(), 4U);
}

TEST_F(RulesTest, more_than_ten_changes_in_an_hour_pause_the_rule_and_tell_its_keepers)
{
    auto lead = add_agent("Lead", "lead@example.test");
    ASSERT_TRUE(sql("UPDATE agents SET role = 'lead' WHERE id = $1", {lead.id}));
    auto rule = add_rule("message", {.text_en = "We are here"});
    auto who = add_customer();
    auto id = say(who, "one")->posted.message->conversation;
    for (int i = 0; i < 15; ++i) {
        say(who, "more " + std::to_string(i)).value();
        follow();
    }
    EXPECT_EQ(count(id, "system"), desk::kBudget);
    EXPECT_TRUE(read(rule).paused_at);
    EXPECT_EQ(read(rule).last_error, "budget");
    EXPECT_TRUE(told.contains(lead.id));
    auto news = wait(bonds->notifications(lead.id, 1LL << 60, 10)).value();
    ASSERT_EQ(news.size(), 1U);
    EXPECT_EQ(news[0].kind, "rule_paused");
}

TEST_F(RulesTest, a_rule_that_cannot_be_done_changes_nothing_and_holds_up_nobody)
{
    auto broken = add_rule(
        "message", {.priority = "urgent", .team = new_id(clock.now()), .text_en = "never"});
    auto good = add_rule("message", {.priority = "low"});
    auto id = conversation_with("hello");
    follow();
    EXPECT_EQ(look(id).priority, "low");
    EXPECT_EQ(count(id, "system"), 0);
    EXPECT_EQ(read(broken).last_error, "no such agent or team");
    EXPECT_EQ(read(good).runs, 1);
}

TEST_F(RulesTest, who_waits_too_long_is_noticed_once)
{
    auto rule =
        add_rule("waiting", {.priority = "urgent", .notify = {agent.id}}, {.waiting_minutes = 120});
    auto id = conversation_with("hello");
    ASSERT_TRUE(wait(rule_follower->sweep()));
    EXPECT_EQ(look(id).priority, "none");
    clock.advance(std::chrono::minutes{121});
    ASSERT_TRUE(wait(rule_follower->sweep()));
    ASSERT_TRUE(wait(rule_follower->sweep()));
    EXPECT_EQ(look(id).priority, "urgent");
    EXPECT_EQ(read(rule).runs, 1);
    EXPECT_EQ(wait(bonds->unread(agent.id)).value(), 1);
}

TEST_F(RulesTest, a_dry_run_says_what_would_be_and_writes_nothing)
{
    auto id = conversation_with("我的转账没到");
    conversation_with("怎么备份");
    auto before = timeline(id).size();
    desk::Rule rule{
        .id = "x",
        .occasion = "message",
        .conditions = {.words = {"转账"}},
        .actions = {.priority = "high", .text_zh = "好的"}};
    auto hits = wait(rules->dry_run(rule, 100)).value();
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].conversation.id, id);
    EXPECT_EQ(hits[0].change.priority, "high");
    EXPECT_EQ(hits[0].says, "好的");
    EXPECT_EQ(timeline(id).size(), before);
    EXPECT_TRUE(wait(rules->rules())->empty());
}

TEST_F(RulesTest, office_hours_are_the_offices_own)
{
    using namespace std::chrono;
    desk::Conversation c;
    desk::Conditions nine_to_six{.hours = "inside"};
    // 2026-03-02 is a Monday; 01:00 UTC is 09:00 in Shanghai.
    Time monday = sys_days{year{2026} / 3 / 2} + hours{1};
    EXPECT_TRUE(desk::fits(nine_to_six, c, "", monday));
    EXPECT_FALSE(desk::fits(nine_to_six, c, "", monday - minutes{1}));
    EXPECT_FALSE(desk::fits(nine_to_six, c, "", monday - days{1}));
    nine_to_six.hours = "outside";
    EXPECT_TRUE(desk::fits(nine_to_six, c, "", monday - days{1}));
}

class NoticesTest : public PowerTest {};

TEST_F(NoticesTest, who_is_named_in_a_note_is_told)
{
    auto id = conversation_with("hello");
    ASSERT_TRUE(wait(house->desk->write(draft(id, "@Li Wei 请看一下", "note"))));
    follow();
    auto news = wait(bonds->notifications(other_agent.id, 1LL << 60, 10)).value();
    ASSERT_EQ(news.size(), 1U);
    EXPECT_EQ(news[0].kind, "mention");
    EXPECT_EQ(news[0].by, agent.name);
    EXPECT_EQ(wait(bonds->unread(agent.id)).value(), 0);
    ASSERT_TRUE(wait(bonds->read(other_agent.id, "")));
    EXPECT_EQ(wait(bonds->unread(other_agent.id)).value(), 0);
}

TEST_F(NoticesTest, a_team_named_in_a_note_is_its_members_each_told_once)
{
    ASSERT_TRUE(sql("INSERT INTO teams (id, name) VALUES ('t1', '链上组')"));
    for (const auto& id : {agent.id, other_agent.id})
        ASSERT_TRUE(sql("INSERT INTO team_members (team, agent) VALUES ('t1', $1)", {id}));
    auto id = conversation_with("hello");
    ASSERT_TRUE(wait(house->desk->write(draft(id, "@链上组 和 @Li Wei 请看", "note"))));
    follow();
    auto news = wait(bonds->notifications(other_agent.id, 1LL << 60, 10)).value();
    ASSERT_EQ(news.size(), 1U);
    EXPECT_EQ(news[0].kind, "mention");
    EXPECT_EQ(wait(bonds->unread(agent.id)).value(), 0);
}

TEST_F(NoticesTest, the_longest_name_is_meant)
{
    std::vector<desk::Face> agents{{"1", "Li"}, {"2", "Li Wei"}, {"3", "苏雅"}};
    EXPECT_EQ(
        store::mentioned("hi @Li Wei, @苏雅@Li", agents),
        (std::vector<std::string>{"2", "3", "1"}));
    EXPECT_TRUE(store::mentioned("mail a@b.example", agents).empty());
}

TEST_F(NoticesTest, who_follows_hears_of_news_once_until_he_looks)
{
    auto who = add_customer();
    auto id = say(who, "hello")->posted.message->conversation;
    follow();
    ASSERT_TRUE(wait(bonds->follow(id, other_agent.id, true)));
    say(who, "more").value();
    say(who, "and more").value();
    follow();
    EXPECT_EQ(wait(bonds->unread(other_agent.id)).value(), 1);
    ASSERT_TRUE(wait(bonds->follow(id, other_agent.id, false)));
    ASSERT_TRUE(wait(bonds->read(other_agent.id, id)));
    say(who, "again").value();
    follow();
    EXPECT_EQ(wait(bonds->unread(other_agent.id)).value(), 0);
}

TEST_F(NoticesTest, a_handed_over_conversation_comes_with_its_note)
{
    auto id = conversation_with("hello");
    ASSERT_TRUE(wait(bonds->hand_over(
        {.conversation = id,
         .agent = other_agent.id,
         .team = {},
         .tier = "specialist",
         .note = "drained by an approval",
         .by = agent})));
    follow();
    auto now = look(id);
    EXPECT_EQ(now.assignee->id, other_agent.id);
    EXPECT_EQ(now.tier, "specialist");
    EXPECT_EQ(timeline(id)[1]->body, "drained by an approval");
    EXPECT_EQ(wait(bonds->unread(other_agent.id)).value(), 1);
}

}  // namespace
}  // namespace keydesk
