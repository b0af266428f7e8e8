// Bounces that quote nothing, and complaints.
#include "channels/email/sorter.hpp"
#include "mail/thread_key.hpp"
#include "tests/kit/finish.hpp"
#include "tests/kit/mailroom.hpp"

#include <gmock/gmock.h>

namespace keydesk::email {
namespace {

using kit::MailText;
using testing::HasSubstr;
using What = desk::Notice::What;

constexpr auto kPart = "0190c0de-0000-7000-8000-000000000001";

class MailReturned : public testing::Test {
protected:
    kit::DeskFake desk;
    Settings settings = kit::account();
    Sorter sorter{desk, settings};

    bool take(const MailText& mail)
    {
        auto taken = kit::finish(sorter.take({.raw = mail.text(), .came_at = desk.time.now()}));
        return taken.has_value();
    }
    Us us() { return *kit::finish(sorter.us()); }
    std::string envelope()
    {
        return mail::bounce_address("support@desk.test", kPart, us().key).value();
    }
    /// As old servers write: no report, nothing quoted.
    MailText bare(std::string to)
    {
        return {
            .from = "Mailer-Daemon@mx.other.test",
            .to = std::move(to),
            .subject = "failure notice",
            .id = "bare@mx",
            .body = "Hi. I'm afraid I wasn't able to deliver your message.\r\n"};
    }
    /// Our Message-ID for a mail to Ann.
    std::string sent_to_ann()
    {
        EXPECT_TRUE(take({}));
        const auto& arrival = desk.arrivals.back();
        desk::Departure departure{.id = kPart, .thread_key = arrival.place.key, .text = "Hello"};
        return outgoing_of(departure, *read_place(arrival.place.address), us(), true)->message_id;
    }
    MailText complaint(const std::string& message_id, std::string more = {})
    {
        return {
            .from = "feedback@provider.test",
            .id = "arf@provider",
            .more =
                "MIME-Version: 1.0\r\nContent-Type: multipart/report; "
                "report-type=feedback-report; boundary=B\r\n",
            .body =
                "--B\r\nContent-Type: text/plain\r\n\r\nA complaint.\r\n--B\r\nContent-Type: "
                "message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: "
                "Provider/1.0\r\nVersion: 1\r\n" +
                more + "\r\n--B\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <" +
                message_id + ">\r\nTo: ann@customer.test\r\n\r\n--B--\r\n"};
    }
    bool stopped(const std::string& address) { return *kit::finish(sorter.is_stopped(address)); }
};

TEST_F(MailReturned, a_bounce_that_quotes_nothing_is_known_by_where_it_came_to)
{
    ASSERT_TRUE(take(bare(envelope())));
    ASSERT_EQ(desk.notices.size(), 1u);
    EXPECT_EQ(desk.notices[0].what, What::bounced);
    EXPECT_EQ(desk.notices[0].external_id, desk::kOfPart + kPart);
    EXPECT_TRUE(desk.arrivals.empty());
    EXPECT_TRUE(desk.aside.empty());
}

TEST_F(MailReturned, servers_may_change_the_case_of_the_address)
{
    auto shouted = envelope();
    for (auto& c : shouted) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    ASSERT_TRUE(take(bare(shouted)));
    EXPECT_EQ(desk.notices.size(), 1u);
}

TEST_F(MailReturned, a_made_up_address_bounces_nothing)
{
    auto forged = envelope();
    auto& last = forged[forged.find('@') - 1];
    last = last == 'a' ? 'b' : 'a';
    auto other_key = mail::bounce_address("support@desk.test", kPart, "another key").value();
    for (const auto& to : {forged, other_key, std::string{"support+b@desk.test"}}) {
        take(bare(to));
        EXPECT_TRUE(desk.notices.empty()) << to;
    }
}

TEST_F(MailReturned, a_delay_and_an_absence_are_no_bounce)
{
    auto late = bare(envelope());
    late.subject = "Warning: message delayed 24 hours";
    ASSERT_TRUE(take(late));
    MailText away{.to = envelope(), .id = "away@x", .more = "Auto-Submitted: auto-replied\r\n"};
    ASSERT_TRUE(take(away));
    EXPECT_TRUE(desk.notices.empty());
}

TEST_F(MailReturned, a_complaint_is_told_of_its_mail_and_stops_what_machines_send_there)
{
    auto id = sent_to_ann();
    ASSERT_FALSE(stopped("ann@customer.test"));
    ASSERT_TRUE(take(complaint(id)));
    ASSERT_EQ(desk.notices.size(), 1u);
    EXPECT_EQ(desk.notices[0].what, What::complained);
    EXPECT_EQ(desk.notices[0].external_id, id);
    EXPECT_THAT(desk.notices[0].detail, HasSubstr("abuse"));
    EXPECT_TRUE(desk.aside.empty());
    EXPECT_TRUE(stopped("Ann@Customer.test"));
}

TEST_F(MailReturned, a_complaint_cannot_silence_somebody_else)
{
    auto id = sent_to_ann();
    ASSERT_TRUE(take(complaint(id, "Original-Rcpt-To: <bob@customer.test>\r\n")));
    EXPECT_FALSE(stopped("bob@customer.test"));
    EXPECT_FALSE(stopped("ann@customer.test"));
}

TEST_F(MailReturned, a_complaint_about_a_strangers_mail_is_set_aside)
{
    ASSERT_TRUE(take(complaint("x@stranger.test")));
    EXPECT_TRUE(desk.notices.empty());
    ASSERT_EQ(desk.aside.size(), 1u);
    EXPECT_EQ(desk.aside[0].reason, "complaint");
    EXPECT_FALSE(stopped("ann@customer.test"));
}

}  // namespace
}  // namespace keydesk::email
