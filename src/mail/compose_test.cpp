#include "mail/compose.hpp"

#include "mail/parse.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>

namespace keydesk::mail {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Outgoing letter()
{
    Outgoing out;
    out.from = {"钱包客服", "support@desk.example"};
    out.to = {{"Li, Wei", "li@example.com"}};
    out.reply_to = "support+c1.x@desk.example";
    out.message_id = "a.b.c@desk.example";
    out.in_reply_to = "in1@example.com";
    out.references = {"first@example.com", "in1@example.com"};
    out.subject = "Re: 我的转账一直没有到账，请问应该怎么办？（编号 12）";
    out.date = Time{std::chrono::seconds{1'709'622'000}};
    out.text = "您好，\n请把交易哈希发给我们 <谢谢> & 保重。\n.\nFrom here on.";
    out.signature = "Mei\n钱包客服";
    return out;
}

TEST(Compose, says_what_a_reader_reads_again)
{
    auto out = letter();
    out.attachments = {
        {"交易截图.png", "image/png", "", false, std::string("\x89PNG\0\r\n.\r\n", 10)}};

    const auto raw = compose(out);

    ASSERT_TRUE(raw) << raw.error().what;
    const auto mail = parse(*raw);
    ASSERT_TRUE(mail);
    EXPECT_EQ(mail->subject, out.subject);
    EXPECT_EQ(mail->from.front().name, "钱包客服");
    EXPECT_EQ(mail->to.front().name, "Li, Wei");
    EXPECT_EQ(mail->reply_to.front().address, out.reply_to);
    EXPECT_EQ(mail->message_id, out.message_id);
    EXPECT_EQ(mail->in_reply_to, out.in_reply_to);
    EXPECT_EQ(mail->references, out.references);
    EXPECT_EQ(mail->date, out.date);
    EXPECT_THAT(mail->text, HasSubstr(out.text));
    EXPECT_THAT(mail->text, HasSubstr("\n-- \nMei\n钱包客服"));
    EXPECT_THAT(mail->html, HasSubstr("&lt;谢谢&gt; &amp; 保重。<br>"));
    ASSERT_EQ(mail->attachments.size(), 1U);
    EXPECT_EQ(mail->attachments.front().name, "交易截图.png");
    EXPECT_EQ(mail->attachments.front().bytes, out.attachments.front().bytes);
    EXPECT_TRUE(mail->warnings.empty());
}

TEST(Compose, writes_short_lines_of_ascii)
{
    auto out = letter();
    out.text = std::string(5'000, 'x') + "\n" + std::string(300, '=') + " \n.";
    out.attachments = {{std::string(150, 'n') + "长.bin", "application/zip", "", false, "x"}};

    const auto raw = compose(out);

    ASSERT_TRUE(raw);
    std::size_t longest = 0;
    for (std::size_t at = 0; at < raw->size();) {
        const auto end = raw->find("\r\n", at);
        longest = std::max(longest, end - at);
        at = end + 2;
    }
    EXPECT_LE(longest, 100U) << "a folded parameter is one word";
    EXPECT_TRUE(std::ranges::all_of(*raw, [](char c) { return c > 0; }));
    EXPECT_THAT(parse(*raw)->text, HasSubstr(out.text));
    EXPECT_EQ(parse(*raw)->attachments.front().name, out.attachments.front().name);
    EXPECT_THAT(*raw, Not(HasSubstr("\r\n.\r\n"))) << "the end of DATA for a careless sender";
}

TEST(Compose, marks_what_no_person_wrote)
{
    auto out = letter();
    EXPECT_THAT(*compose(out), Not(HasSubstr("Auto-Submitted")));

    out.automatic = true;
    const auto raw = compose(out);

    EXPECT_THAT(*raw, HasSubstr("\r\nAuto-Submitted: auto-replied\r\n"));
    EXPECT_THAT(*raw, HasSubstr("\r\nX-Auto-Response-Suppress: All\r\n"));
    ParseOptions options;
    options.own = {"support@desk.example"};
    EXPECT_EQ(parse(*raw, options)->automatic, Automatic::loop) << "of two desks with one address";
}

TEST(Compose, lets_nobody_add_a_header)
{
    auto refused = [](auto change) {
        auto out = letter();
        change(out);
        return !compose(out);
    };
    EXPECT_TRUE(refused([](Outgoing& out) { out.subject = "a\r\nBcc: x@y.example"; }));
    EXPECT_TRUE(refused([](Outgoing& out) { out.from.name = "a\nb"; }));
    EXPECT_TRUE(refused([](Outgoing& out) { out.to.front().address = "a@b.example\r\n"; }));
    EXPECT_TRUE(refused([](Outgoing& out) { out.to.front().address = "a@b.example>, <c@d"; }));
    EXPECT_TRUE(refused([](Outgoing& out) { out.to.clear(); }));
    EXPECT_TRUE(refused([](Outgoing& out) { out.in_reply_to = "a>\r\nX: y"; }));
    EXPECT_TRUE(refused([](Outgoing& out) { out.references = {std::string("a\0b", 3)}; }));
    EXPECT_TRUE(
        refused([](Outgoing& out) { out.attachments = {{"a\rb", "image/png", "", false, ""}}; }));
    EXPECT_TRUE(
        refused([](Outgoing& out) { out.attachments = {{"a", "image/png\n", "", false, ""}}; }));
    EXPECT_FALSE(refused([](Outgoing&) {}));
}

TEST(Compose, puts_a_line_on_top_that_is_found_again)
{
    const auto sent = parse(*compose(letter()));
    std::string quoted = "谢谢\n\nSomeone skrev:\n";
    quoted += sent->text;

    const auto answer = parse("From: li@example.com\r\n\r\n" + quoted);

    EXPECT_THAT(answer->reply, Not(HasSubstr("请把交易哈希")));
    EXPECT_THAT(answer->reply, HasSubstr("谢谢"));
}

TEST(Subject, gets_one_re)
{
    for (const auto subject :
         {"工单", "Re: 工单", "RE: Re: 工单", "回复：工单", "答复: Re[2]: 工单"}) {
        EXPECT_EQ(reply_subject(subject), "Re: 工单") << subject;
    }
    EXPECT_EQ(bare_subject("转发：Fwd: RE: 工单 "), "工单");
    EXPECT_EQ(reply_subject("Report: x"), "Re: Report: x");
    EXPECT_EQ(reply_subject(""), "Re: ");
}

TEST(Acknowledgement, warns_in_the_customers_language)
{
    EXPECT_THAT(acknowledgement("zh-CN", "某钱包", "12"), HasSubstr("助记词"));
    EXPECT_THAT(acknowledgement("en", "Wallet", "12"), HasSubstr("recovery phrase"));
    EXPECT_THAT(acknowledgement_subject("en", "Wallet", "12"), HasSubstr("12"));
}

}  // namespace
}  // namespace keydesk::mail
