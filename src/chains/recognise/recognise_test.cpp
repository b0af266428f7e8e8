#include "chains/recognise/recognise.hpp"

#include <gmock/gmock.h>

#include <chrono>

namespace keydesk::chains {

namespace {

constexpr std::string_view kHash =
    "0xaab687175efc23cc6e16da043bab0b12321b5606e574992bf28dd6f8fd254140";
constexpr std::string_view kBare =
    "052ed38fab7937a8328f8ac9de01eb33db9543c8e3cf8abc5fb6d9672c6f4cc3";

std::vector<std::string> ids(const Recognised& read)
{
    std::vector<std::string> out;
    for (const auto& one : read.candidates) out.push_back(one.chain + " " + one.id);
    return out;
}

std::string everywhere(std::string_view text, std::string_view what, std::string_view by)
{
    std::string out{text};
    for (auto at = out.find(what); at != out.npos; at = out.find(what, at + by.size())) {
        out.replace(at, what.size(), by);
    }
    return out;
}

}  // namespace

TEST(Recognise, finds_the_hash_in_what_people_write)
{
    const std::string hash{kHash};
    const auto half = hash.substr(0, 40);
    const auto rest = hash.substr(40);
    const std::vector<std::string> texts{
        "转账 6 小时还没到，哈希 " + hash,
        "转账6小时还没到哈希" + hash + "请尽快处理！！",
        "“" + hash + "”",
        "My tx (" + hash + ") is stuck, please help.",
        "txid:" + hash + ".",
        "交易哈希：" + half + "\n" + rest + " 一直没到",
        "交易哈希：" + half + " " + rest,
        "> " + half + "\r\n> " + rest + "\r\n> 还没到",
        half + "\u200B" + rest,
        "\uFEFF0X" + everywhere(hash.substr(2), "a", "A"),
        "０ｘ" + hash.substr(2),
        "0×" + hash.substr(2),
        "0х" + hash.substr(2),
        "0x " + hash.substr(2),
        hash.substr(0, 18) + " " + hash.substr(18, 16) + " " + hash.substr(34, 16) + " " +
            hash.substr(50),
        hash.substr(0, 42) + "\n" + hash.substr(42),
        "https%3A%2F%2Fexample.org%2F" + hash,
    };
    for (const auto& text : texts) {
        EXPECT_THAT(ids(recognise(text)), testing::ElementsAre("evm " + hash)) << text;
        EXPECT_TRUE(recognise(text).doubts.empty()) << text;
    }
}

TEST(Recognise, says_where_in_the_original_text_it_stands)
{
    const std::string text = "哈希：０ｘ" + std::string{kHash.substr(2)} + "，急";
    const auto read = recognise(text);
    ASSERT_EQ(read.candidates.size(), 1U);
    const auto& one = read.candidates[0];
    EXPECT_EQ(text.substr(one.begin, one.end - one.begin), "０ｘ" + std::string{kHash.substr(2)});
}

TEST(Recognise, finds_all_things_of_a_text_in_their_order)
{
    const auto read = recognise(
        "从 TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t 转到 bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4，" +
        std::string{kBare});
    EXPECT_THAT(
        ids(read),
        testing::ElementsAre(
            "tron TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
            "bitcoin bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            "bitcoin " + std::string{kBare},
            "tron " + std::string{kBare},
            "evm 0x" + std::string{kBare}));
}

TEST(Recognise, puts_wrapped_addresses_together)
{
    EXPECT_THAT(
        ids(recognise("address: bc1qw508d6qejxtdg4y5r3zarv\nary0c5xw7kv8f3t4\nthanks")),
        testing::ElementsAre("bitcoin bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"));
    EXPECT_THAT(
        ids(recognise("TR7NHqjeKQxGTCi8q8Z Y4pL8otSzgjLj6t")),
        testing::ElementsAre("tron TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"));
}

TEST(Recognise, names_other_chains_without_promising_to_explain_them)
{
    const std::vector<std::pair<std::string, std::string>> texts{
        {"LhK2kQwiaAvhjWY799cZvMyYwnQAcxkarr", "litecoin"},
        {"rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", "xrp"},
        {"cosmos1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu", "cosmos"},
        {"EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N", "ton"},
        {"0:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8", "ton"},
        {"TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "solana"},
        {"https://solscan.io/account/9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM", "solana"},
        {"lnbc2500u1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7e"
         "nxv4jsxqzpuaztrnwngzn3kdzw5hydlzf03qdgm2hdq27cqv3agm2awhz5se903vruatfhq77w3ls4evs3ch9zw97"
         "j"
         "25emudupq63nyw24cg27h2rspfj9srp",
         "lightning"},
        {"vitalik.eth", "ethereum"},
        {"https://blockchair.com/litecoin/transaction/" + std::string{kBare}, "litecoin"},
        {"https://nile.tronscan.org/#/transaction/" + std::string{kBare}, "tron"},
        {"https://ftmscan.com/tx/" + std::string{kHash}, "fantom"},
    };
    for (const auto& [text, chain] : texts) {
        const auto read = recognise(text);
        ASSERT_EQ(read.candidates.size(), 1U) << text;
        EXPECT_EQ(read.candidates[0].chain, chain) << text;
        EXPECT_FALSE(read.candidates[0].supported) << text;
    }
}

TEST(Recognise, takes_the_addresses_of_our_regtest_node)
{
    for (const auto* text :
         {"rltc1q2un2dzef9d6sfexlflz85qd74erd9jnkmv9tg5",
          "QZUzTqozoyKF9R2RuiF1U4qEgotgWMu2z7",
          "bcrt1q65nhlm4hf2ptg3t264al57p7wjxj2c3s6kyt83"}) {
        const auto read = recognise(text);
        ASSERT_EQ(read.candidates.size(), 1U) << text;
        EXPECT_EQ(read.candidates[0].chain + read.candidates[0].network, "bitcoinregtest") << text;
        EXPECT_TRUE(read.candidates[0].supported) << text;
    }
}

TEST(Recognise, tells_the_one_wrong_character_but_never_corrects_it)
{
    struct Case {
        std::string text;
        std::size_t place;
        std::string chain;
    };
    const std::vector<Case> cases{
        {"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T", 33, "tron"},
        {"TR7NHqjeKQxGTCi8q9ZY4pL8otSzgjLj6t", 17, "tron"},
        {"1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3", 33, "bitcoin"},
        {"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", 41, "bitcoin"},
        {"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8fbt4", 39, "bitcoin"},
        {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", 41, "evm"},
        {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAfd", 40, "evm"},
        {"0x5aAeb6O53F3E94C9b9A09f33669435E7Ef1BeAed", 8, "evm"},
    };
    for (const auto& one : cases) {
        const auto read = recognise("收款地址 " + one.text + " 对吗");
        EXPECT_TRUE(read.candidates.empty()) << one.text;
        ASSERT_EQ(read.doubts.size(), 1U) << one.text;
        EXPECT_EQ(read.doubts[0].what, "bad_checksum") << one.text;
        EXPECT_EQ(read.doubts[0].chain, one.chain) << one.text;
        EXPECT_EQ(read.doubts[0].text, one.text);
        EXPECT_THAT(read.doubts[0].suspicious, testing::ElementsAre(one.place)) << one.text;
    }
}

TEST(Recognise, asks_for_the_whole_of_what_was_cut)
{
    for (const auto* text :
         {"0xaab6…4140",
          "0xaab6...4140",
          "0xaab687175efc...",
          "TR7NHq...gjLj6t",
          "TR7N****Lj6t",
          "bc1qw5…8f3t4",
          "1BvBMS...VNVN2",
          "052ed38f…2c6f4cc3"}) {
        const auto read = recognise(std::string{"这笔 "} + text + " 没到");
        EXPECT_TRUE(read.candidates.empty()) << text;
        ASSERT_EQ(read.doubts.size(), 1U) << text;
        EXPECT_EQ(read.doubts[0].what, "truncated") << text;
    }
    const auto read = recognise(kHash.substr(0, 60));
    ASSERT_EQ(read.doubts.size(), 1U);
    EXPECT_EQ(read.doubts[0].what, "wrong_length");
}

TEST(Recognise, warns_of_explorers_that_are_none)
{
    const std::vector<std::pair<std::string, std::string>> hosts{
        {"etherscan.io.evil.cc", "etherscan.io"},
        {"www.etherscan.io.tx-check.com", "etherscan.io"},
        {"etherscan-io.com", "etherscan.io"},
        {"ethersсan.io", "etherscan.io"},
        {"xn--ethersan-kch.io", "etherscan.io"},
        {"etherscam.io", "etherscan.io"},
        {"ethersacn.io", "etherscan.io"},
        {"etherscan.io-verify.com", "etherscan.io"},
        {"tronscann.org", "tronscan.org"},
        {"tronscan.org.cn", "tronscan.org"},
        {"tr0nscan.org", "tronscan.org"},
        {"bscscan.com.wallet-fix.net", "bscscan.com"},
        {"mempooI.space", "mempool.space"},
        {"fakeetherscan.io", "etherscan.io"},
        {"polygonscan-support.xyz", "polygonscan.com"},
    };
    for (const auto& [host, genuine] : hosts) {
        const auto read = recognise("https://" + host + "/tx/" + std::string{kHash});
        ASSERT_EQ(read.doubts.size(), 1U) << host;
        EXPECT_EQ(read.doubts[0].what, "look_alike_explorer");
        EXPECT_EQ(read.doubts[0].genuine, genuine) << host;
        for (const auto& one : read.candidates) EXPECT_FALSE(one.from_link) << host;
    }
    const auto login = recognise("https://etherscan.io@evil.cc/tx/" + std::string{kHash});
    ASSERT_EQ(login.doubts.size(), 1U);
    EXPECT_EQ(login.doubts[0].host, "evil.cc");
}

TEST(Recognise, believes_a_host_only_when_it_is_the_domain_or_truly_below_it)
{
    auto chain_by = [](const std::string& host) {
        const auto read = recognise("https://" + host + "/tx/" + std::string{kHash});
        return read.candidates.at(0).from_link ? read.candidates[0].chain : "";
    };
    EXPECT_EQ(chain_by("www.etherscan.io"), "ethereum");
    EXPECT_EQ(chain_by("optimistic.etherscan.io"), "optimism");
    EXPECT_EQ(chain_by("base.blockscout.com"), "base");
    EXPECT_EQ(chain_by("fakeetherscan.io"), "");
    EXPECT_EQ(chain_by("snowscan.xyz.org"), "");
    EXPECT_EQ(chain_by("my-blockscout.com"), "");
}

TEST(Recognise, leaves_honest_hosts_alone)
{
    for (const auto* host :
         {"etherscan.io",
          "goto.etherscan.com",
          "sepolia.etherscan.io",
          "eth.blockscout.com",
          "github.com",
          "www.google.com",
          "blockchain.com",
          "binance.com",
          "booklink.com",
          "ftmscan.com",
          "moonscan.io",
          "space.com",
          "tronlink.org",
          "imtoken.com",
          "a.b.c.org"}) {
        EXPECT_TRUE(recognise(std::string{"see https://"} + host + "/x").doubts.empty()) << host;
    }
}

TEST(Recognise, makes_nothing_of_ordinary_text)
{
    for (const auto* text :
         {"",
          "0x",
          "0x12",
          "你好，我的转账怎么还没到？",
          "Hello, my transfer of 0.5 ETH has not arrived.",
          "订单号 20240501123456789012345678901234567890",
          "13800138000",
          "v1.2.3...and more",
          "The...end",
          "This...that",
          "1st...3rd",
          "600...700",
          "sha256:052ed38fab7937a8328f8ac9de01eb33db9543c8e3cf8abc5fb6d9672c6f4cc3",
          "550e8400-e29b-41d4-a716-446655440000",
          "6222 0202 0000 1234 567",
          "a@b.com",
          "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_"
          "XgL0n3I9PlFUP0THsR8U",
          "1234 5678 1234 5678 1234 5678 1234 5678 1234 5678 1234 5678 1234 5678 1234 5678",
          "deadbeef face bead feed"}) {
        const auto read = recognise(text);
        EXPECT_TRUE(read.candidates.empty()) << text << ": " << ids(read)[0];
        EXPECT_TRUE(read.doubts.empty()) << text << ": " << read.doubts[0].what;
    }
}

TEST(Recognise, knows_a_block_from_a_transaction)
{
    const auto bitcoin =
        recognise("00000000000000000001b2d6a2d1c5f8e7f4c3b2a19081726354453627180900");
    ASSERT_EQ(bitcoin.candidates.size(), 1U);
    EXPECT_EQ(bitcoin.candidates[0].kind, Kind::block);
    const auto tron = recognise("000000000499a1b2a2d1c5f8e7f4c3b2a19081726354453627180900aabbccdd");
    ASSERT_FALSE(tron.candidates.empty());
    EXPECT_EQ(tron.candidates[0].kind, Kind::block);
    EXPECT_EQ(tron.candidates[0].chain, "tron");
}

TEST(Recognise, reads_a_megabyte_of_anything_in_moments)
{
    const auto begin = std::chrono::steady_clock::now();
    for (const std::string& unit :
         {std::string{"0x"},
          std::string{"a"},
          std::string{"1 "},
          std::string{"T1 "},
          std::string{"ab12 "},
          std::string{"bc1 "},
          std::string{"%25"},
          std::string{"a."},
          std::string{"etherscan.io."},
          std::string{"0xaab687175efc23cc6e16 "},
          std::string{"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T "},
          std::string{"…"},
          std::string{"\xF0"},
          std::string{"https://etherscan.io/tx/"},
          std::string{"lnbc1"}}) {
        std::string text;
        while (text.size() < 1'000'000) text += unit;
        const auto read = recognise(text);
        EXPECT_LE(read.candidates.size() + read.doubts.size(), 300U) << unit;
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{15});
}

}  // namespace keydesk::chains
