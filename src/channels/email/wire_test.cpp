#include "channels/email/wire.hpp"

#include "channels/email/mailbox.hpp"
#include "tests/kit/mailroom.hpp"

#include <gmock/gmock.h>

namespace keydesk::email {
namespace {

using desk::SendFault;
using net::SmtpFault;
using net::SmtpReply;
using net::SmtpStage;

TEST(MailSendFaults, say_what_the_courier_does_next)
{
    struct Case {
        SmtpStage stage;
        SmtpReply reply;
        SendFault fault;
    };
    const std::vector<Case> cases{
        {SmtpStage::recipient, {451, "4.7.1"}, SendFault::retry},  // Greylisting.
        {SmtpStage::recipient, {550, "5.1.1"}, SendFault::unreachable},
        {SmtpStage::recipient, {550, ""}, SendFault::refused},
        {SmtpStage::recipient, {552, "5.2.2"}, SendFault::refused},  // His mailbox is full.
        {SmtpStage::content, {554, "5.7.1"}, SendFault::refused},
        {SmtpStage::content, {452, "4.3.1"}, SendFault::retry},
        {SmtpStage::content, {550, "5.4.5"}, SendFault::rate_limited},  // Google's day is over.
        {SmtpStage::login, {535, "5.7.8"}, SendFault::account},
        {SmtpStage::login, {454, "4.7.0"}, SendFault::rate_limited},
        {SmtpStage::sender, {553, "5.7.1"}, SendFault::account},
        {SmtpStage::tls, {530, ""}, SendFault::account},
        {SmtpStage::connection, {421, "4.3.2"}, SendFault::rate_limited},
        {SmtpStage::connection, {554, ""}, SendFault::rate_limited}};
    for (const auto& one : cases) {
        auto error = send_error_of({.stage = one.stage, .reply = one.reply});
        EXPECT_EQ(desk::name_of(error.fault), std::string{desk::name_of(one.fault)})
            << error.code << " at " << name_of(one.stage);
        bool waits = error.fault == SendFault::retry || error.fault == SendFault::rate_limited;
        EXPECT_EQ(error.after.has_value(), waits);
    }
}

TEST(MailSendFaults, only_silence_after_the_last_dot_is_uncertain)
{
    Error away{ErrorKind::unavailable, "broken off"};
    for (auto stage : {SmtpStage::connection, SmtpStage::recipient, SmtpStage::content}) {
        EXPECT_EQ(send_error_of({.stage = stage, .error = away}).fault, SendFault::retry);
    }
    EXPECT_EQ(
        send_error_of({.stage = SmtpStage::answer, .error = away}).fault, SendFault::uncertain);
    Error untrusted{ErrorKind::bad_reply, "certificate not trusted"};
    EXPECT_EQ(
        send_error_of({.stage = SmtpStage::tls, .error = untrusted}).fault, SendFault::account);
}

TEST(MailPlace, comes_back_as_it_was_written)
{
    Place place{
        .to = "a@b",
        .name = "安",
        .subject = "x",
        .in_reply_to = "i@d",
        .references = {"r@d", "s@d"},
        .verified = true,
        .quiet = false};
    auto read = read_place(write_place(place));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->references, place.references);
    EXPECT_TRUE(read->verified);
    EXPECT_FALSE(read->quiet);
    for (auto text : {"", "[]", "{}", R"({"to":5})", "{\"to\":\"\"}"}) {
        EXPECT_FALSE(read_place(text)) << text;
    }
}

TEST(MailPlace, a_place_that_says_nothing_gets_nothing_automatic)
{
    auto read = read_place(R"({"to":"a@b"})");
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->quiet);
    EXPECT_FALSE(read->verified);
}

TEST(MailCursor, begins_with_what_comes_from_now_on)
{
    auto now = from_millis(1'000'000);
    auto cursor = next_cursor({}, {.uid_validity = 7, .uid_next = 100}, false, now);
    EXPECT_EQ(cursor.uid, 99u);
    auto all = next_cursor({}, {.uid_validity = 7, .uid_next = 100}, true, now);
    EXPECT_EQ(all.uid, 0u);
    EXPECT_EQ(all.began, 0);
}

TEST(MailCursor, goes_on_after_any_outage_where_it_stood)
{
    Cursor known{.validity = 7, .uid = 50, .began = 1'000};
    auto later = from_millis(1'000 + 72LL * 3'600'000);
    auto cursor = next_cursor(known, {.uid_validity = 7, .uid_next = 500}, false, later);
    EXPECT_EQ(cursor.uid, 50u);
}

TEST(MailCursor, reads_the_folder_again_when_its_numbers_have_changed)
{
    Cursor known{.validity = 7, .uid = 50, .began = 1'000};
    auto now = from_millis(9'000);
    auto cursor = next_cursor(known, {.uid_validity = 8, .uid_next = 30}, false, now);
    EXPECT_EQ(cursor.uid, 0u);
    EXPECT_EQ(cursor.old_until, 29u);
    EXPECT_EQ(cursor.began, 1'000);
    auto back = Cursor::read(cursor.write());
    EXPECT_EQ(back.validity, 8u);
    EXPECT_EQ(back.old_until, 29u);
    EXPECT_EQ(Cursor::read("nonsense").validity, 0u);
}

TEST(MailSettings, a_preset_fills_the_servers_in)
{
    auto read = read_settings(
        {{"address", "support@example.cn"},
         {"provider", "qq"},
         {"imap_security", "usual"},
         {"password", "code"}});
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(read->imap.where(), "imap.qq.com:993");
    EXPECT_EQ(read->smtp.server.where(), "smtp.qq.com:465");
    EXPECT_EQ(read->authserv_ids, std::vector<std::string>{"mx.qq.com"});
}

TEST(MailSettings, name_the_field_that_is_wrong)
{
    struct Case {
        std::string key, value;
    };
    for (const auto& [key, value] :
         {Case{"address", "nobody"},
          Case{"imap_host", ""},
          Case{"imap_port", "99999"},
          Case{"smtp_port", "x"},
          Case{"password", ""},
          Case{"proxy", "ftp://x"},
          Case{"imap_security", "maybe"}}) {
        auto values = kit::account_settings();
        values[key] = value;
        auto read = read_settings(values);
        ASSERT_FALSE(read) << key;
        EXPECT_TRUE(read.error().what.starts_with(key + ": ")) << read.error().what;
    }
}

TEST(MailSettings, no_password_crosses_a_network_in_the_clear)
{
    auto values = kit::account_settings();
    values["imap_host"] = "mail.example.com";
    auto read = read_settings(values);
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().what, testing::HasSubstr("imap_security"));
}

}  // namespace
}  // namespace keydesk::email
