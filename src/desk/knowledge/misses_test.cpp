#include "desk/knowledge/misses.hpp"

#include <gtest/gtest.h>

namespace keydesk::desk {
namespace {

std::string words(const std::string& query)
{
    return words_of_miss(query).str();
}

TEST(SearchMisses, count_the_same_question_as_one)
{
    EXPECT_EQ(words("  Ledger   NANO\tX "), "ledger nano x");
    EXPECT_EQ(words("硬件钱包 怎么连接"), "硬件钱包 怎么连接");
    EXPECT_EQ(words("error 4001"), "error 4001");
}

TEST(SearchMisses, keep_nothing_that_names_somebody)
{
    for (const auto* query :
         {"ann@customer.test",
          "13800138000",
          "138 0013 8000",
          "order 20261123",
          "0x52908400098527886e0f7030069857d2e4169ee7",
          "tr7nhqjekqxgtci8q8zy4pl8otszgjlj6t",
          "https://evil.test/x",
          "www.evil.test"}) {
        EXPECT_EQ(words(query), "") << query;
    }
}

TEST(SearchMisses, keep_no_secret_and_nothing_endless)
{
    EXPECT_EQ(
        words("abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon "
              "abandon about"),
        "");
    EXPECT_EQ(words(std::string(200, 'x')), "");
    EXPECT_EQ(words("x"), "");
    EXPECT_EQ(words("\xFF\xFE"), "");
}

}  // namespace
}  // namespace keydesk::desk
