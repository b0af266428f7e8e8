// What comes in by a door: once, guarded, to the right conversation.
#include "tests/system/doors_kit.hpp"

#include <boost/asio/detached.hpp>

#include <algorithm>

namespace keydesk {
namespace {

using namespace std::chrono_literals;

class ADoor : public DoorsTest {};

constexpr auto kPhrase =
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

TEST_F(ADoor, makes_one_row_of_a_hundred_concurrent_repeats)
{
    std::vector<Result<desk::Entered>> answers;
    auto send = [](desk::Intake& to, desk::Arrival a, auto& out) -> Task<void> {
        auto entered = co_await to.accept(std::move(a));
        out.push_back(std::move(entered));
    };
    for (int i = 0; i < 100; ++i) {
        boost::asio::co_spawn(
            io, send(*intake, arrival("m1", "同一条消息"), answers), boost::asio::detached);
    }
    io.restart();
    while (answers.size() < 100) io.run_one();

    std::size_t fresh = 0;
    for (const auto& answer : answers) {
        ASSERT_TRUE(answer) << answer.error().what;
        fresh += answer->repeated ? 0 : 1;
        EXPECT_EQ(answer->message, answers.front()->message);
    }
    EXPECT_EQ(fresh, 1u);
    EXPECT_EQ(timeline(answers.front()->conversation).size(), 1u);
}

TEST_F(ADoor, knows_a_repeat_after_the_thread_has_gone_to_another_conversation)
{
    auto who = add_customer();
    auto web = say(who, "网页上的问题").value().posted.message->conversation;
    auto first = enter(arrival("m1", "电报上的问题"));
    std::vector<desk::Happening> told;
    ASSERT_TRUE(wait(joins->join(first.conversation, web, "same person", agent, told)));

    auto again = enter(arrival("m1", "电报上的问题"));
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.message, first.message);
}

TEST_F(ADoor, never_stores_a_phrase_and_warns_by_the_same_door)
{
    auto entered = enter(arrival("m1", std::string{"我的助记词是 "} + kPhrase));
    EXPECT_TRUE(entered.removed_secret);
    settle();
    EXPECT_FALSE(on_disk("abandon abandon"));
    ASSERT_EQ(channel->sent.size(), 1u);
    EXPECT_TRUE(channel->sent[0].automatic);
    EXPECT_EQ(channel->sent[0].automatic_kind, "warning");
    EXPECT_EQ(channel->sent[0].locale, "zh-CN");
}

TEST_F(ADoor, takes_a_phrase_out_that_is_spread_over_messages)
{
    enter(arrival("m1", "abandon abandon abandon abandon abandon abandon"));
    enter(arrival("m2", "abandon abandon abandon abandon abandon about"));
    wait(house->store->scrub()).value();
    EXPECT_FALSE(on_disk("abandon abandon"));
}

TEST_F(ADoor, keeps_no_page_that_holds_a_phrase_between_its_tags)
{
    auto a = arrival("m1", "请看附件");
    a.html = "<p>";
    for (int i = 0; i < 11; ++i) a.html += "<b>abandon</b><i> </i>";
    a.html += "about</p>";
    auto entered = enter(std::move(a));
    EXPECT_FALSE(wait(doors->html_of(entered.message)));
    EXPECT_FALSE(on_disk("<b>abandon</b>"));
}

TEST_F(ADoor, keeps_no_phrase_that_stands_in_a_name_a_title_or_a_quotation)
{
    auto a = arrival("m1", "你好");
    a.person.name = a.person.handle = a.place.title = kPhrase;
    a.quoted = guard::RawText{kPhrase};
    enter(std::move(a));
    desk::Notice followed{.what = desk::Notice::What::allowed};
    followed.person = {.external_id = "user-2", .name = kPhrase};
    followed.place = {.key = "p:user-2", .address = "{}"};
    ASSERT_TRUE(wait(intake->note(std::move(followed))));
    EXPECT_FALSE(on_disk("abandon abandon"));
}

TEST_F(ADoor, gives_every_unvouched_sender_a_conversation_that_sees_no_history)
{
    auto first = arrival("m1", "我是王先生", "wang@example.test");
    auto forged = arrival("m2", "我也是王先生", "wang@example.test");
    first.place.key = "t1";
    forged.place.key = "t2";
    forged.person.vouched = false;
    auto real = enter(std::move(first));
    auto fake = enter(std::move(forged));
    EXPECT_NE(real.conversation, fake.conversation);
    EXPECT_NE(real.customer, fake.customer);
}

TEST_F(ADoor, continues_a_web_conversation_by_a_link_that_works_once)
{
    auto who = add_customer();
    auto web = say(who, "转账没到").value().posted.message->conversation;
    auto token = wait(intake->make_link(web, "")).value();

    auto a = arrival("m1", "我在这里继续");
    a.link = token;
    auto entered = enter(std::move(a));
    EXPECT_EQ(entered.conversation, web);
    EXPECT_EQ(timeline(web).back()->door->kind, "web");

    answer(web, "收到，正在查");
    settle();
    ASSERT_EQ(channel->sent.size(), 1u) << "the answer goes where he is now";
    EXPECT_EQ(channel->sent[0].text, "收到，正在查");

    auto stranger = arrival("m2", "我也想看", "user-2");
    stranger.link = token;
    EXPECT_NE(enter(std::move(stranger)).conversation, web) << "the token was used";
}

TEST_F(ADoor, leads_nobody_by_a_link_that_is_bound_to_somebody_else_or_over)
{
    auto who = add_customer();
    auto web = say(who, "转账没到").value().posted.message->conversation;
    auto bound = arrival("m1", "带我进去", "thief");
    bound.link = wait(intake->make_link(web, "owner")).value();
    EXPECT_NE(enter(std::move(bound)).conversation, web);

    auto late = arrival("m2", "带我进去", "late");
    late.link = wait(intake->make_link(web, "")).value();
    clock.advance(2h);
    EXPECT_NE(enter(std::move(late)).conversation, web);
}

TEST_F(ADoor, never_joins_two_customers_who_both_proved_who_they_are)
{
    auto alice = add_customer(), bob = add_customer();
    ASSERT_TRUE(wait(house->store->identify(alice.id, "alice", "Alice", "")));
    ASSERT_TRUE(wait(house->store->identify(bob.id, "bob", "Bob", "")));
    auto hers = say(alice, "爱丽丝的问题").value().posted.message->conversation;
    auto his = say(bob, "鲍勃的问题").value().posted.message->conversation;
    auto a = arrival("m1", "继续");
    a.link = wait(intake->make_link(hers, "")).value();
    ASSERT_EQ(enter(std::move(a)).conversation, hers);

    std::vector<desk::Happening> told;
    auto joined = wait(joins->join(hers, his, "looked alike", agent, told));
    ASSERT_FALSE(joined);
    EXPECT_EQ(joined.error().kind, ErrorKind::conflict);
}

TEST_F(ADoor, leads_a_joined_thread_back)
{
    auto who = add_customer();
    auto web = say(who, "网页").value().posted.message->conversation;
    auto first = enter(arrival("m1", "电报"));
    std::vector<desk::Happening> told;
    auto join = wait(joins->join(first.conversation, web, "same transaction", agent, told));
    ASSERT_TRUE(join);
    EXPECT_EQ(enter(arrival("m2", "还是我")).conversation, web);
    ASSERT_TRUE(wait(joins->undo(*join, agent)));
    EXPECT_EQ(enter(arrival("m3", "又是我")).conversation, first.conversation);
    EXPECT_EQ(wait(joins->undo(*join, agent)).error().kind, ErrorKind::conflict);
}

TEST_F(ADoor, shows_a_message_at_once_and_its_file_when_it_came)
{
    auto a = arrival("m1", "截图");
    a.files.push_back({.name = "a.png", .size = 100, .source = "fid-1"});
    auto entered = enter(std::move(a));
    ASSERT_EQ(timeline(entered.conversation).front()->attachments.size(), 1u);
    EXPECT_EQ(timeline(entered.conversation).front()->attachments[0].state, "pending");

    desk::Fetcher fetcher{{*doors, *open_doors, house->feed, *house->blobs, *scope, clock}};
    channel->files["fid-1"] = std::string("\x89PNG\r\n\x1a\n", 8) + std::string(40, '\0');
    keep_up();
    scope->serve("fetcher", [&] { return fetcher.run(); });
    io.restart();
    io.run_for(200ms);
    auto shown = timeline(entered.conversation).front()->attachments[0];
    EXPECT_EQ(shown.state, "");
    EXPECT_EQ(shown.type, "image/png");
    halt();
}

TEST_F(ADoor, changes_what_a_customer_edited_and_guards_the_new_words)
{
    auto entered = enter(arrival("m1", "原来的话"));
    desk::Notice edit{.what = desk::Notice::What::edited, .external_id = "m1"};
    edit.text = guard::RawText{std::string{"新的话 "} + kPhrase};
    ASSERT_TRUE(wait(intake->note(std::move(edit))));
    auto body = timeline(entered.conversation).front()->body;
    EXPECT_TRUE(body.contains("新的话"));
    EXPECT_FALSE(body.contains("abandon abandon"));
}

TEST_F(ADoor, keeps_a_machine_s_message_without_opening_anything)
{
    auto entered = enter(arrival("m1", "问题"));
    desk::Change resolve{.status = "resolved"};
    ASSERT_TRUE(wait(house->desk->change(entered.conversation, entered.customer, agent, resolve)));
    auto away = arrival("m2", "我在休假");
    away.automatic = true;
    enter(std::move(away));
    auto conversation = wait(house->store->get(entered.conversation, agent.id)).value();
    EXPECT_EQ(conversation.status, "resolved");
}

TEST_F(ADoor, tells_of_a_transaction_in_words_at_first_and_when_it_is_certain)
{
    auto entered = enter(arrival("m1", "转账没到"));
    desk::Happening told;
    auto cases = wait(house->cases->open_cases(
        entered.conversation, "", {{"ethereum", "transaction", "0xabc"}}, told));
    ASSERT_TRUE(cases);
    auto look = [&](std::string state, std::string title) {
        desk::Look l{.id = cases->front().id, .chain = "ethereum", .state = state};
        l.cause = "evm." + state;
        l.body = R"({"advice":{"zh-CN":{"title":")" + title + R"(","see":"费用太低"},"en":{}}})";
        l.news = true;
        auto settled = wait(house->cases->settle(std::move(l)));
        EXPECT_TRUE(settled);
        settle();
    };
    look("pending", "还在等待");
    ASSERT_EQ(channel->sent.size(), 1u);
    EXPECT_EQ(channel->sent[0].text, "还在等待\n\n费用太低");
    look("included", "已打包");
    EXPECT_EQ(channel->sent.size(), 1u) << "providers count messages";
    look("final", "已完成");
    EXPECT_EQ(channel->sent.size(), 2u);
}

}  // namespace
}  // namespace keydesk
