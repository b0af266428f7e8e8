// What may not stand in the help centre does not.
#include "desk/knowledge/rules.hpp"
#include "desk/knowledge/articles.hpp"
#include "desk/knowledge/markdown.hpp"

#include <gtest/gtest.h>

namespace keydesk::desk {
namespace {

std::string html(const std::string& markdown)
{
    return html_of(markdown, [](std::string_view link) { return own_address(link, "en"); });
}

class Phone : public testing::TestWithParam<const char*> {};
TEST_P(Phone, is_recognised)
{
    EXPECT_TRUE(holds_phone_number(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(
    Numbers,
    Phone,
    testing::Values(
        "客服 138 0013 8000",
        "请拨打 95588",
        "热线：400-820-8820",
        "+86 138-0013-8000",
        "电话（010）62345678",
        "call (415) 555-0132 now",
        "1-800-555-0199",
        "+44 20 7946 0958",
        "Tel. 62345678",
        "８００８２０８８２０",
        "2. 13800138000"));

class NoPhone : public testing::TestWithParam<const char*> {};
TEST_P(NoPhone, is_left_alone)
{
    EXPECT_FALSE(holds_phone_number(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(
    Others,
    NoPhone,
    testing::Values(
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "TLa2f6VPqDgRE67v1736s7bJ8Ray5wYjU7",
        "block 19283746",
        "on 2026-11-22 at 14:30",
        "0.00012345 BTC",
        "1,000,000 USDT",
        "12 or 24 words, 2 of 3",
        "the last 4 digits of your phone",
        "10 20 30 40 50",
        "a5f1c2d3e4b5968778695a4b3c2d1e0f13800138000aabbccddeeff0011223344"));

TEST(Markdown, raw_html_appears_as_the_text_that_it_is)
{
    auto out = html("a <script>alert(1)</script> b\n\n<img src=x onerror=alert(1)>\n\n<b>c</b>");
    EXPECT_EQ(out.find("<script"), out.npos) << out;
    EXPECT_EQ(out.find("<img"), out.npos) << out;
    EXPECT_NE(out.find("&lt;script&gt;"), out.npos) << out;
    EXPECT_NE(out.find("&lt;img"), out.npos) << out;
}

class Attack : public testing::TestWithParam<const char*> {};
TEST_P(Attack, becomes_no_link)
{
    auto out = html(GetParam());
    for (auto mark : {"<a", "<img", "<script", "<iframe", "<svg", " href=\"", " src=\""})
        EXPECT_EQ(out.find(mark), out.npos) << out;
}
INSTANTIATE_TEST_SUITE_P(
    Links,
    Attack,
    testing::Values(
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](//evil.example)",
        "[x](https://evil.example/help)",
        "[x](/help/../console)",
        "[x](/contact\" onclick=\"alert(1))",
        "<javascript:alert(1)>",
        "<https://evil.example>",
        "![x](https://evil.example/x.png)",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "<svg/onload=alert(1)>",
        "<iframe src=\"javascript:alert(1)\"></iframe>",
        "[a](&#106;avascript:alert(1))"));

TEST(Markdown, an_attribute_cannot_be_broken_out_of)
{
    auto out = html("[x](fee-choice \"\\\" onmouseover=alert(1) x=\\\"\")");
    EXPECT_EQ(out, "<p><a href=\"/help/en/fee-choice\">x</a></p>\n");
}

TEST(Markdown, links_tables_and_headings_are_ours)
{
    EXPECT_EQ(
        html("# One\n\n[Fees](fee-choice), [us](/contact)"),
        "<h2>One</h2>\n<p><a href=\"/help/en/fee-choice\">Fees</a>, "
        "<a href=\"/contact?lang=en\">us</a></p>\n");
    EXPECT_NE(html("| a | b |\n|---|---|\n| 1 | 2 |").find("<table>"), std::string::npos);
}

TEST(Markdown, deep_nesting_ends)
{
    EXPECT_FALSE(html(std::string(20'000, '>')).empty());
    EXPECT_NO_THROW(html(std::string(20'000, '[') + std::string(20'000, ']')));
}

TEST(ArticleRules, say_what_is_wrong_and_where)
{
    ArticleText text{"Call us", "", "", "Write to +1 415 555 0132 or [us](https://evil.example)"};
    auto faults = publish_faults(text);
    ASSERT_EQ(faults.size(), 2U);
    EXPECT_EQ(faults[0].field, "body");
    EXPECT_EQ(faults[0].problem, ArticleProblem::phone_number);
    EXPECT_EQ(faults[1].problem, ArticleProblem::foreign_link);
}

TEST(ArticleRules, a_secret_is_not_even_a_draft)
{
    ArticleText text{
        "t", "", "", "legal winner thank year wave sausage worth useful legal winner thank yellow"};
    auto faults = draft_faults(text);
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].problem, ArticleProblem::secret);
}

TEST(Slug, is_a_plain_name)
{
    EXPECT_TRUE(is_slug("transfer-pending"));
    for (auto bad : {"", "a b", "-a", "a-", "a--b", "../x", "search", "en", "A", "a/b", "é"})
        EXPECT_FALSE(is_slug(bad)) << bad;
}

}  // namespace
}  // namespace keydesk::desk
