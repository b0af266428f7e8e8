#include "base/trim.hpp"

#include <gtest/gtest.h>

namespace keydesk {
namespace {

TEST(Trim, cuts_between_characters)
{
    EXPECT_EQ(cut_to("你好", 5), "你");
    EXPECT_EQ(cut_to("你好", 6), "你好");
    EXPECT_EQ(cut_to("你好", 2), "");
    EXPECT_EQ(cut_to("a你", 0), "");
    EXPECT_EQ(cut_to("", 3), "");
}

TEST(Trim, takes_blanks_from_both_ends_only)
{
    EXPECT_EQ(trimmed(" \ta b\r\n"), "a b");
    EXPECT_EQ(trimmed(" \n "), "");
    EXPECT_EQ(trimmed("\na", " \t"), "\na");
}

}  // namespace
}  // namespace keydesk
