#include "guard/guard.hpp"
#include "guard/normal.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace keydesk::guard {
namespace {

std::string digits(std::mt19937& dice, std::string_view alphabet, std::size_t size)
{
    std::string text;
    for (std::size_t i = 0; i < size; ++i) text += alphabet[dice() % alphabet.size()];
    return text;
}

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

void expect_kept(const std::string& text)
{
    EXPECT_EQ(clean(RawText{text}).text.str(), text);
}

TEST(Guard, leaves_transaction_hashes_addresses_and_signatures_alone)
{
    std::mt19937 dice{7};
    for (int i = 0; i < 300; ++i) {
        expect_kept("0x" + digits(dice, kHex, 64));
        expect_kept("我的交易 0x" + digits(dice, kHex, 64) + " 一直没到账");
        expect_kept("txid: " + digits(dice, kHex, 64));
        expect_kept("交易哈希 " + digits(dice, kHex, 64) + " 怎么还没确认？");
        expect_kept("https://etherscan.io/tx/0x" + digits(dice, kHex, 64));
        expect_kept("https://tronscan.org/#/transaction/" + digits(dice, kHex, 64));
        expect_kept("0x" + digits(dice, kHex, 40));
        expect_kept("T" + digits(dice, kBase58, 33));
        expect_kept("bc1q" + digits(dice, "023456789acdefghjklmnpqrstuvwxyz", 38));
        expect_kept("xpub" + digits(dice, kBase58, 107));
        expect_kept("zpub" + digits(dice, kBase58, 107));
        expect_kept(digits(dice, kBase58, 88));  // A Solana signature.
        expect_kept("sha256 " + digits(dice, kHex, 64));
        expect_kept("0x" + digits(dice, kHex, 130));
        expect_kept("02" + digits(dice, kHex, 64));
        expect_kept(
            "订单号 " + digits(dice, "0123456789", 18) + "，金额 " + digits(dice, "123456789", 5) +
            " USDT");
    }
}

TEST(Guard, leaves_talk_about_secrets_alone)
{
    for (const char* text :
         {"我忘记了助记词怎么办？",
          "请不要把助记词告诉任何人。",
          "助记词和私钥有什么区别？",
          "密码错误怎么办",
          "我的密码忘了，可以重置吗？",
          "验证码收不到",
          "验证码一直收不到，等了10分钟",
          "PIN码忘记了怎么重置",
          "I forgot my password, what can I do?",
          "the password is incorrect!",
          "my password is not working",
          "I never received the verification code",
          "Where can I find my recovery phrase in the app?",
          "Is my seed phrase stored on your servers?",
          "password must be 8 characters",
          "what is a private key",
          "Never share your seed phrase or private key with anyone.",
          "请输入6位数字密码",
          "密码：******",
          "转账金额1000 USDT，手续费15",
          "I sent 120000 satoshi yesterday",
          "我在2024年10月12日转账了500000"}) {
        expect_kept(text);
    }
}

TEST(Guard, cleans_what_it_has_cleaned_to_the_same)
{
    std::mt19937 dice{11};
    const std::vector<std::string> pieces{
        "legal winner thank year wave sausage worth useful legal winner thank yellow",
        "my seed is ",
        "密码是",
        "Abcd1234!",
        "验证码 482913",
        " ",
        "\n",
        "，",
        "0x" + std::string(64, 'b'),
        "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
        "[removed: seed phrase]",
        "[已移除: 密码]",
        "[removed: nothing]",
        "蒙台脱纪构硫浆霉感仅鱼汤",
        "please help",
        "abandon ability able",
        "私钥：",
        "88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b",
        "wagon zone",
        "鱼汤",
        "PIN 4821",
        "\xff\xfe",
        "{"};
    for (int i = 0; i < 3000; ++i) {
        std::string text;
        for (std::size_t n = dice() % 8; n > 0; --n) text += pieces[dice() % pieces.size()];
        const Cleaned once = clean(RawText{text});
        const Cleaned twice = clean(RawText{once.text.str()});
        EXPECT_EQ(once.text, twice.text) << text;
        EXPECT_TRUE(twice.findings.empty()) << text;
    }
}

TEST(Guard, gives_ordered_places_inside_the_text_for_any_bytes)
{
    std::mt19937 dice{13};
    for (int i = 0; i < 4000; ++i) {
        std::string text;
        for (std::size_t n = dice() % 200; n > 0; --n) text += static_cast<char>(dice());
        const std::size_t size = byte_offsets(text).size() - 1;
        std::size_t last = 0;
        for (const Span& span : clean(RawText{text}).spans) {
            EXPECT_LE(last, span.start);
            EXPECT_LT(span.start, span.end);
            EXPECT_LE(span.end, size);
            last = span.end;
        }
    }
}

TEST(Guard, keeps_no_content_in_a_finding)
{
    const Cleaned cleaned = clean(RawText{"我的密码是Hunter2024!"});

    ASSERT_EQ(cleaned.findings.size(), 1U);
    EXPECT_EQ(cleaned.findings[0], (Finding{Kind::password, 11, false}));
}

}  // namespace
}  // namespace keydesk::guard
