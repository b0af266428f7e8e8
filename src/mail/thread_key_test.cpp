#include "mail/thread_key.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>

namespace keydesk::mail {
namespace {

constexpr std::string_view kCase = "018f3a1c-7b2e-7c3d-9e4f-0123456789ab";
constexpr std::string_view kMessage = "018f3a1c-7b2e-7c3d-9e4f-ba9876543210";
constexpr std::string_view kKey = "a key of the house";

std::string upper(std::string text)
{
    std::ranges::transform(
        text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

TEST(ReplyAddress, leads_its_recipient_back_to_the_conversation)
{
    const auto address = reply_address("support@desk.example", kCase, "li@example.com", kKey);

    ASSERT_TRUE(address);
    const auto token = read_reply_address(*address);
    ASSERT_TRUE(token);
    EXPECT_EQ(token->inbox, "support@desk.example");
    EXPECT_EQ(token->conversation, kCase);
    EXPECT_TRUE(made_for(*token, "li@example.com", kKey));
    EXPECT_LE(address->find('@'), 64U);
}

TEST(ReplyAddress, leads_nobody_else)
{
    const auto token =
        read_reply_address(*reply_address("support@desk.example", kCase, "li@example.com", kKey));

    EXPECT_FALSE(made_for(*token, "eve@example.com", kKey));
    EXPECT_FALSE(made_for(*token, "li@example.com", "another key"));
}

TEST(ReplyAddress, survives_servers_that_change_case)
{
    const auto address =
        upper(*reply_address("support@desk.example", kCase, "li@example.com", kKey));

    const auto token = read_reply_address(address);

    ASSERT_TRUE(token);
    EXPECT_TRUE(made_for(*token, "LI@example.com", kKey));
}

TEST(ReplyAddress, of_another_conversation_with_the_same_mac_is_refused)
{
    auto token =
        *read_reply_address(*reply_address("support@desk.example", kCase, "li@example.com", kKey));

    token.conversation = kMessage;

    EXPECT_FALSE(made_for(token, "li@example.com", kKey));
}

TEST(ReplyAddress, reads_no_token_from_other_addresses)
{
    for (const auto address :
         {"support@desk.example",
          "support+c@desk.example",
          "+c@desk.example",
          "",
          "@",
          "support+cabc.def@desk.example",
          "support+caaaaaaaaaaaaaaaaaaaaaaaaaz.aaaaaaaaaaaaaaaa@desk.example",
          "support+c0000000000000000000000000a.aaaaaaaaaaaaaaaa@desk.example"}) {
        EXPECT_FALSE(read_reply_address(address)) << address;
    }
}

TEST(ReplyAddress, is_not_made_where_it_would_not_fit)
{
    const auto address =
        reply_address("customer-service-desk@desk.example", kCase, "li@example.com", kKey);

    EXPECT_FALSE(address);
    EXPECT_FALSE(reply_address("support@desk.example", "17", "li@example.com", kKey));
}

TEST(OwnMessageId, is_the_same_at_every_attempt_and_ours_alone)
{
    const auto id = own_message_id(kCase, kMessage, "Desk.example", kKey);

    ASSERT_TRUE(id);
    EXPECT_EQ(*id, *own_message_id(kCase, kMessage, "desk.example", kKey));
    const auto token = read_message_id(*id);
    ASSERT_TRUE(token);
    EXPECT_EQ(token->conversation, kCase);
    EXPECT_EQ(token->message, kMessage);
    EXPECT_TRUE(made_by_us(*token, kKey));
    EXPECT_FALSE(made_by_us(*token, "another key"));
    EXPECT_FALSE(read_message_id("abc@desk.example"));
}

TEST(OwnMessageId, changed_in_one_place_is_not_ours)
{
    auto id = *own_message_id(kCase, kMessage, "desk.example", kKey);

    for (std::size_t at = 0; at < id.find('@'); ++at) {
        auto changed = id;
        changed[at] = changed[at] == 'a' ? 'b' : 'a';
        const auto token = read_message_id(changed);
        EXPECT_FALSE(token && made_by_us(*token, kKey)) << at;
    }
}

TEST(References, grow_by_the_answered_mail_and_keep_the_first)
{
    std::vector<std::string> references;
    for (int i = 0; i < 50; ++i) {
        references = continue_references(references, "m" + std::to_string(i));
    }

    EXPECT_EQ(references.size(), 20U);
    EXPECT_EQ(references.front(), "m0");
    EXPECT_EQ(references.back(), "m49");
    EXPECT_THAT(continue_references({"a", "b", "a"}, "b"), testing::ElementsAre("a", "b"));
}

}  // namespace
}  // namespace keydesk::mail
