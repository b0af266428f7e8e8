// What goes out by a door: in order, within the provider's limits, never twice by itself.
#include "store/conversations/changes.hpp"
#include "store/log.hpp"
#include "tests/system/doors_kit.hpp"

namespace keydesk {
namespace {

using namespace std::chrono_literals;
using desk::SendFault;

class TheCourier : public DoorsTest {
protected:
    std::string begin() { return enter(arrival("m1", "你好")).conversation; }
};

TEST_F(TheCourier, sends_an_answer_once_and_notes_it)
{
    auto conversation = begin();
    auto message = answer(conversation, "您好");
    settle();
    settle();
    ASSERT_EQ(channel->sent.size(), 1u);
    EXPECT_EQ(channel->sent[0].text, "您好");
    EXPECT_EQ(channel->sent[0].author, agent.name);
    EXPECT_EQ(channel->sent[0].answers, "m1");
    EXPECT_EQ(state(message), "sent");
}

TEST_F(TheCourier, keeps_notes_and_web_answers_inside)
{
    auto conversation = begin();
    ASSERT_TRUE(wait(house->desk->write(draft(conversation, "内部", "note"))));
    answer(conversation, "只在网页", "web");
    settle();
    EXPECT_TRUE(channel->sent.empty());
}

TEST_F(TheCourier, tries_again_what_surely_did_not_go)
{
    channel->script = {desk::not_sent(SendFault::retry, "502", "bad gateway")};
    auto message = answer(begin(), "您好");
    settle();
    EXPECT_EQ(state(message), "queued");
    later(10s);
    ASSERT_EQ(channel->sent.size(), 2u);
    EXPECT_EQ(state(message), "sent");
    EXPECT_EQ(channel->sent[0].id, channel->sent[1].id);
    EXPECT_EQ(channel->sent[1].attempt, 2);
}

TEST_F(TheCourier, heeds_the_wait_that_a_provider_asks_for)
{
    auto limited = desk::SendError{.fault = SendFault::rate_limited, .after = 300s};
    channel->script = {std::unexpected{limited}};
    auto message = answer(begin(), "您好");
    settle();
    later(299s);
    EXPECT_EQ(channel->sent.size(), 1u);
    later(2s);
    EXPECT_EQ(state(message), "sent");
}

TEST_F(TheCourier, never_resends_by_itself_what_may_have_gone)
{
    channel->script = {desk::not_sent(SendFault::uncertain, "timeout", "no answer")};
    auto message = answer(begin(), "您好");
    settle();
    EXPECT_EQ(state(message), "uncertain");
    later(100h);
    EXPECT_EQ(channel->sent.size(), 1u);
    ASSERT_TRUE(wait(outbox->send_again(deliveries(message)[0].id, agent)));
    settle();
    EXPECT_EQ(channel->sent.size(), 2u);
    EXPECT_EQ(state(message), "sent");
}

TEST_F(TheCourier, calls_uncertain_what_was_under_way_when_the_process_ended)
{
    channel->hangs = true;
    auto message = answer(begin(), "您好");
    settle();
    ASSERT_EQ(state(message), "sending");
    halt();
    channel->hangs = false;
    start();
    settle();
    EXPECT_EQ(state(message), "uncertain");
    EXPECT_EQ(channel->sent.size(), 1u);
}

TEST_F(TheCourier, sends_again_by_itself_where_the_provider_drops_repeats)
{
    can.idempotent = true;
    channel->hangs = true;
    auto message = answer(begin(), "您好");
    settle();
    halt();
    channel->hangs = false;
    start();
    settle();
    later(10s);
    ASSERT_EQ(channel->sent.size(), 2u);
    EXPECT_EQ(channel->sent[0].id, channel->sent[1].id) << "the provider knows it by this";
    EXPECT_EQ(state(message), "sent");
}

TEST_F(TheCourier, keeps_the_order_of_a_thread_and_lets_others_pass)
{
    channel->script = {desk::not_sent(SendFault::retry, "502", "")};
    auto conversation = begin();
    auto other = enter(arrival("m9", "我先", "user-2")).conversation;
    answer(conversation, "一");
    settle();
    answer(conversation, "二");
    answer(other, "别人的");
    settle();
    ASSERT_EQ(channel->sent.size(), 2u);
    EXPECT_EQ(channel->sent[1].text, "别人的");
    later(10s);
    settle();
    ASSERT_EQ(channel->sent.size(), 4u);
    EXPECT_EQ(channel->sent[2].text, "一");
    EXPECT_EQ(channel->sent[3].text, "二");
}

TEST_F(TheCourier, goes_on_with_the_part_that_did_not_go)
{
    can.text.longest = 20;
    channel->script = {
        desk::Receipt{"p1"}, desk::not_sent(SendFault::retry, "502", ""), desk::Receipt{"p2"}};
    auto message = answer(begin(), "第一句话一共有十几个字在这里。第二句话也有十几个字在这里。");
    settle();
    later(10s);
    ASSERT_EQ(channel->sent.size(), 3u);
    EXPECT_TRUE(channel->sent[0].text.starts_with("第一句"));
    EXPECT_EQ(channel->sent[1].id, channel->sent[2].id);
    EXPECT_TRUE(channel->sent[2].text.starts_with("第二句"));
    EXPECT_EQ(state(message), "sent");
}

TEST_F(TheCourier, holds_what_a_window_does_not_allow_until_he_writes_again)
{
    auto a = arrival("m1", "你好");
    a.allowance = desk::Allowance{.until = clock.now() + 48h, .messages = 2};
    auto conversation = enter(std::move(a)).conversation;
    answer(conversation, "一");
    answer(conversation, "二");
    auto third = answer(conversation, "三");
    for (int i = 0; i < 4; ++i) settle();
    EXPECT_EQ(channel->sent.size(), 2u);
    EXPECT_EQ(deliveries(third)[0].code, "budget_spent");
    EXPECT_EQ(state(third), "held");

    auto again = arrival("m2", "还在吗");
    again.allowance = desk::Allowance{.until = clock.now() + 48h, .messages = 2};
    enter(std::move(again));
    settle();
    EXPECT_EQ(state(third), "sent");

    clock.advance(49h);
    auto late = answer(conversation, "四");
    settle();
    EXPECT_EQ(deliveries(late)[0].code, "window_closed");
}

TEST_F(TheCourier, spends_the_last_message_of_a_window_on_a_warning_and_on_no_courtesy)
{
    auto a = arrival("m1", "你好");
    a.allowance = desk::Allowance{.until = clock.now() + 48h, .messages = 1};
    auto conversation = enter(std::move(a)).conversation;
    auto told = [&](const char* payload) {
        auto done = wait(
            house->database->run([&](sql::Connection& db) -> Result<std::vector<desk::Happening>> {
                store::Turn turn{db, *house->store, house->clock.now()};
                auto said = store::tell_customer(
                    turn.writing(conversation), {.body = "words", .payload = payload});
                if (!said) return fail(said.error());
                return turn.told();
            }));
        ASSERT_TRUE(done) << done.error().what;
        settle();
    };

    told(R"({"auto":"place"})");
    EXPECT_TRUE(channel->sent.empty()) << "nobody needs it as much as what may come";
    auto secret = arrival(
        "m2",
        "abandon abandon abandon abandon abandon abandon abandon abandon "
        "abandon abandon abandon about");
    secret.allowance = desk::Allowance{.until = clock.now() + 48h, .messages = 1};
    enter(std::move(secret));
    settle();

    ASSERT_EQ(channel->sent.size(), 1u);
    EXPECT_EQ(channel->sent[0].automatic_kind, "warning");
}

TEST_F(TheCourier, marks_a_place_that_cannot_be_reached_and_goes_by_another_door)
{
    auto who = add_customer();
    auto web = say(who, "网页").value().posted.message->conversation;
    auto a = arrival("m1", "电报");
    a.link = wait(intake->make_link(web, "")).value();
    enter(std::move(a));
    auto b = arrival("m2", "第二个账号", "user-2");
    b.link = wait(intake->make_link(web, "")).value();
    enter(std::move(b));
    channel->script = {desk::not_sent(SendFault::unreachable, "403", "blocked")};
    auto message = answer(web, "您好");
    settle();
    EXPECT_EQ(state(message), "failed");
    auto threads = wait(doors->threads_of(web)).value();
    ASSERT_EQ(threads.size(), 2u);
    EXPECT_FALSE(threads[0].reachable);
    ASSERT_TRUE(wait(outbox->redirect(deliveries(message)[0].id, threads[1].id, agent)));
    settle();
    ASSERT_EQ(channel->sent.size(), 2u);
    EXPECT_EQ(channel->sent[1].thread_key, threads[1].key);
}

TEST_F(TheCourier, follows_a_place_that_has_moved)
{
    auto moved = desk::SendError{.fault = SendFault::moved};
    moved.new_key = "p:new";
    moved.new_address = R"({"chat":-100})";
    channel->script = {std::unexpected{moved}};
    auto message = answer(begin(), "您好");
    settle();
    later(1s);
    ASSERT_EQ(channel->sent.size(), 2u);
    EXPECT_EQ(channel->sent[1].address, moved.new_address);
    EXPECT_EQ(state(message), "sent");
}

TEST_F(TheCourier, lets_a_whole_inbox_wait_when_its_account_is_in_trouble)
{
    channel->script = {desk::not_sent(SendFault::account, "401", "token revoked")};
    auto conversation = begin();
    auto other = enter(arrival("m9", "我也", "user-2")).conversation;
    auto first = answer(conversation, "一");
    settle();
    auto second = answer(other, "二");
    settle();
    EXPECT_EQ(channel->sent.size(), 1u) << "not a call for each message to a broken account";
    EXPECT_EQ(state(first), "queued");
    open_doors->opened.tell(door_inbox);
    later(40s);
    EXPECT_EQ(state(first), "sent");
    EXPECT_EQ(state(second), "sent");
}

TEST_F(TheCourier, keeps_within_the_rates_of_the_provider)
{
    can.rates = {{.scope = "thread", .burst = 1, .per_second = 1}};
    auto conversation = begin();
    answer(conversation, "一");
    answer(conversation, "二");
    settle();
    settle();
    EXPECT_EQ(channel->sent.size(), 1u);
    later(1500ms);
    EXPECT_EQ(channel->sent.size(), 2u);
}

TEST_F(TheCourier, hears_of_delivery_reading_and_bounces_and_never_goes_back)
{
    auto message = answer(begin(), "您好");
    settle();
    using What = desk::Notice::What;
    auto tell = [&](What what) {
        return wait(intake->note({.what = what, .external_id = "p1", .detail = "x"}));
    };
    ASSERT_TRUE(tell(What::read));
    EXPECT_EQ(state(message), "read");
    ASSERT_TRUE(tell(What::delivered));
    EXPECT_EQ(state(message), "read");
    ASSERT_TRUE(tell(What::bounced));
    EXPECT_EQ(state(message), "failed");
}

}  // namespace
}  // namespace keydesk
