// Who types what happened, in either language and in a hurry, finds the article about it.
#include "desk/knowledge/seeds.hpp"
#include "tests/kit/many_articles.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace keydesk::desk {
namespace {

const Shelf& shelf_of(std::size_t texts)
{
    static std::map<std::size_t, std::unique_ptr<Shelf>> made;
    auto& shelf = made[texts];
    if (!shelf)
        shelf = std::make_unique<Shelf>(kit::many_articles(
            read_categories(embedded_categories()).value(), read_seeds().value(), texts));
    return *shelf;
}

std::vector<std::string> slugs(const std::vector<const ShownArticle*>& articles)
{
    std::vector<std::string> out;
    for (const auto* one : articles) out.push_back(one->slug + "/" + one->locale);
    return out;
}

class Relevance : public testing::TestWithParam<kit::Question> {};

TEST_P(Relevance, is_among_the_first_three_of_the_seeded_articles)
{
    auto place = kit::place_of(shelf_of(0), GetParam());
    EXPECT_TRUE(place >= 1 && place <= 3) << GetParam().query << " stands at " << place;
}

TEST_P(Relevance, is_among_the_first_three_of_a_thousand_articles)
{
    auto place = kit::place_of(shelf_of(1'000), GetParam());
    EXPECT_TRUE(place >= 1 && place <= 3) << GetParam().query << " stands at " << place;
}

INSTANTIATE_TEST_SUITE_P(Table, Relevance, testing::ValuesIn(kit::relevance_table()));

TEST(Shelf, the_table_has_thirty_questions_in_each_language)
{
    auto table = kit::relevance_table();
    EXPECT_EQ(std::ranges::count(table, "zh-CN", &kit::Question::locale), 30);
    EXPECT_EQ(std::ranges::count(table, "en", &kit::Question::locale), 30);
}

TEST(Shelf, every_seed_may_be_published_in_both_languages)
{
    auto seeds = read_seeds();
    ASSERT_TRUE(seeds) << seeds.error().what;
    for (const auto& seed : *seeds) {
        EXPECT_NE(shelf_of(0).article(seed.slug, "en"), nullptr) << seed.slug;
        EXPECT_NE(shelf_of(0).article(seed.slug, "zh-CN"), nullptr) << seed.slug;
        EXPECT_NE(shelf_of(0).category(seed.category), nullptr) << seed.slug;
    }
}

TEST(Shelf, links_between_seeds_lead_to_articles_that_exist)
{
    for (const auto& one : shelf_of(0).articles()) {
        constexpr std::string_view kLink = "href=\"/help/";
        for (auto at = one.html.find(kLink); at != one.html.npos;
             at = one.html.find(kLink, at + 1)) {
            auto begin = at + kLink.size();
            auto path = one.html.substr(begin, one.html.find('"', begin) - begin);
            auto slash = path.find('/');
            EXPECT_NE(shelf_of(0).article(path.substr(slash + 1), path.substr(0, slash)), nullptr)
                << path << " in " << one.slug;
        }
        EXPECT_EQ(one.html.find("](", 0), one.html.npos) << one.slug;
    }
}

TEST(Shelf, a_question_is_answered_in_the_readers_language_and_an_article_stands_once)
{
    auto found = slugs(shelf_of(0).search("USDT", "zh-CN", 10));
    for (const auto& one : found) EXPECT_TRUE(one.ends_with("/zh-CN")) << one;
    std::ranges::sort(found);
    EXPECT_EQ(std::ranges::adjacent_find(found), found.end());
    EXPECT_EQ(slugs(shelf_of(0).search("助记词丢了", "en", 1)).front(), "lost-mnemonic/zh-CN");
}

TEST(Shelf, a_word_is_found_while_it_is_typed)
{
    EXPECT_EQ(slugs(shelf_of(0).search("insuf", "en", 1)).front(), "insufficient-balance/en");
    EXPECT_EQ(slugs(shelf_of(0).search("转账待", "zh-CN", 1)).front(), "transfer-pending/zh-CN");
}

TEST(Shelf, nothing_is_suggested_for_what_no_article_is_about)
{
    for (auto text :
         {"你好",
          "hello, is anybody there?",
          "谢谢，再见",
          "what is the weather in Paris",
          "在吗在吗",
          "asdfgh qwerty",
          "请问几点下班"}) {
        EXPECT_TRUE(shelf_of(0).suggest(text, "zh-CN", 3).empty())
            << text << ": " << slugs(shelf_of(0).suggest(text, "zh-CN", 3)).front();
    }
}

TEST(Shelf, a_customers_story_is_given_the_article_about_it)
{
    auto first = [](std::string_view text, std::string_view locale) {
        auto found = slugs(shelf_of(0).suggest(text, locale, 3));
        return found.empty() ? std::string{} : found.front();
    };
    EXPECT_EQ(
        first(
            "你好，我今天上午10点从钱包转了500 "
            "USDT到币安，浏览器显示已确认，但是币安到现在没有入账",
            "zh-CN"),
        "exchange-not-credited/zh-CN");
    EXPECT_EQ(
        first(
            "Hi, yesterday I sent XRP to my exchange account but I forgot the destination tag",
            "en"),
        "missing-memo/en");
    EXPECT_EQ(
        first("我换了新手机，重新导入助记词以后余额变成0了，怎么回事", "zh-CN"),
        "zero-after-reimport/zh-CN");
}

TEST(Shelf, hostile_queries_do_no_harm)
{
    std::string long_one(100'000, 'a'), broken = "\xE8\xBD\xFF\xFE\x80";
    for (std::string_view query :
         {std::string_view{long_one},
          std::string_view{broken},
          std::string_view{},
          std::string_view{"   \n\t"},
          std::string_view{"\" OR 1=1 --"}})
        EXPECT_LE(shelf_of(0).search(query, "en", 3).size(), 3U);
}

}  // namespace
}  // namespace keydesk::desk
