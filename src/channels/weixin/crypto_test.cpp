#include "channels/weixin/crypto.hpp"

#include "base/crypto.hpp"

#include <gtest/gtest.h>

namespace keydesk::weixin {
namespace {

// Known answers of WxJava's WxCryptUtilTest.java, agreed by three independent programs.
constexpr auto kKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
constexpr auto kApp = "wxb11529c136998cb6";
constexpr auto kRandom = "aaaabbbbccccdddd";
constexpr auto kMessage = "我是中文abcd123";
constexpr auto kSealed =
    "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==";

CallbackKey key_of(std::string receiver)
{
    return CallbackKey::make(kKey, std::move(receiver)).value();
}

TEST(WechatCrypto, SealsByteForByteAsThePlatformDoes)
{
    EXPECT_EQ(key_of(kApp).seal(kMessage, kRandom), kSealed);
}

TEST(WechatCrypto, OpensWhatThePlatformSealed)
{
    EXPECT_EQ(key_of(kApp).open(kSealed).value(), kMessage);
}

TEST(WechatCrypto, SignsAsThePlatformDoes)
{
    EXPECT_EQ(
        signature_of({"pamtest", "1409304348", "xxxxxx", kSealed}),
        "82c962d39941aa48552f90ef55aa323dc620cc10");
    EXPECT_EQ(
        signature_of({"token123", "1348831860", "nonceabc"}),
        "c5fe3204f905ca314a7b8a5fa9abb7cc035561e3");
}

TEST(WechatCrypto, OpensNothingThatIsForAnotherAccount)
{
    EXPECT_EQ(key_of("wx0000000000000000").open(kSealed).error().kind, ErrorKind::denied);
}

TEST(WechatCrypto, OpensNothingThatWasChanged)
{
    std::string changed{kSealed};
    for (std::size_t at = 0; at + 2 < changed.size(); at += 7) {
        auto one = changed;
        one[at] = one[at] == 'A' ? 'B' : 'A';
        auto opened = key_of(kApp).open(one);
        // CBC: what is changed in the random part alone does not show; that is what msg_signature
        // is for. Whatever opens never says it is for somebody else.
        if (opened) {
            EXPECT_EQ(opened->size(), std::string_view{kMessage}.size());
        }
    }
    EXPECT_FALSE(key_of(kApp).open(changed.substr(0, 40)));
    EXPECT_FALSE(key_of(kApp).open(""));
    EXPECT_FALSE(key_of(kApp).open("%%%"));
}

TEST(WechatCrypto, AKeyMayEndInSpareBits)
{
    // 43 characters are 258 bits for 256: …G and …H are the same key.
    std::string other{kKey};
    other.back() = 'H';
    EXPECT_EQ(CallbackKey::make(other, kApp).value().open(kSealed).value(), kMessage);
}

TEST(WechatCrypto, AKeyOfAnotherLengthIsRefused)
{
    EXPECT_FALSE(CallbackKey::make("abc", kApp));
    EXPECT_FALSE(CallbackKey::make(std::string(43, '!'), kApp));
    EXPECT_FALSE(CallbackKey::make(std::string(44, 'a'), kApp));
}

TEST(WechatCrypto, MessagesOfEveryLengthComeBack)
{
    auto key = key_of(kApp);
    for (std::size_t size = 0; size < 200; ++size) {
        std::string text(size, 'x');
        EXPECT_EQ(key.open(key.seal(text, kRandom)).value(), text) << size;
    }
}

TEST(WechatCrypto, PadsToBlocksOfThirtyTwo)
{
    auto key = key_of(kApp);
    std::string bytes;
    for (std::size_t size = 0; size < 70; ++size) {
        ASSERT_TRUE(lenient_base64(key.seal(std::string(size, 'x'), kRandom), bytes));
        EXPECT_EQ(bytes.size() % 32, 0U) << size;
    }
}

TEST(WechatCrypto, Base64TakesWhiteSpaceAndMissingPadding)
{
    std::string out;
    EXPECT_TRUE(lenient_base64("a GVs\nbG8", out));
    EXPECT_EQ(out, "hello");
    EXPECT_TRUE(lenient_base64("aGVsbG8=", out));
    EXPECT_FALSE(lenient_base64("aGVs=bG8", out));
    EXPECT_FALSE(lenient_base64("aGVsb", out));
    EXPECT_FALSE(lenient_base64("aGV-bG8", out));
    EXPECT_EQ(base64("hello"), "aGVsbG8=");
    EXPECT_EQ(base64("\xFB\xFF"), "+/8=");
}

TEST(Crypto, Sha1AndAesGiveTheAnswersOfTheirStandards)
{
    // RFC 3174, section 7.3; NIST SP 800-38A, F.2.5.
    EXPECT_EQ(hex(sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
    std::string key, start, text;
    ASSERT_TRUE(lenient_base64("YD3rEBXKcb4rc67whX13gR81LAc7YQjXLZgQowkU3/Q=", key));
    ASSERT_TRUE(lenient_base64("AAECAwQFBgcICQoLDA0ODw==", start));
    ASSERT_TRUE(lenient_base64("a8G+4i5An5bpPX4Rc5MXKg==", text));
    auto sealed = aes256_cbc_encrypt(key, start, text);
    ASSERT_TRUE(sealed);
    std::span bytes{reinterpret_cast<const unsigned char*>(sealed->data()), sealed->size()};
    EXPECT_EQ(hex(bytes), "f58c4c04d6e5f1ba779eabfb5f7bfbd6");
    EXPECT_EQ(aes256_cbc_decrypt(key, start, *sealed), text);
    EXPECT_FALSE(aes256_cbc_encrypt(key, start, "fifteen bytes.."));
    EXPECT_FALSE(aes256_cbc_decrypt("short", start, text));
}

}  // namespace
}  // namespace keydesk::weixin
