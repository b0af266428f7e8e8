#include "chains/advice.hpp"
#include "chains/registry.hpp"

#include <gmock/gmock.h>

namespace keydesk::chains {

namespace {

constexpr std::string_view kBook = R"toml(
[unknown]
actor = "nobody"
en = { title = "t", see = "s", why = "w", now = "n" }
zh = { title = "题", see = "看", why = "因", now = "做" }

[evm.success]
actor = "receiver"
en = { title = "t", see = ["Sent {amount} to {to}.", "Sent."], why = "w", now = "n" }
zh = { title = "题", see = ["已转 {amount}。", "已转。"], why = "因", now = "做" }
)toml";

}  // namespace

TEST(Advice, TheEmbeddedBookIsWhole)
{
    auto book = AdviceBook::open();
    ASSERT_TRUE(book) << book.error().what;
    for (const auto& id : book->ids()) {
        auto advice = book->advise({.id = id, .confidence = 1, .values = {}});
        for (const auto* text : {&advice.en, &advice.zh}) {
            EXPECT_FALSE(text->title.empty()) << id;
            EXPECT_FALSE(text->now.empty()) << id;
            EXPECT_FALSE(text->see.contains('{')) << id;
        }
    }
}

TEST(Advice, TheFullestTextThatCanBeFilledIsTaken)
{
    auto book = AdviceBook::read({kBook});
    ASSERT_TRUE(book) << book.error().what;
    auto full = book->advise({"evm.success", 1, {{"amount", "5 USDT"}, {"to", "0xab"}}});
    EXPECT_EQ(full.en.see, "Sent 5 USDT to 0xab.");
    EXPECT_EQ(full.zh.see, "已转 5 USDT。");
    auto half = book->advise({"evm.success", 1, {{"amount", "5 USDT"}}});
    EXPECT_EQ(half.en.see, "Sent.");
    EXPECT_EQ(book->advise({"evm.never_heard_of", 1, {}}).zh.title, "题");
}

TEST(Advice, ABookThatPromisesWhatItCannotSayIsRefused)
{
    auto torn = std::string{kBook} + "\n[a]\nactor = \"sender\"\nen = { title = \"{x}\" }\n";
    EXPECT_FALSE(AdviceBook::read({torn}));
    auto stranger = std::string{kBook} + "\n[a]\nactor = \"robot\"\n";
    EXPECT_FALSE(AdviceBook::read({stranger}));
    EXPECT_FALSE(AdviceBook::read({"[x"}));
}

TEST(Registry, EveryChainIsWhole)
{
    auto chains = known_chains();
    ASSERT_TRUE(chains) << chains.error().what;
    std::vector<std::string> ids;
    for (const auto& chain : *chains) ids.push_back(chain.id);
    EXPECT_THAT(
        ids,
        testing::IsSupersetOf(
            {"bitcoin", "ethereum", "bsc", "polygon", "arbitrum", "optimism", "base", "tron"}));
}

}  // namespace keydesk::chains
