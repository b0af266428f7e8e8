#include "guard/guard.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace keydesk::guard {
namespace {

std::string cleaned(std::string text, const Context& context = {})
{
    return clean(RawText{std::move(text)}, context).text.str();
}

constexpr auto kHash = "88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b";

TEST(Guard, removes_an_english_phrase_and_leaves_the_sentence_around_it)
{
    EXPECT_EQ(
        cleaned("hi, my seed is legal winner thank year wave sausage worth useful legal winner "
                "thank yellow"),
        "hi, my seed is [removed: seed phrase]");
}

TEST(Guard, names_the_secret_in_the_language_of_the_message)
{
    EXPECT_EQ(
        cleaned("我的助记词是 氮 冠 锋 枪 做 到 容 枯 获 槽 弧 部"),
        "我的助记词是 [已移除: 助记词]");
    EXPECT_EQ(cleaned("蒙台脱纪构硫浆霉感仅鱼汤"), "[已移除: 助记词]");
}

TEST(Guard, finds_a_numbered_phrase_with_misspelt_words)
{
    EXPECT_EQ(
        cleaned("1. legal 2. winer 3. thank 4. year 5. wave 6. sausge 7. worth 8. useful 9. legal "
                "10. winner "
                "11. thank 12. yellow"),
        "1. [removed: seed phrase]");
}

TEST(Guard, never_touches_a_transaction_hash_with_its_prefix)
{
    const std::string text = std::string{"my transfer 0x"} + kHash + " is stuck";
    EXPECT_EQ(cleaned(text), text);
}

TEST(Guard, takes_bare_digits_for_a_hash_when_the_agent_asked_for_one)
{
    EXPECT_EQ(cleaned(kHash, {.agent_said = "请把交易哈希发给我"}), kHash);
}

TEST(Guard, removes_bare_digits_that_nothing_explains_and_says_that_it_is_not_sure)
{
    const Cleaned result = clean(RawText{kHash});

    EXPECT_EQ(result.text.str(), "[removed: private key]");
    ASSERT_EQ(result.findings.size(), 1U);
    EXPECT_TRUE(result.findings[0].uncertain);
    EXPECT_EQ(cleaned(kHash, {.declared_transaction_hash = true}), kHash);
}

TEST(Guard, rewrites_the_earlier_messages_of_a_phrase_sent_in_pieces)
{
    const std::vector<std::string> earlier{
        "legal winner thank year wave", "sausage worth useful legal"};

    const ThreadCleaned result = clean_thread(earlier, RawText{"winner thank yellow"});

    EXPECT_EQ(result.newest.text.str(), "[removed: seed phrase]");
    ASSERT_EQ(result.earlier.size(), 2U);
    EXPECT_EQ(result.earlier[0].text.str(), "[removed: seed phrase]");
    EXPECT_EQ(result.earlier[1].text.str(), "[removed: seed phrase]");
}

TEST(Guard, leaves_a_hash_that_was_let_pass_when_the_customer_writes_on)
{
    for (const char* next : {"有进展吗", "it has been six hours", "and this one?"}) {
        const ThreadCleaned result = clean_thread(std::vector<std::string>{kHash}, RawText{next});
        EXPECT_TRUE(result.earlier.empty()) << next;
        EXPECT_EQ(result.newest.text.str(), next);
    }
    const ThreadCleaned again = clean_thread(std::vector<std::string>{kHash}, RawText{kHash});
    EXPECT_TRUE(again.earlier.empty());
    EXPECT_EQ(again.newest.text.str(), "[removed: private key]")
        << "this one nobody has vouched for";
}

TEST(Guard, removes_what_was_let_pass_once_the_customer_says_that_it_is_a_key)
{
    const ThreadCleaned result =
        clean_thread(std::vector<std::string>{kHash}, RawText{"that is my private key"});
    ASSERT_EQ(result.earlier.size(), 1U);
    EXPECT_EQ(result.earlier[0].text.str(), "[removed: private key]");

    // Half in one message and half in the next: nobody was asked about the whole.
    const std::string whole{kHash};
    const ThreadCleaned halves =
        clean_thread(std::vector<std::string>{whole.substr(0, 32)}, RawText{whole.substr(32)});
    EXPECT_EQ(halves.earlier.size(), 1U);
}

TEST(Guard, finds_nothing_new_in_what_it_has_cleaned)
{
    const std::string once =
        cleaned("我的登录密码是Hunter2024! 验证码是 482913，私钥：" + std::string{kHash});

    EXPECT_EQ(once, "我的登录密码是[已移除: 密码] 验证码是 [已移除: 验证码]，私钥：[已移除: 私钥]");
    EXPECT_TRUE(clean(RawText{once}).findings.empty());
}

}  // namespace
}  // namespace keydesk::guard
