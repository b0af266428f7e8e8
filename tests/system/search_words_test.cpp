// An agent who mistypes, or leaves no spaces between words, still finds the message.
#include "tests/system/house.hpp"

namespace keydesk {
namespace {

class SearchWords : public HouseTest {
protected:
    void SetUp() override
    {
        auto who = add_customer();
        for (auto text :
             {"My withdrawal to Arbitrum is not there",
              "收到陌生空投，点了签名之后ETH没了",
              "昨天的转账还没确认",
              "I want to withdraw"})
            say(who, text).value();
        clock.advance(std::chrono::hours{1});
        wait(house->store->index_messages(std::chrono::minutes{1}, 1'000)).value();
    }
    std::vector<std::string> find(std::string words)
    {
        std::vector<std::string> out;
        for (auto& one : wait(house->store->search(std::move(words), "", "", 0, 20)).value())
            out.push_back(one.message->body);
        return out;
    }
};
using Texts = std::vector<std::string>;

TEST_F(SearchWords, a_slip_in_a_long_word_is_forgiven)
{
    EXPECT_EQ(find("widthdrawal arbitrm"), Texts{"My withdrawal to Arbitrum is not there"});
}

TEST_F(SearchWords, a_word_that_exists_is_taken_as_it_is)
{
    EXPECT_EQ(find("withdraw").size(), 2U);
    EXPECT_TRUE(find("withdraw bitcoin").empty());
}

TEST_F(SearchWords, chinese_words_are_found_apart_and_in_traditional_characters)
{
    EXPECT_EQ(find("陌生空投签名"), Texts{"收到陌生空投，点了签名之后ETH没了"});
    EXPECT_EQ(find("轉帳"), Texts{"昨天的转账还没确认"});
}

TEST_F(SearchWords, a_number_finds_its_conversation_whatever_was_said_in_it)
{
    auto said = say(add_customer(), "提到 12345 的消息")->posted;
    auto number = wait(house->store->get(said.message->conversation, agent.id)).value().number;
    EXPECT_EQ(find("#" + std::to_string(number)).front(), "提到 12345 的消息");
    EXPECT_EQ(find("#12345"), Texts{"提到 12345 的消息"});
    for (auto none : {"#", "#99999999999999999999"}) EXPECT_TRUE(find(none).empty());
}

TEST_F(SearchWords, hostile_words_are_only_words)
{
    for (auto words : {"\" OR tokens MATCH \"x", "zzzzz* NEAR(", "'); DROP TABLE messages; --"})
        EXPECT_TRUE(find(words).empty()) << words;
}

}  // namespace
}  // namespace keydesk
