#include "text/segment.hpp"

#include <gtest/gtest.h>

namespace keydesk::text {
namespace {

bool finds(std::string_view message, std::string_view query)
{
    return matches(fold(message), terms(query));
}

TEST(TextSegment, finds_a_chinese_word_of_two_characters_anywhere)
{
    EXPECT_TRUE(finds("我昨天申请退款了", "退款"));
    EXPECT_FALSE(finds("我退了一笔款", "退款"));
    EXPECT_EQ(fts_query(terms("退款")), "\"退款\"");
    EXPECT_EQ(index_tokens("退款了"), "退款 款了 了 ");
}

TEST(TextSegment, finds_one_character_even_at_the_end_of_a_sentence)
{
    EXPECT_EQ(fts_query(terms("款")), "\"款\"*");
    EXPECT_NE((" " + index_tokens("要退款。")).find(" 款 "), std::string::npos);
}

TEST(TextSegment, checks_a_longer_word_that_its_pairs_alone_cannot_tell)
{
    EXPECT_EQ(fts_query(terms("助记词")), "\"助记\" AND \"记词\"");
    EXPECT_FALSE(finds("助记 和 记词", "助记词"));
}

TEST(TextSegment, finds_english_by_the_beginning_of_a_word_in_any_case)
{
    EXPECT_TRUE(finds("Transfer FAILED twice", "fail"));
    EXPECT_FALSE(finds("Transfer failed", "ansfer"));
    EXPECT_TRUE(finds("退款failed了", "failed"));
    EXPECT_TRUE(finds("ＵＳＤＴ 没到", "usdt"));
}

TEST(TextSegment, wants_every_term)
{
    EXPECT_TRUE(finds("USDT 转账 失败", "转账 usdt"));
    EXPECT_FALSE(finds("USDT 转账", "转账 退款"));
}

TEST(TextSegment, a_query_cannot_smuggle_operators_into_the_index)
{
    EXPECT_EQ(fts_query(terms("a\" OR b*")), "\"a\"* AND \"or\"* AND \"b\"*");
    EXPECT_EQ(fts_query(terms("\"*()")), "");
}

TEST(TextSegment, shows_the_match_with_its_surroundings)
{
    auto pieces = highlight("您好，我昨天申请退款，到现在没有收到。", terms("退款"), 12);
    std::string shown, hit;
    for (const auto& piece : pieces) {
        shown += piece.text;
        if (piece.hit) hit += piece.text;
    }
    EXPECT_EQ(hit, "退款");
    EXPECT_NE(shown.find("申请退款，"), std::string::npos);
}

TEST(TextSegment, survives_broken_utf8)
{
    std::string broken = "a\xE9\x80 b\xFF\xC3";
    EXPECT_NO_FATAL_FAILURE((void)index_tokens(broken));
    EXPECT_NO_FATAL_FAILURE((void)highlight(broken, terms("b")));
    EXPECT_TRUE(finds(broken, "b"));
}

}  // namespace
}  // namespace keydesk::text
