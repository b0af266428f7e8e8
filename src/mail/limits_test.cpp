// Mail that is made to be slow, large or deep: it ends soon, with a reason. What the fuzzers hold
// for all input (tests/fuzz) is shown here on the worst that is known.
#include "mail/charset.hpp"
#include "mail/html_filter.hpp"
#include "mail/parse.hpp"
#include "mail/strip_reply.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::mail {
namespace {

std::string repeated(std::string_view text, std::size_t bytes)
{
    std::string out;
    while (out.size() < bytes) out += text;
    return out;
}

TEST(MailLimits, refuse_what_is_too_large_or_too_much)
{
    ParseOptions options;
    options.limits.bytes = 1'000;
    EXPECT_EQ(parse(repeated("x", 1'001), options).error().what, "larger than the limit");

    EXPECT_EQ(parse("A: " + repeated("b", 2 << 20) + "\n\nx").error().what, "too long a header");

    const auto many = "From: a@b.example\nContent-Type: multipart/mixed; boundary=a\n\n" +
                      repeated("--a\n\n", 20'000);
    EXPECT_EQ(parse(many).error().what, "too many parts");
}

/// Work that grows with the square of such mail takes longer than the whole run may: who starts the
/// tests ends it then and calls it failed.
TEST(MailLimits, hold_for_mail_that_is_made_to_be_slow)
{
    constexpr std::size_t kSize = 1 << 20, kHead = 500'000;
    const std::string from = "From: a@b.example\n";
    std::string nested = from, open;
    for (int i = 0; i < 900; ++i) {
        const auto boundary = "b" + std::to_string(i);
        nested +=
            "Content-Type: multipart/mixed; boundary=" + boundary + "\n\n--" + boundary + "\n";
    }
    const std::vector<std::pair<const char*, std::string>> mails{
        {"dashes",
         from + "Content-Type: multipart/mixed; boundary=a\n\n" + repeated("--\n", kSize)},
        {"nested multiparts", nested + repeated("--\n", kSize)},
        {"nested mails", repeated("Content-Type: message/rfc822\n\n", kSize)},
        {"nested mails in few", repeated("Content-Type: message/rfc822\n\n", 25'000) + "\n\nx"},
        {"headers", repeated("A: b\n", kHead) + "\nx"},
        {"one header", from + "X: " + repeated("y\n z", kHead) + "\n\nx"},
        {"encoded words", from + "Subject: " + repeated("=?utf-8?Q?a", kHead) + "\n\nx"},
        {"words", from + "Subject: " + repeated("=?utf-8?Q?a?= ", kHead) + "\n\nx"},
        {"comments", "From: " + repeated("(", kHead) + "\n\nx"},
        {"addresses", "From: " + repeated("a@b.example,", kHead) + "\n\nx"},
        {"loose addresses", "From: " + repeated("a@b ", kHead) + "\n\nx"},
        {"brackets", "From: " + repeated("<", kHead) + "\n\nx"},
        {"addresses within",
         from + "Content-Type: message/rfc822\n\nFrom: " + repeated("(", kSize) + "\n\nx"},
        {"ids", from + "References: " + repeated("<a@b>", kHead) + "\n\nx"},
        {"open ids", from + "References: " + repeated("<", kHead) + "\n\nx"},
        {"parameters", from + "Content-Type: text/plain" + repeated("; a*1*=b", kHead) + "\n\nx"},
        {"quotes", from + "\n" + repeated("> ", kSize)},
        {"labels", from + "\n" + repeated("From: x\n", kSize)},
        {"attributions", from + "\n" + repeated("On 1234 <\n", kSize)},
        {"iso-2022 escapes",
         from + "Content-Type: text/plain; charset=iso-2022-jp\n\n" +
             repeated("\x1B$B\x1B(B", kSize)},
        {"bad gb18030",
         from + "Content-Type: text/plain; charset=gbk\n\n" + repeated("\xFF", kSize)},
    };
    for (const auto& [what, raw] : mails) {
        SCOPED_TRACE(what);
        static_cast<void>(parse(raw));
    }
}

TEST(MailLimits, hold_for_html_that_is_made_to_be_slow)
{
    for (const std::string_view piece :
         {"<",
          "<a ",
          "<a href='",
          "<!--",
          "</",
          "<div>",
          "</div>",
          "<b><i>",
          "&",
          "&#",
          "&amp",
          "<svg>",
          "<script>",
          "<style></styl",
          "<a href=https://a.example>b.example",
          "<img alt=x>",
          "<blockquote>x",
          "<table><tr><td>",
          "<pre>\n",
          "<select>",
          "\"",
          "<title></",
          "<a href=",
          "<blockquote><br>"}) {
        const auto html = repeated(piece, kLongestHtml * 2);
        const auto once = filter_html(html);
        EXPECT_LE(once.size(), kLongestHtml) << piece;
        EXPECT_EQ(filter_html(once), once) << piece;
        static_cast<void>(text_of_html(html));
    }
}

TEST(StripReply, deletes_no_line)
{
    const std::string text =
        "好的\n\n-- \nLi\n\n发自我的 iPhone\n\n> 在 2024年3月5日，Support <s@x.example> 写道：\n> "
        "a\n\nb\n"
        "------ 原始邮件 ------\nc\n发件人: d\n";

    const auto split = split_reply(text);

    auto lines = [](std::string_view all) {
        std::vector<std::string> out;
        for (std::size_t at = 0; at <= all.size();) {
            const auto end = std::min(all.find('\n', at), all.size());
            if (end > at) out.emplace_back(all.substr(at, end - at));
            at = end + 1;
        }
        std::ranges::sort(out);
        return out;
    };
    EXPECT_EQ(lines(split.reply + "\n" + split.quoted), lines(text));
}

TEST(Charset, always_gives_utf_8)
{
    for (const auto label :
         {"",
          "utf-8",
          "gbk",
          "big5",
          "hz-gb-2312",
          "utf-16",
          "utf-7",
          "iso-2022-jp",
          "euc-kr",
          "x",
          "//IGNORE",
          "gbk//TRANSLIT",
          "UTF-32",
          "cp437",
          "../../etc"}) {
        for (unsigned seed = 0; seed < 200; ++seed) {
            std::string bytes;
            for (unsigned i = 0; i < seed; ++i)
                bytes += static_cast<char>((seed * 2'654'435'761U + i * i * 40'503U) >> 11U);
            EXPECT_TRUE(is_valid_utf8(decode(bytes, label).text)) << label << " " << seed;
        }
    }
}

}  // namespace
}  // namespace keydesk::mail
