#include "desk/feedback/confirmations.hpp"

#include <gtest/gtest.h>

namespace keydesk::desk {
namespace {

TEST(MailAddress, takes_what_people_have)
{
    for (const auto* good :
         {"ann@customer.test",
          "ann.b+wallet@mail.customer.co.uk",
          "12345678@qq.com",
          "o'neil@example.com",
          "a@xn--fiqs8s.cn"}) {
        EXPECT_TRUE(is_mail_address(good)) << good;
    }
}

TEST(MailAddress, takes_nothing_that_could_become_two_lines_or_two_people)
{
    for (const auto* bad :
         {"",
          "ann",
          "@customer.test",
          "ann@",
          "ann@customer",
          "ann@customer.test\r\nBcc: all@victims.test",
          "ann@customer.test\nRCPT TO:<x@y.z>",
          "ann@customer.test,bob@customer.test",
          "ann@customer.test bob@customer.test",
          "ann@customer.test;bob@customer.test",
          "<ann@customer.test>",
          "\"ann b\"@customer.test",
          "ann@bob@customer.test",
          "ann@customer..test",
          ".ann@customer.test",
          "ann.@customer.test",
          "ann@-.",
          "ann@customer.test.",
          "ann@[127.0.0.1]",
          "ann@customer.test\x01",
          "安@customer.test"}) {
        EXPECT_FALSE(is_mail_address(bad)) << bad;
    }
    EXPECT_FALSE(is_mail_address(std::string{"ann@customer.test\0x", 19}));
    EXPECT_FALSE(is_mail_address(std::string(65, 'a') + "@customer.test"));
    EXPECT_FALSE(is_mail_address("a@" + std::string(260, 'b') + ".test"));
}

}  // namespace
}  // namespace keydesk::desk
