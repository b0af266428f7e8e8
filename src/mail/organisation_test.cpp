#include "mail/judgement.hpp"

#include <gtest/gtest.h>

namespace keydesk::mail {
namespace {

TEST(Organisation, is_what_somebody_can_register)
{
    EXPECT_EQ(organisation_of("mail.shop.example"), "shop.example");
    EXPECT_EQ(organisation_of("a.b.customer.co.uk"), "customer.co.uk");
    EXPECT_EQ(organisation_of("mail.wallet.com.cn"), "wallet.com.cn");
    EXPECT_EQ(organisation_of("x.y.gov.cn"), "y.gov.cn");
    // A city of Japan, a wildcard and its exception.
    EXPECT_EQ(organisation_of("a.b.kobe.jp"), "a.b.kobe.jp");
    EXPECT_EQ(organisation_of("www.city.kobe.jp"), "city.kobe.jp");
}

TEST(Organisation, keeps_strangers_under_one_hosting_provider_apart)
{
    EXPECT_NE(organisation_of("ann.github.io"), organisation_of("mallory.github.io"));
    EXPECT_EQ(organisation_of("www.ann.github.io"), "ann.github.io");
    EXPECT_NE(organisation_of("ann.co.uk"), organisation_of("mallory.co.uk"));
    EXPECT_NE(organisation_of("ann.com.cn"), organisation_of("mallory.com.cn"));
}

TEST(Organisation, of_a_suffix_is_the_suffix_and_takes_nobody_in)
{
    EXPECT_EQ(organisation_of("github.io"), "github.io");
    EXPECT_EQ(organisation_of("com.cn"), "com.cn");
    EXPECT_EQ(organisation_of("co.uk"), "co.uk");
    EXPECT_EQ(organisation_of("localhost"), "localhost");
    EXPECT_EQ(organisation_of(""), "");
}

TEST(Organisation, does_not_mind_case_and_a_last_dot)
{
    EXPECT_EQ(organisation_of("Mail.Example.COM."), "example.com");
    EXPECT_EQ(organisation_of("mail.xn--fiqs8s"), organisation_of("mail.xn--fiqs8s"));
}

}  // namespace
}  // namespace keydesk::mail
