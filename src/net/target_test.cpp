#include "net/target.hpp"

#include <gtest/gtest.h>

namespace keydesk::net {
namespace {

TEST(Target, IsDecodedOnce)
{
    auto target = parse_target("/a%20b/%E4%BD%A0%E5%A5%BD/%2541?q=1+2&empty&x=%26%3D&q=3");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/a b/你好/%41");
    ASSERT_EQ(target->query.size(), 4U);
    EXPECT_EQ(target->query[0], (std::pair<std::string, std::string>{"q", "1 2"}));
    EXPECT_EQ(target->query[1], (std::pair<std::string, std::string>{"empty", ""}));
    EXPECT_EQ(target->query[2], (std::pair<std::string, std::string>{"x", "&="}));
}

TEST(Target, MayNameTheWholeOrigin)
{
    EXPECT_EQ(parse_target("http://host:80/x?y=1")->path, "/x");
    EXPECT_EQ(parse_target("https://host")->path, "/");
    EXPECT_EQ(parse_target("https://host?y=1")->query.size(), 1U);
    EXPECT_EQ(parse_target("*")->path, "*");
}

TEST(Target, KeepsOneSlashAtItsEnd)
{
    EXPECT_EQ(parse_target("/help/")->path, "/help/");
    EXPECT_EQ(parse_target("/")->path, "/");
    EXPECT_EQ(parse_target("/.well-known/x")->path, "/.well-known/x");
    EXPECT_EQ(parse_target("/...")->path, "/...");
}

TEST(Target, IsRefusedWhenItCouldMeanSomethingElseToSomebody)
{
    for (std::string_view bad :
         {"",         "x",        "//",         "//host/x",  "/a//b",       "/..",
          "/.",       "/a/../b",  "/a/./b",     "/%2e%2E/b", "/a/%2e",      "/a%2fb",
          "/a%5Cb",   "/a\\b",    "/%00",       "/%",        "/%4",         "/%4g",
          "/%ff",     "/%c0%af",  "/%ed%a0%80", "/%0a",      "/%7f",        "/a#b",
          "/a?q=%zz", "/a?q=%00", "/a?%ff=1",   "http:/x",   "ftp://host/x"}) {
        EXPECT_FALSE(parse_target(bad)) << bad;
    }
}

TEST(Utf8, IsStrict)
{
    for (std::string_view good : {"", "a", "é", "你", "😀", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF"}) {
        EXPECT_TRUE(valid_utf8(good)) << good;
    }
    for (std::string_view bad :
         {"\x80",
          "\xC0\x80",
          "\xC1\xBF",
          "\xE0\x9F\xBF",
          "\xED\xA0\x80",
          "\xF0\x8F\xBF\xBF",
          "\xF4\x90\x80\x80",
          "\xF5\x80\x80\x80",
          "\xE4\xBD",
          "\xE4\xBDx",
          "\xFF"}) {
        EXPECT_FALSE(valid_utf8(bad));
    }
}

}  // namespace
}  // namespace keydesk::net
