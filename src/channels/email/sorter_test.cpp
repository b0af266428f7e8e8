#include "channels/email/sorter.hpp"

#include "mail/thread_key.hpp"
#include "tests/kit/finish.hpp"
#include "tests/kit/mailroom.hpp"

#include <gmock/gmock.h>

namespace keydesk::email {
namespace {

using namespace std::chrono_literals;
using kit::MailText;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class MailSorter : public testing::Test {
protected:
    kit::DeskFake desk;
    Settings settings = kit::account({{"acknowledge", "true"}, {"most_per_sender", "5"}});
    Sorter sorter{desk, settings};

    Result<desk::Entered> take(const MailText& mail)
    {
        return kit::finish(sorter.take({.raw = mail.text(), .came_at = desk.time.now()}));
    }
    Us us() { return *kit::finish(sorter.us()); }

    /// What answers to a thread of Ann's would be sent to and what it would refer to.
    struct Ours {
        std::string thread, reply_to, message_id;
    };
    Ours answer_to(const desk::Arrival& arrival)
    {
        desk::Departure departure{
            .id = "0190c0de-0000-7000-8000-000000000001",
            .thread_key = arrival.place.key,
            .text = "Hello"};
        auto mail = outgoing_of(departure, *read_place(arrival.place.address), us(), true);
        return {arrival.place.key, mail->reply_to, mail->message_id};
    }
    Ours begin()
    {
        EXPECT_TRUE(take({}));
        return answer_to(desk.arrivals.back());
    }
    /// A mail that comes later.
    desk::Arrival then(MailText mail)
    {
        mail.id = "m" + std::to_string(++mails_) + "@later.test";
        auto before = desk.arrivals.size();
        EXPECT_TRUE(take(mail));
        EXPECT_EQ(desk.arrivals.size(), before + 1);
        return desk.arrivals.back();
    }

private:
    int mails_ = 1;
};

TEST_F(MailSorter, a_verified_mail_is_a_message_of_its_author)
{
    ASSERT_TRUE(take({}));
    ASSERT_EQ(desk.arrivals.size(), 1u);
    const auto& arrival = desk.arrivals[0];
    EXPECT_EQ(arrival.person.external_id, "ann@customer.test");
    EXPECT_EQ(arrival.person.name, "Ann");
    EXPECT_TRUE(arrival.person.vouched);
    EXPECT_EQ(arrival.place.title, "Where is my transaction?");
    EXPECT_THAT(arrival.text.reveal(), HasSubstr("sent at noon"));
    EXPECT_THAT(arrival.warnings, IsEmpty());
}

TEST_F(MailSorter, an_answer_to_our_address_holds_the_thread)
{
    auto ours = begin();
    auto arrival = then({.to = ours.reply_to});
    EXPECT_EQ(arrival.place.key, ours.thread);
}

TEST_F(MailSorter, an_answer_that_names_our_mail_holds_the_thread)
{
    auto ours = begin();
    auto replied = then({.more = "In-Reply-To: <" + ours.message_id + ">\r\n"});
    EXPECT_EQ(replied.place.key, ours.thread);
    EXPECT_EQ(replied.answers, ours.message_id);
    auto referred = then({.more = "References: <" + ours.message_id + "> <x@y>\r\n"});
    EXPECT_EQ(referred.place.key, ours.thread);
}

TEST_F(MailSorter, a_subject_or_a_number_alone_never_joins)
{
    auto ours = begin();
    auto arrival = then({.subject = "Re: Where is my transaction? [#7]"});
    EXPECT_NE(arrival.place.key, ours.thread);
}

TEST_F(MailSorter, a_forged_author_with_the_right_token_sees_nothing)
{
    auto ours = begin();
    auto arrival = then({.to = ours.reply_to, .verdict = "dmarc=fail header.from=customer.test"});
    EXPECT_NE(arrival.place.key, ours.thread);
    EXPECT_FALSE(arrival.person.vouched);
    EXPECT_THAT(
        arrival.warnings, Contains("answers a conversation, but the sender is not verified"));
}

TEST_F(MailSorter, who_was_in_copy_does_not_get_into_the_conversation)
{
    // The Zendesk take-over of 2024: a CC became a participant and read all that followed.
    auto ours = begin();
    then({.to = ours.reply_to, .more = "Cc: mallory@evil.test\r\n"});
    auto arrival = then(
        {.from = "mallory@evil.test",
         .to = ours.reply_to,
         .more = "In-Reply-To: <" + ours.message_id + ">\r\n",
         .verdict = "dmarc=pass header.from=evil.test"});
    EXPECT_NE(arrival.place.key, ours.thread);
    EXPECT_THAT(arrival.warnings, Contains("answers a conversation of somebody else"));
    auto place = read_place(arrival.place.address);
    EXPECT_EQ(place->to, "mallory@evil.test");
}

TEST_F(MailSorter, answers_go_to_the_author_and_never_to_reply_to)
{
    auto arrival = then({.more = "Reply-To: victim@other.test\r\n"});
    EXPECT_EQ(read_place(arrival.place.address)->to, "ann@customer.test");
    EXPECT_THAT(arrival.warnings, Contains(HasSubstr("another address")));
}

TEST_F(MailSorter, where_nobody_is_verified_only_the_token_joins)
{
    settings.authserv_ids.clear();
    auto ours = begin();
    auto by_token = then({.to = ours.reply_to});
    EXPECT_EQ(by_token.place.key, ours.thread);
    EXPECT_FALSE(by_token.person.vouched);
    EXPECT_THAT(by_token.warnings, Contains(HasSubstr("sender not verified")));
    auto by_id = then({.more = "In-Reply-To: <" + ours.message_id + ">\r\n"});
    EXPECT_NE(by_id.place.key, ours.thread);
    auto other = then({.from = "mallory@evil.test", .to = ours.reply_to});
    EXPECT_NE(other.place.key, ours.thread);
}

TEST_F(MailSorter, a_verdict_that_another_server_wrote_does_not_count)
{
    auto arrival = then(
        {.more = "Authentication-Results: mx.evil.test; dmarc=pass header.from=customer.test\r\n",
         .verdict = ""});
    EXPECT_FALSE(arrival.person.vouched);
}

TEST_F(MailSorter, a_token_leads_only_to_its_own_thread)
{
    auto ours = begin();
    auto tampered = ours.reply_to;
    auto at = tampered.find('@') - 1;
    tampered[at] = tampered[at] == 'a' ? 'b' : 'a';
    EXPECT_NE(then({.to = tampered}).place.key, ours.thread);
    kit::DeskFake other_desk;
    Sorter other{other_desk, settings};
    MailText mail{.to = ours.reply_to, .id = "other@x"};
    ASSERT_TRUE(kit::finish(other.take({.raw = mail.text()})));
    EXPECT_NE(other_desk.arrivals[0].place.key, ours.thread);
}

TEST_F(MailSorter, a_subject_with_a_secret_is_clean_in_what_goes_back)
{
    auto arrival = then(
        {.subject = "my phrase abandon abandon abandon abandon abandon abandon abandon abandon "
                    "abandon abandon abandon about"});
    EXPECT_THAT(arrival.place.address, Not(HasSubstr("abandon abandon")));
}

TEST_F(MailSorter, the_same_mail_by_two_ways_is_one_message)
{
    ASSERT_TRUE(take({}));
    auto other =
        "Received: by other.test; now\r\nDelivered-To: support@desk.test\r\n" + MailText{}.text();
    auto again = kit::finish(sorter.take({.raw = other}));
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->repeated);
}

TEST_F(MailSorter, a_borrowed_message_id_does_not_swallow_a_mail)
{
    ASSERT_TRUE(take({}));
    ASSERT_TRUE(take({.body = "Something else.\r\n"}));
    EXPECT_EQ(desk.arrivals.size(), 2u);
}

TEST_F(MailSorter, a_bounce_is_told_of_the_mail_it_is_about)
{
    auto ours = begin();
    MailText bounce{
        .from = "Mailer-Daemon@mx.desk.test",
        .id = "b1@mx",
        .more =
            "MIME-Version: 1.0\r\nContent-Type: multipart/report; "
            "report-type=delivery-status; boundary=B\r\n",
        .body =
            "--B\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--B\r\nContent-Type: "
            "message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: "
            "rfc822; ann@customer.test\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: "
            "smtp; 550 no such user\r\n\r\n--B\r\nContent-Type: "
            "text/rfc822-headers\r\n\r\nMessage-ID: <" +
            ours.message_id + ">\r\n\r\n--B--\r\n"};
    ASSERT_TRUE(take(bounce));
    ASSERT_EQ(desk.notices.size(), 1u);
    EXPECT_EQ(desk.notices[0].what, desk::Notice::What::bounced);
    EXPECT_EQ(desk.notices[0].external_id, ours.message_id);
    EXPECT_THAT(desk.notices[0].detail, HasSubstr("5.1.1"));
    EXPECT_EQ(desk.arrivals.size(), 1u);

    bounce.id = "b2@mx";
    bounce.body.replace(bounce.body.find(ours.message_id), ours.message_id.size(), "x@stranger");
    ASSERT_TRUE(take(bounce));
    ASSERT_EQ(desk.aside.size(), 1u);
    EXPECT_EQ(desk.aside[0].reason, "report");
}

TEST_F(MailSorter, out_of_office_is_stored_as_automatic_in_its_thread)
{
    auto ours = begin();
    auto arrival = then({.to = ours.reply_to, .more = "Auto-Submitted: auto-replied\r\n"});
    EXPECT_EQ(arrival.place.key, ours.thread);
    EXPECT_TRUE(arrival.automatic);
}

TEST_F(MailSorter, mail_through_a_group_is_read_by_people_and_answered_by_people_only)
{
    auto arrival = then({.more = "List-Id: <support.desk.test>\r\nPrecedence: list\r\n"});
    EXPECT_FALSE(arrival.automatic);
    EXPECT_TRUE(read_place(arrival.place.address)->quiet);
    EXPECT_THAT(sorter.acknowledgements, IsEmpty());
}

TEST_F(MailSorter, what_cannot_be_read_is_set_aside_with_a_reason)
{
    auto taken = kit::finish(sorter.take({.raw = ""}));
    ASSERT_TRUE(taken);
    EXPECT_TRUE(taken->message.empty());
    ASSERT_EQ(desk.aside.size(), 1u);
    EXPECT_THAT(desk.aside[0].reason, HasSubstr("unreadable"));
}

TEST_F(MailSorter, what_the_desk_cannot_take_is_set_aside_and_can_be_tried_again)
{
    desk.refuses = true;
    ASSERT_TRUE(take({}));
    ASSERT_EQ(desk.aside.size(), 1u);
    desk.refuses = false;
    auto again = kit::finish(sorter.take({.raw = desk.aside[0].raw}, true));
    ASSERT_TRUE(again);
    EXPECT_EQ(desk.arrivals.size(), 1u);
}

TEST_F(MailSorter, a_disk_that_is_away_leaves_the_mail_where_it_is)
{
    desk.down = true;
    EXPECT_EQ(take({}).error().kind, ErrorKind::unavailable);
    EXPECT_EQ(kit::finish(sorter.take({.raw = ""})).error().kind, ErrorKind::unavailable);
}

TEST_F(MailSorter, a_flood_of_one_sender_goes_into_quarantine)
{
    for (int i = 0; i < 8; ++i) ASSERT_TRUE(take({.id = "f" + std::to_string(i) + "@x"}));
    EXPECT_EQ(desk.arrivals.size(), 5u);
    ASSERT_EQ(desk.aside.size(), 3u);
    EXPECT_EQ(desk.aside[0].reason, "too_many");
    EXPECT_EQ(desk.aside[0].from, "ann@customer.test");
}

TEST_F(MailSorter, what_waited_during_an_outage_is_no_flood)
{
    for (int i = 0; i < 30; ++i) {
        MailText mail{.id = "o" + std::to_string(i) + "@x"};
        auto came = desk.time.now() - 72h + i * 2h;
        ASSERT_TRUE(kit::finish(sorter.take({.raw = mail.text(), .came_at = came})));
    }
    EXPECT_EQ(desk.arrivals.size(), 30u);
}

TEST_F(MailSorter, the_first_mail_is_acknowledged_once_and_to_verified_senders_only)
{
    ASSERT_TRUE(take({}));
    ASSERT_TRUE(take({.id = "x@y", .verdict = "dmarc=fail", .body = "other\r\n"}));
    ASSERT_TRUE(take({.id = "z@y", .more = "Auto-Submitted: auto-generated\r\n"}));
    ASSERT_EQ(sorter.acknowledgements.size(), 1u);
    EXPECT_EQ(sorter.acknowledgements[0].to, "ann@customer.test");
    EXPECT_EQ(sorter.acknowledgements[0].number, "7");
}

TEST_F(MailSorter, a_warning_about_a_secret_takes_the_place_of_the_acknowledgement)
{
    desk.removes_secrets = true;
    ASSERT_TRUE(take({}));
    EXPECT_THAT(sorter.acknowledgements, IsEmpty());
}

TEST_F(MailSorter, one_automatic_answer_in_a_day_also_after_a_restart)
{
    auto may = [this](Sorter& who, const char* answer) {
        (void)this;
        return *kit::finish(who.may_answer("ann@customer.test", answer, Purpose::courtesy));
    };
    EXPECT_TRUE(may(sorter, "a"));
    EXPECT_TRUE(may(sorter, "a"));  // A second attempt of the same answer.
    EXPECT_FALSE(may(sorter, "b"));
    Sorter restarted{desk, settings};
    EXPECT_FALSE(may(restarted, "c"));
    desk.time.advance(24h);
    EXPECT_TRUE(may(restarted, "d"));
}

TEST_F(MailSorter, a_warning_goes_though_the_acknowledgement_of_the_day_has_gone)
{
    auto may = [this](const char* answer, std::string_view kind) {
        return *kit::finish(sorter.may_answer("ann@customer.test", answer, desk::purpose_of(kind)));
    };
    ASSERT_TRUE(may("a", "acknowledgement"));
    EXPECT_FALSE(may("b", "place"));
    EXPECT_FALSE(may("c", "csat"));

    EXPECT_TRUE(may("d", "warning"));
    EXPECT_TRUE(may("e", "ask"));
    EXPECT_TRUE(may("f", "answer"));
    for (const char* id : {"g", "h", "i"}) EXPECT_TRUE(may(id, "warning"));
    EXPECT_FALSE(may("j", "warning")) << "a mailbox that echoes secrets is no loop either";
    EXPECT_FALSE(may("k", "answer")) << "two machines that talk come to an end";
}

TEST_F(MailSorter, the_key_survives_a_restart)
{
    auto ours = begin();
    Sorter restarted{desk, settings};
    MailText mail{.to = ours.reply_to, .id = "later@x"};
    ASSERT_TRUE(kit::finish(restarted.take({.raw = mail.text()})));
    EXPECT_EQ(desk.arrivals.back().place.key, ours.thread);
}

}  // namespace
}  // namespace keydesk::email
