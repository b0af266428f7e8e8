// What an agent says and does with one key happens whole or not at all, and can be taken back.
#include "tests/system/power_kit.hpp"

namespace keydesk {
namespace {

class MacrosTest : public PowerTest {
protected:
    desk::Macro a_macro(desk::Actions actions)
    {
        desk::Macro macro{.id = new_id(clock.now()), .name = "Look it up", .actions = actions};
        EXPECT_TRUE(wait(macros->keep(macro)));
        return macro;
    }
    Result<desk::MacroDone> apply(
        const desk::Macro& macro,
        const std::string& conversation,
        const std::string& client_id,
        std::int64_t seen = 100)
    {
        desk::MacroRun run{
            .macro = macro.id,
            .client_id = client_id,
            .note = macro.actions.note,
            .actions = macro.actions,
            .reply =
                desk::AgentMessage{
                    .conversation = conversation,
                    .kind = "reply",
                    .agent = agent,
                    .client_id = client_id,
                    .body = guard::SafeText::restored(macro.actions.text_en),
                    .seen_seq = seen},
            .conversation = conversation,
            .agent = agent};
        return wait(macros->run(run));
    }
    std::vector<std::string> kinds(const std::string& conversation)
    {
        std::vector<std::string> out;
        for (const auto& entry : timeline(conversation)) out.push_back(entry->kind);
        return out;
    }
};

TEST_F(MacrosTest, reply_changes_and_note_come_together_and_once)
{
    auto conversation = conversation_with("where is my transfer");
    auto label = add_label("pending");
    auto macro = a_macro(
        {.status = "resolved",
         .priority = "high",
         .assignee = "me",
         .add_labels = {label},
         .text_en = "We look at it.",
         .note = "asked the node"});
    auto client_id = new_id(clock.now());

    auto done = apply(macro, conversation, client_id);
    ASSERT_TRUE(done) << done.error().what;
    auto again = apply(macro, conversation, client_id);

    ASSERT_TRUE(again);
    EXPECT_TRUE(again->repeated);
    EXPECT_EQ(again->reply->id, done->reply->id);
    auto now = look(conversation);
    EXPECT_EQ(now.status, "resolved");
    EXPECT_EQ(now.priority, "high");
    EXPECT_EQ(now.assignee->id, agent.id);
    ASSERT_EQ(now.labels.size(), 1U);
    auto said = kinds(conversation);
    EXPECT_EQ(std::ranges::count(said, "reply"), 1);
    EXPECT_EQ(std::ranges::count(said, "note"), 1);
    EXPECT_EQ(wait(macros->macro(macro.id))->uses, 1);
}

TEST_F(MacrosTest, a_conversation_that_moved_on_is_left_as_it_is)
{
    auto conversation = conversation_with("where is my transfer");
    auto macro = a_macro({.status = "resolved", .text_en = "Done."});
    auto refused = apply(macro, conversation, new_id(clock.now()), 0);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what, "moved on");
    EXPECT_EQ(look(conversation).status, "open");
    EXPECT_EQ(kinds(conversation), std::vector<std::string>{"customer"});
    EXPECT_EQ(wait(macros->macro(macro.id))->uses, 0);
}

TEST_F(MacrosTest, a_change_that_cannot_be_done_sends_nothing)
{
    auto conversation = conversation_with("where is my transfer");
    auto macro = a_macro({.assignee = new_id(clock.now()), .text_en = "Done."});
    ASSERT_FALSE(apply(macro, conversation, new_id(clock.now())));
    EXPECT_EQ(kinds(conversation), std::vector<std::string>{"customer"});
}

TEST_F(MacrosTest, what_is_filled_in_is_seen_and_what_is_unknown_stays)
{
    auto conversation = look(conversation_with("hello"));
    auto values = desk::variables_of(conversation, "Ann", "Wallet");
    EXPECT_EQ(
        desk::filled("{{ Agent.Name }}, {{conversation.number}} {{nothing}} {{", values),
        "Ann, #1 {{nothing}} {{");
    desk::Actions one{.text_zh = "您好"};
    EXPECT_EQ(desk::text_for(one, "en"), "您好");
}

class BulkTest : public PowerTest {};

TEST_F(BulkTest, five_hundred_are_changed_and_brought_back_but_not_what_moved_since)
{
    std::vector<std::string> ids;
    for (int i = 0; i < 500; ++i) ids.push_back(conversation_with("hello"));
    auto label = add_label("storm");
    auto done = wait(bulk->apply(
        ids,
        {.change = {.status = "resolved", .assignee = agent.id}, .add_labels = {label}},
        agent));
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_EQ(done->changed.size(), 500U);
    EXPECT_EQ(look(ids[499]).status, "resolved");

    clock.advance(std::chrono::minutes{9});
    ASSERT_TRUE(wait(house->store->change(ids[7], other_agent, {.status = "open"})));
    auto back = wait(bulk->undo(done->undo, agent));

    ASSERT_TRUE(back) << back.error().what;
    EXPECT_EQ(back->restored.size(), 499U);
    EXPECT_EQ(back->skipped, std::vector<std::string>{ids[7]});
    auto now = look(ids[0]);
    EXPECT_EQ(now.status, "open");
    EXPECT_FALSE(now.assignee);
    EXPECT_TRUE(now.labels.empty());
    ASSERT_TRUE(look(ids[7]).assignee);
    EXPECT_EQ(look(ids[7]).assignee->id, agent.id);
}

TEST_F(BulkTest, it_is_taken_back_once_in_time_and_only_by_who_did_it)
{
    auto id = conversation_with("hello");
    auto done = wait(bulk->apply({id}, {.change = {.status = "resolved"}}, agent)).value();
    EXPECT_EQ(wait(bulk->undo(done.undo, other_agent)).error().kind, ErrorKind::not_found);
    ASSERT_TRUE(wait(bulk->undo(done.undo, agent)));
    EXPECT_EQ(wait(bulk->undo(done.undo, agent)).error().what, "undone before");

    auto second = wait(bulk->apply({id}, {.change = {.status = "resolved"}}, agent)).value();
    clock.advance(std::chrono::minutes{11});
    EXPECT_EQ(wait(bulk->undo(second.undo, agent)).error().what, "too late");
    EXPECT_EQ(look(id).status, "resolved");
}

TEST_F(BulkTest, it_survives_a_restart_and_passes_over_who_is_gone)
{
    auto id = conversation_with("hello");
    auto gone = new_id(clock.now());
    auto done = wait(bulk->apply({id, gone}, {.change = {.priority = "urgent"}}, agent)).value();
    EXPECT_EQ(done.missing, std::vector<std::string>{gone});
    close();
    open();
    equip();
    ASSERT_TRUE(wait(bulk->undo(done.undo, agent)));
    EXPECT_EQ(look(id).priority, "none");
}

TEST_F(BulkTest, an_agent_who_does_not_exist_changes_nothing_at_all)
{
    auto one = conversation_with("hello"), two = conversation_with("hello");
    auto done = wait(bulk->apply({one, two}, {.change = {.assignee = new_id(clock.now())}}, agent));
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::invalid_input);
    EXPECT_FALSE(look(one).assignee);
}

}  // namespace
}  // namespace keydesk
