#include "text/look_alike.hpp"

#include <gtest/gtest.h>

namespace keydesk::text {
namespace {

TEST(LookAlike, ReadsANameAsAHurriedEyeDoes)
{
    EXPECT_EQ(look_of("Keydesk Support"), "keydesksupport");
    for (const auto* name :
         {"Кеуdеsk Suрроrt",
          "KEYDESK_5upport",
          "K\u200Be\u200Dydesk Support",
          "Ｋｅｙｄｅｓｋ　Support",
          "𝐊𝐞𝐲𝐝𝐞𝐬𝐤 𝓢𝓾𝓹𝓹𝓸𝓻𝓽",
          "ⓚⓔⓨⓓⓔⓢⓚ support",
          "Kéydèsk Sûpport 🛟",
          "ᴋᴇʏᴅᴇꜱᴋ ꜱᴜᴘᴘᴏʀᴛ"}) {
        EXPECT_EQ(look_of(name), "keydesksupport") << name;
    }
    EXPECT_EQ(look_of("rnetamask"), look_of("Metamask"));
    EXPECT_EQ(look_of("星錢包客服"), "星钱包客服");
    EXPECT_EQ(look_of("🙂 \xFF\xC3"), "");
}

TEST(LookAlike, TakesImitationsForTheSame)
{
    for (const auto* name :
         {"Keydesk Support",
          "keydesk-support",
          "Кеуdеѕk Ѕupport",
          "Keydesk Suport",
          "Keydesk Supprot",
          "Official Keydesk",
          "Keydesk 客服"}) {
        bool official =
            std::string_view{name}.contains("fficial") || std::string_view{name}.contains("客服");
        EXPECT_EQ(likeness(name, official ? "Keydesk" : "Keydesk Support"), Likeness::same) << name;
    }
    EXPECT_EQ(likeness("星錢包客服", "星钱包"), Likeness::same);
    EXPECT_EQ(likeness("MyWal1etBot", "MyWalletBot"), Likeness::same);
}

TEST(LookAlike, ACommonFirstNameIsNoImitationButSimilar)
{
    EXPECT_EQ(likeness("Anna", "Anna"), Likeness::similar);
    EXPECT_EQ(likeness("李雷", "李雷"), Likeness::similar);
    EXPECT_EQ(likeness("Keydesk fan", "Keydesk"), Likeness::similar);
}

TEST(LookAlike, LeavesOthersAlone)
{
    EXPECT_EQ(likeness("Maria Lopez", "Keydesk"), Likeness::none);
    EXPECT_EQ(likeness("Hannah", "Anna"), Likeness::similar);
    EXPECT_EQ(likeness("Bob", "Rob"), Likeness::none);
    EXPECT_EQ(likeness("", "Keydesk"), Likeness::none);
    EXPECT_EQ(likeness("Keydesk", ""), Likeness::none);
    EXPECT_EQ(likeness("客服", "Keydesk"), Likeness::none);
}

}  // namespace
}  // namespace keydesk::text
