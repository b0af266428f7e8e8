// An address that somebody typed into the form: asked once, believed only after its owner said yes.
#include "store/doors/confirmations.hpp"
#include "store/doors/doors.hpp"
#include "store/doors/outbox.hpp"
#include "tests/system/house.hpp"

#include <gmock/gmock.h>

namespace keydesk {
namespace {

using namespace std::chrono_literals;
using desk::Confirmation;

class FormAddress : public HouseTest {
protected:
    FormAddress() { mail_inbox = add_inbox("mail"); }

    store::Confirmations& confirmations()
    {
        if (!made) {
            made.emplace(*house->database, *house->store, house->sealer, house->clock);
        }
        return *made;
    }
    std::string conversation(std::string text = "我的转账没有到账")
    {
        who = add_customer();
        return say(*who, std::move(text))->posted.message->conversation;
    }
    bool ask(const std::string& conversation, std::string address = "ann@customer.test")
    {
        return wait(confirmations().ask({conversation, mail_inbox, std::move(address), "zh-CN"}))
            .value();
    }
    std::optional<Confirmation> lease() { return wait(confirmations().lease()).value(); }
    /// As when the mail has left.
    Confirmation sent(const std::string& conversation, std::string address = "ann@customer.test")
    {
        EXPECT_TRUE(ask(conversation, std::move(address)));
        auto one = lease();
        EXPECT_TRUE(one.has_value());
        if (!one) return {};
        EXPECT_TRUE(wait(confirmations().place(one->id, R"({"to":"ann@customer.test"})")));
        EXPECT_TRUE(wait(confirmations().settle({.id = one->id, .state = "sent"})));
        return *one;
    }
    std::string yes(const Confirmation& one) { return confirmations().token_of(one.id, "confirm"); }
    std::string no(const Confirmation& one) { return confirmations().token_of(one.id, "stop"); }
    std::string state(const std::string& conversation)
    {
        return wait(confirmations().of_conversation(conversation))->state;
    }
    std::size_t deliveries(const std::string& message)
    {
        return wait(house->outbox->deliveries_of({message}))->size();
    }
    std::string answer(const std::string& conversation, std::string text)
    {
        return wait(house->desk->write(draft(conversation, std::move(text))))->message->id;
    }
    bool event(const std::string& conversation, const std::string& what)
    {
        auto all = timeline(conversation);
        return std::ranges::any_of(all, [&](const auto& one) {
            return one->kind == "event" && one->payload.contains("\"" + what + "\"");
        });
    }

