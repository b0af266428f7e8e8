#include "net/web_url.hpp"

#include <gtest/gtest.h>

namespace keydesk::net {
namespace {

TEST(WebUrl, TakesAUrlApart)
{
    auto url = read_web_url("https://us%40er:p%3Ass@node.example.org/v3/key?k=1");
    ASSERT_TRUE(url) << url.error().what;
    EXPECT_TRUE(url->secure);
    EXPECT_EQ(url->where(), "node.example.org:443");
    EXPECT_EQ(url->user, "us@er");
    EXPECT_EQ(url->password, "p:ss");
    EXPECT_EQ(url->bare, "https://node.example.org/v3/key?k=1");
    EXPECT_EQ(read_web_url("http://[::1]:8545")->where(), "[::1]:8545");
}

TEST(WebUrl, KnowsThisMachineAndNoNameThatLooksLikeIt)
{
    for (auto* near : {"http://127.0.0.1:1", "http://localhost", "http://[::1]", "http://127.1"}) {
        EXPECT_TRUE(read_web_url(near)->loopback()) << near;
    }
    for (auto* far :
         {"http://127.0.0.1.example.org",
          "http://localhost.example.org",
          "http://127.0.0.1@10.0.0.1",
          "http://127.example.org",
          "http://10.0.0.1"}) {
        EXPECT_FALSE(read_web_url(far)->loopback()) << far;
    }
}

TEST(WebUrl, RefusesWhatIsNoWholeWebUrl)
{
    using std::string_view_literals::operator""sv;
    for (auto wrong :
         {""sv,
          "example.org"sv,
          "ws://example.org"sv,
          "file:///etc/passwd"sv,
          "https://"sv,
          "http://h/#f"sv,
          "http://exa mple"sv,
          "http://h\r\n"sv,
          "http://h:99999"sv,
          "http://h\0.example.org"sv}) {
        auto url = read_web_url(wrong);
        EXPECT_FALSE(url) << wrong;
        if (!url) EXPECT_EQ(url.error().kind, ErrorKind::invalid_input);
    }
}

}  // namespace
}  // namespace keydesk::net
