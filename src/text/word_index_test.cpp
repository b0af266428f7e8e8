#include "text/word_index.hpp"

#include <gtest/gtest.h>

#include <array>

namespace keydesk::text {
namespace {

class WordIndexTest : public testing::Test {
protected:
    void add(std::string_view title, std::string_view body = {})
    {
        std::array<WordIndex::Field, 2> fields{{{title, 6}, {body, 1}}};
        index.add(fields);
    }
    std::vector<std::uint32_t> find(std::string_view query)
    {
        std::vector<std::uint32_t> out;
        for (const auto& hit : index.search(query, 10)) out.push_back(hit.document);
        return out;
    }
    WordIndex index;
};
using Documents = std::vector<std::uint32_t>;

TEST_F(WordIndexTest, finds_words_with_one_letter_wrong)
{
    add("withdrawal pending");
    add("password");
    index.finish();
    for (auto typed : {"withdrawl", "withdrawall", "wihtdrawal", "withdrawol"})
        EXPECT_EQ(find(typed), Documents{0}) << typed;
    EXPECT_EQ(find("pasword"), Documents{1});
    EXPECT_TRUE(find("wtihdrwal").empty());
}

TEST_F(WordIndexTest, short_words_must_be_right)
{
    add("gas");
    add("bank");
    index.finish();
    EXPECT_TRUE(find("has").empty());
    EXPECT_TRUE(find("tank").empty());
}

TEST_F(WordIndexTest, forms_of_a_word_meet)
{
    add("transferred");
    add("crashes");
    add("staking");
    index.finish();
    EXPECT_EQ(find("transfers"), Documents{0});
    EXPECT_EQ(find("crashing"), Documents{1});
    EXPECT_EQ(find("stake"), Documents{2});
}

TEST_F(WordIndexTest, a_title_weighs_more_than_a_body)
{
    add("other", "fee fee fee fee fee fee");
    add("fee");
    index.finish();
    EXPECT_EQ(find("fee"), (Documents{1, 0}));
}

TEST_F(WordIndexTest, chinese_is_found_anywhere_and_in_its_variants)
{
    add("转账没有到账");
    add("助记词丢了");
    index.finish();
    EXPECT_EQ(find("到账").front(), 0U);
    EXPECT_EQ(find("轉帳").front(), 0U);
    EXPECT_EQ(find("转帐").front(), 0U);
    EXPECT_EQ(find("助计词").front(), 1U);
}

TEST(NearlySame, is_one_edit)
{
    EXPECT_TRUE(nearly_same("memo", "memo"));
    EXPECT_TRUE(nearly_same("recieve", "receive"));
    EXPECT_TRUE(nearly_same("adress", "address"));
    EXPECT_FALSE(nearly_same("adres", "address"));
    EXPECT_FALSE(nearly_same("abcd", "badc"));
}

}  // namespace
}  // namespace keydesk::text