    std::string mail_inbox;
    std::optional<store::Confirmations> made;
    std::optional<desk::Visitor> who;
};

TEST_F(FormAddress, gets_the_answers_after_its_owner_said_yes_and_not_before)
{
    auto id = conversation();
    auto one = sent(id);
    auto early = answer(id, "您好，我们在查。");
    EXPECT_EQ(deliveries(early), 0U);
    EXPECT_EQ(state(id), "sent");

    ASSERT_TRUE(wait(confirmations().confirm(yes(one))));
    EXPECT_EQ(state(id), "confirmed");
    EXPECT_TRUE(event(id, "address_confirmed"));
    EXPECT_EQ(deliveries(early), 1U) << "what was answered meanwhile must reach him";
    EXPECT_EQ(deliveries(answer(id, "已经到账。")), 1U);
}

TEST_F(FormAddress, keeps_getting_answers_when_the_customer_writes_on_his_page)
{
    auto id = conversation();
    auto one = sent(id);
    ASSERT_TRUE(wait(confirmations().confirm(yes(one))));
    ASSERT_TRUE(say(*who, "补充：是今天中午转的"));
    EXPECT_EQ(deliveries(answer(id, "收到。")), 1U);
}

TEST_F(FormAddress, joins_a_mail_that_answers_to_the_same_conversation)
{
    auto id = conversation();
    auto one = sent(id);
    ASSERT_TRUE(wait(confirmations().confirm(yes(one))));
    auto thread = wait(house->doors->thread_by_key(mail_inbox, one.id));
    ASSERT_TRUE(thread);
    EXPECT_EQ(thread->conversation, id);
    EXPECT_EQ(thread->customer, who->customer.id);
}

TEST_F(FormAddress, of_somebody_known_does_not_make_two_customers_one)
{
    desk::Entrance before{
        .inbox = mail_inbox,
        .person = {.external_id = "ann@customer.test", .name = "Ann"},
        .place = {.key = "earlier", .address = "{}"},
        .title = {},
        .link = {},
        .locale = "en",
        .allowance = {},
        .at = house->clock.now()};
    auto known = wait(house->doors->enter(before));
    ASSERT_TRUE(known);
    auto id = conversation();
    auto one = sent(id);
    ASSERT_TRUE(wait(confirmations().confirm(yes(one))));
    before.place.key = "later";
    EXPECT_EQ(wait(house->doors->enter(before))->customer, known->customer);
}

TEST_F(FormAddress, can_be_confirmed_after_its_owner_answered_the_question_by_mail)
{
    auto id = conversation();
    auto one = sent(id);
    desk::Entrance reply{
        .inbox = mail_inbox,
        .person = {.external_id = "ann@customer.test"},
        .place = {.key = one.id, .address = "{}"},
        .title = {},
        .link = {},
        .locale = "en",
        .allowance = {},
        .at = house->clock.now()};
    ASSERT_TRUE(wait(house->doors->enter(reply)));
    ASSERT_TRUE(wait(confirmations().confirm(yes(one))));
    EXPECT_EQ(wait(house->doors->thread_by_key(mail_inbox, one.id))->conversation, id);
    EXPECT_EQ(deliveries(answer(id, "您好")), 1U);
}

TEST_F(FormAddress, is_asked_once_however_often_it_is_typed)
{
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(ask(conversation("第 " + std::to_string(i) + " 次")));
    EXPECT_TRUE(lease().has_value());
    EXPECT_FALSE(lease().has_value());
    for (int day = 0; day < 10; ++day) {
        clock.advance(25h);
        EXPECT_TRUE(ask(conversation("又来了")));
    }
    int more = 0;
    while (lease()) ++more;
    EXPECT_EQ(more, 2) << "three in a month";
}

TEST_F(FormAddress, a_thousand_strangers_are_not_all_written_to)
{
    auto id = conversation();
    int refused = 0;
    for (int i = 0; i < 1'000; ++i) refused += !ask(id, "v" + std::to_string(i) + "@victims.test");
    EXPECT_EQ(refused, 1'000 - store::Confirmations::kMostInHour);
    int mails = 0;
    while (lease()) ++mails;
    EXPECT_EQ(mails, store::Confirmations::kMostInHour);
}

TEST_F(FormAddress, cannot_be_confirmed_by_guessing_or_with_the_link_of_another)
{
    auto first = conversation("一"), second = conversation("二");
    auto mine = sent(first, "mallory@evil.test");
    auto other = sent(second, "ann@customer.test");
    auto mac = yes(mine).substr(yes(mine).find('.'));
    for (const auto& token :
         {other.id + mac,
          other.id,
          other.id + ".",
          other.id + "." + std::string(40, '0'),
          no(other),
          yes(other) + "0",
          yes(other).substr(0, yes(other).size() - 1),
          std::string{"' OR 1=1 --"},
          std::string{},
          std::string(100'000, 'a')}) {
        auto done = wait(confirmations().confirm(token));
        ASSERT_FALSE(done) << token.substr(0, 80);
        EXPECT_EQ(done.error().kind, ErrorKind::not_found);
        EXPECT_FALSE(wait(confirmations().find(token, "confirm")));
    }
    EXPECT_FALSE(wait(confirmations().refuse(yes(other)))) << "a yes is no no";
    EXPECT_EQ(state(second), "sent");
}

TEST_F(FormAddress, has_a_link_for_48_hours_and_once)
{
    auto id = conversation();
    auto one = sent(id);
    clock.advance(48h);
    auto late = wait(confirmations().confirm(yes(one)));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ErrorKind::conflict);
    EXPECT_EQ(state(id), "expired");
    EXPECT_EQ(deliveries(answer(id, "您好")), 0U);

    auto again = conversation("再试一次");
    auto fresh = sent(again, "bob@customer.test");
    clock.advance(47h);
    EXPECT_TRUE(wait(confirmations().confirm(yes(fresh))));
    auto twice = wait(confirmations().confirm(yes(fresh)));
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().kind, ErrorKind::conflict);
}

TEST_F(FormAddress, is_left_alone_when_its_owner_says_so)
{
    auto id = conversation();
    auto one = sent(id);
    clock.advance(72h);
    ASSERT_TRUE(wait(confirmations().refuse(no(one)))) << "also after the link is over";
    ASSERT_TRUE(wait(confirmations().refuse(no(one))));
    EXPECT_TRUE(event(id, "address_refused"));
    EXPECT_FALSE(wait(confirmations().confirm(yes(one))));
    clock.advance(24h * 100);
    EXPECT_TRUE(ask(conversation("又来"))) << "who types it learns nothing";
    EXPECT_FALSE(lease().has_value());
}

TEST_F(FormAddress, gets_nothing_more_when_a_yes_is_taken_back)
{
    auto id = conversation();
    auto one = sent(id);
    ASSERT_TRUE(wait(confirmations().confirm(yes(one))));
    ASSERT_TRUE(wait(confirmations().refuse(no(one))));
    EXPECT_EQ(deliveries(answer(id, "您好")), 0U);
    ASSERT_TRUE(say(*who, "还在吗"));
    EXPECT_EQ(deliveries(answer(id, "在的")), 0U);
}

TEST_F(FormAddress, is_not_asked_twice_after_a_crash_and_its_link_still_works)
{
    auto id = conversation();
    EXPECT_TRUE(ask(id));
    auto one = lease();
    ASSERT_TRUE(one);
    EXPECT_TRUE(wait(confirmations().place(one->id, R"({"to":"ann@customer.test"})")));
    made.reset();
    close();
    open();
    EXPECT_TRUE(wait(confirmations().recover()));
    EXPECT_FALSE(lease().has_value());
    EXPECT_EQ(state(id), "uncertain");
    EXPECT_TRUE(wait(confirmations().confirm(yes(*one))));
}

}  // namespace
}  // namespace keydesk
