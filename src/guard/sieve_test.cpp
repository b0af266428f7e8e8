#include "guard/sieve.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace keydesk::guard {
namespace {

bool asks(std::string_view text, std::string_view agent_said = {})
{
    return suspicious(normalise(text), normalise(agent_said));
}

const std::string kDigits = "9b1fe7c2a4d80356ef1290acbd3478e5f6071829304a5b6c7d8e9fa0b1c2d3e4";

TEST(Sieve, lets_everyday_messages_pass)
{
    for (const std::string_view text : {
             "hello, my transfer has not arrived since yesterday, can you look into it please?",
             "How do I change the network in the app? It shows the wrong balance.",
             "你好，我昨天转的账到现在还没有到，麻烦帮我看一下是什么原因",
             "忘记密码了怎么办",
             "my address is 0x52908400098527886E0F7030069857D2E4169EE7",
             "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
             "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8 thanks",
             "order 20260412 of 1250.50 USDT, phone 13800138000",
         }) {
        EXPECT_FALSE(asks(text)) << text;
    }
}

TEST(Sieve, lets_a_transaction_hash_pass)
{
    EXPECT_FALSE(asks("0x" + kDigits));
    EXPECT_FALSE(asks("tx " + kDigits));
    EXPECT_FALSE(asks("交易哈希 " + kDigits));
    EXPECT_FALSE(asks(kDigits, "what is the transaction hash?"));
}

TEST(Sieve, asks_about_bare_digits_that_nothing_calls_a_hash)
{
    EXPECT_TRUE(asks(kDigits));
    EXPECT_TRUE(asks("我导出的私钥 0x" + kDigits));
    EXPECT_TRUE(asks("bitcoin-cli getrawtransaction " + kDigits));
}

TEST(Sieve, asks_about_keys_codes_and_phrases_of_other_lists)
{
    for (const std::string_view text : {
             "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
             "6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg",
             "SDF33VAOIN7PQMJARETRR2ISQALWWNUOBX4C4HX4LBY5LA3DBQMCSPAJ",
             "my PIN is 4821",
             "验证码 482913",
             "密码是 Sunny1234!",
             "authenticator setup key - NIXY PIXJ EF3S T7GQ",
             "abaco abdomen abeja abierto abogado abono aborto abrazo abrir abuelo abuso acabar",
             "あいこくしん あいさつ あいだ あおぞら あかちゃん あきる あけがた あける",
         }) {
        EXPECT_TRUE(asks(text)) << text;
    }
}

}  // namespace
}  // namespace keydesk::guard
