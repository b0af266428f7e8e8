#include "net/smtp_wire.hpp"

#include "net/lmtp_wire.hpp"
#include "net/proxy_talk.hpp"

#include <gtest/gtest.h>

namespace keydesk::net {
namespace {

TEST(SmtpWire, reads_a_reply_of_many_lines_as_one)
{
    SmtpReplies replies;
    replies.feed("250-mail.example\r\n250-SIZE 1000\r\n250-AUTH PLAIN LOGIN\r\n");
    EXPECT_FALSE(replies.next()->has_value());
    replies.feed("250 STARTTLS\r\n");
    auto reply = replies.next();
    ASSERT_TRUE(reply && *reply);
    auto can = read_extensions(**reply);
    EXPECT_TRUE(can.starttls);
    EXPECT_EQ(can.size, 1'000u);
    EXPECT_EQ(can.login, (std::vector<std::string>{"PLAIN", "LOGIN"}));
}

TEST(SmtpWire, reads_the_enhanced_status)
{
    SmtpReplies replies;
    replies.feed("451 4.7.1 Greylisted, come again\r\n550 no such user\r\n");
    EXPECT_EQ((*replies.next())->status, "4.7.1");
    EXPECT_EQ((*replies.next())->status, "");
}

TEST(SmtpWire, refuses_what_is_no_smtp)
{
    for (std::string_view bytes : {"HTTP/1.1 200 OK\r\n", "25\r\n", "250x\r\n", "999 x\r\n"}) {
        SmtpReplies replies;
        replies.feed(bytes);
        EXPECT_FALSE(replies.next()) << bytes;
    }
}

TEST(SmtpWire, doubles_dots_and_ends_every_line_with_both_bytes)
{
    EXPECT_EQ(dotted("a\n.b\r\n.\r\n"), "a\r\n..b\r\n..\r\n.\r\n");
    EXPECT_EQ(dotted("no end"), "no end\r\n.\r\n");
}

TEST(SmtpWire, an_address_cannot_smuggle_a_command)
{
    EXPECT_TRUE(writable_address("a+b@example.com"));
    for (auto address : {"a@b>\r\nRCPT TO:<c@d", "a b@c", "<a@b>", "a@", "@b", "ab"}) {
        EXPECT_FALSE(writable_address(address)) << address;
    }
}

class Lmtp : public testing::Test {
protected:
    LmtpSession session{
        "desk",
        [](std::string_view to) {
            if (to.starts_with("paused")) return LmtpAddress::later;
            return to.starts_with("support") ? LmtpAddress::known : LmtpAddress::unknown;
        },
        {.size = 1'000, .recipients = 2, .line = 200, .faults = 5}};

    std::string say(std::string_view bytes)
    {
        session.feed(bytes);
        return session.take_words();
    }
    void open()
    {
        session.take_words();
        say("LHLO mta\r\nMAIL FROM:<a@b> BODY=8BITMIME\r\n");
        say("RCPT TO:<support+c1@x>\r\nRCPT TO:<support2@x>\r\nDATA\r\n");
    }
};

TEST_F(Lmtp, gives_one_answer_for_each_recipient_after_it_is_stored)
{
    open();
    EXPECT_EQ(say("Subject: a\r\n\r\n..dot\r\n.\r\n"), "");
    ASSERT_TRUE(session.mail());
    EXPECT_EQ(session.mail()->raw, "Subject: a\r\n\r\n.dot\r\n");
    EXPECT_EQ(session.mail()->sender, "a@b");
    session.judge({LmtpVerdict::stored, LmtpVerdict::later});
    EXPECT_EQ(session.take_words(), "250 2.0.0 stored\r\n452 4.3.1 cannot store it now\r\n");
}

TEST_F(Lmtp, refuses_recipients_that_no_inbox_has)
{
    session.take_words();
    say("LHLO mta\r\nMAIL FROM:<>\r\n");
    EXPECT_TRUE(say("RCPT TO:<other@x>\r\n").starts_with("550 5.1.1"));
    EXPECT_TRUE(say("RCPT TO:<paused@x>\r\n").starts_with("450 4.2.1"));
    EXPECT_TRUE(say("DATA\r\n").starts_with("503"));
}

TEST_F(Lmtp, refuses_mail_with_a_bare_line_end_wherever_it_hides)
{
    // SMTP smuggling, CVE-2023-51764: what one server takes for the end is content for the next.
    for (std::string_view body :
         {"a\n.\r\nMAIL FROM:<x@y>\r\n.\r\n",
          "a\r\n.\nb\r\n.\r\n",
          "a\rb\r\n.\r\n",
          "a\n.\nb\r\n.\r\n"}) {
        LmtpSession one{"desk", [](std::string_view) { return LmtpAddress::known; }};
        one.feed("LHLO mta\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n");
        one.take_words();
        one.feed(body);
        EXPECT_FALSE(one.mail()) << body;
        EXPECT_EQ(one.take_words(), "550 5.6.0 a bare CR or LF is in it\r\n") << body;
    }
}

TEST_F(Lmtp, a_mail_over_the_limit_is_refused_and_the_next_is_taken)
{
    open();
    auto answer = say(std::string(5'000, 'x') + "\r\n.\r\n");
    EXPECT_EQ(answer, "552 5.3.4 too large\r\n552 5.3.4 too large\r\n");
    EXPECT_TRUE(say("MAIL FROM:<a@b> SIZE=2000\r\n").starts_with("552"));
    say("MAIL FROM:<a@b>\r\nRCPT TO:<support@x>\r\nDATA\r\n");
    say("small\r\n.\r\n");
    EXPECT_TRUE(session.mail());
}

TEST_F(Lmtp, reads_the_same_wherever_the_network_cuts_it)
{
    std::string bytes =
        "LHLO m\r\nMAIL FROM:<a@b>\r\nRCPT TO:<support@x>\r\nDATA\r\nx\r\n..\r\n.\r\n";
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        LmtpSession one{"desk", [](std::string_view) { return LmtpAddress::known; }};
        one.feed(bytes.substr(0, cut));
        one.feed(bytes.substr(cut));
        ASSERT_TRUE(one.mail()) << cut;
        EXPECT_EQ(one.mail()->raw, "x\r\n.\r\n");
    }
}

TEST_F(Lmtp, a_peer_that_only_errs_is_sent_away)
{
    for (int i = 0; i < 5; ++i) say("NONSENSE\r\n");
    EXPECT_TRUE(session.over());
}

std::string hear_all(ProxyTalk& talk, std::string_view bytes)
{
    for (char c : bytes) {
        if (!talk.listens()) return "spoke on";
        auto heard = talk.hear(c);
        if (!heard) return name_of(heard.error().kind);
    }
    return "";
}

TEST(ProxyTalk, asks_a_web_proxy_for_a_way_with_its_password)
{
    auto talk = ProxyTalk::make("http://u:p@proxy.example:3128", "imap.example", 993);
    ASSERT_TRUE(talk);
    EXPECT_EQ(talk->proxy_port(), 3128);
    EXPECT_EQ(
        talk->say(),
        "CONNECT imap.example:993 HTTP/1.1\r\nHost: imap.example:993\r\n"
        "Proxy-Authorization: Basic dTpw\r\n\r\n");
    EXPECT_EQ(hear_all(*talk, "HTTP/1.1 200 Connection established\r\n\r\n"), "");
    EXPECT_TRUE(talk->done());
}

TEST(ProxyTalk, tells_a_wrong_password_from_a_closed_way)
{
    auto refused = ProxyTalk::make("http://proxy.example:3128", "imap.example", 993);
    refused->say();
    EXPECT_EQ(hear_all(*refused, "HTTP/1.1 407 x\r\n\r\n"), "denied");
    auto closed = ProxyTalk::make("http://proxy.example:3128", "imap.example", 993);
    closed->say();
    EXPECT_EQ(hear_all(*closed, "HTTP/1.1 503 x\r\n\r\n"), "unavailable");
}

TEST(ProxyTalk, lets_a_socks_proxy_resolve_the_name)
{
    auto talk = ProxyTalk::make("socks5h://u:p@proxy.example", "imap.example", 993);
    ASSERT_TRUE(talk);
    EXPECT_EQ(talk->proxy_port(), 1080);
    EXPECT_EQ(talk->say(), (std::string{"\x05\x01\x02", 3}));
    EXPECT_EQ(hear_all(*talk, {"\x05\x02", 2}), "");
    EXPECT_EQ(talk->say(), (std::string{"\x01\x01u\x01p", 5}));
    EXPECT_EQ(hear_all(*talk, {"\x01\x00", 2}), "");
    EXPECT_EQ(talk->say(), (std::string{"\x05\x01\x00\x03\x0cimap.example\x03\xe1", 19}));
    EXPECT_EQ(hear_all(*talk, {"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50", 10}), "");
    EXPECT_TRUE(talk->done());
}

}  // namespace
}  // namespace keydesk::net
