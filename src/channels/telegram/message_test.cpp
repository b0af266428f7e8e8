#include "channels/telegram/message.hpp"

#include "channels/telegram/imitation.hpp"
#include "channels/telegram/settings.hpp"

#include <gmock/gmock.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace keydesk::telegram {
namespace {

using testing::ElementsAre;

const Account kMe{.id = 1000, .username = "MyWalletBot", .name = "MyWallet Support"};

json::object from_anna()
{
    return {{"id", 42}, {"is_bot", false}, {"first_name", "Anna"}, {"username", "anna"}};
}

/// A message of Anna's with these fields besides.
json::object said(json::object fields, bool group = false)
{
    json::object out{{"message_id", 7}, {"date", 1'700'000'000}, {"from", from_anna()}};
    out["chat"] = group ? json::object{{"id", -1001}, {"type", "supergroup"}, {"title", "Users"}}
                        : json::object{{"id", 42}, {"type", "private"}};
    for (auto& [key, value] : fields) out[key] = value;
    return out;
}

Message read(json::object fields, bool group = false)
{
    auto update = read_update({{"update_id", 1}, {"message", said(std::move(fields), group)}}, kMe);
    return update.message.value_or(Message{});
}

/// Text in a group, with one entity of `type` around `word` when given.
Message in_group(const std::string& text, json::array entities = {})
{
    return read({{"text", text}, {"entities", std::move(entities)}}, true);
}

json::object entity(const char* type, int offset, int length)
{
    return {{"type", type}, {"offset", offset}, {"length", length}};
}

TEST(TelegramMessage, IsReadAsTheDeskTakesIt)
{
    auto arrival = arrival_of(read({{"text", "hello\0!"}}));
    EXPECT_EQ(arrival.external_id, "42:7");
    EXPECT_EQ(arrival.person.external_id, "42");
    EXPECT_EQ(arrival.person.name, "Anna");
    EXPECT_EQ(arrival.person.handle, "@anna");
    EXPECT_EQ(arrival.place.key, "p:42");
    EXPECT_FALSE(arrival.place.is_public);
    EXPECT_EQ(arrival.text.reveal(), "hello");
    EXPECT_EQ(millis(arrival.sent_at), 1'700'000'000'000);
}

TEST(TelegramMessage, EveryKindOfContentLeavesSomethingToRead)
{
    auto text = [](const char* content) {
        auto value = json::parse(content);
        return arrival_of(read(value.as_object())).text.reveal();
    };
    EXPECT_EQ(text(R"({"sticker":{"emoji":"😀"}})"), "[Sticker 😀]");
    EXPECT_EQ(
        text(R"({"location":{"latitude":31.2304,"longitude":121.4737}})"),
        "[Location 31.23040, 121.47370]");
    EXPECT_EQ(
        text(R"({"location":{},"venue":{"title":"Bank","address":"Street 1"}})"),
        "[Place Bank, Street 1]");
    EXPECT_EQ(text(R"({"contact":{"first_name":"Bob","phone_number":"+1"}})"), "[Contact Bob +1]");
    EXPECT_EQ(text(R"({"poll":{"question":"Which?"}})"), "[Poll Which?]");
    EXPECT_EQ(text(R"({"dice":{"emoji":"🎲","value":4}})"), "[🎲 4]");
    EXPECT_EQ(text(R"({"story":{}})"), "[Story]");
    EXPECT_EQ(text(R"({"paid_media":{}})"), "[Paid media]");
    EXPECT_EQ(text(R"({"rich_message":{"text":"rich"}})"), "rich");
    EXPECT_EQ(text(R"({"hologram":{}})"), "[A kind of message that we cannot show]");
}

TEST(TelegramMessage, FilesAreNamedToBeFetchedLater)
{
    struct Case {
        const char* content;
        const char* name;
        const char* type;
    };
    for (const auto& one : {
             Case{
                 R"({"photo":[{"file_id":"s","file_size":1},{"file_id":"F","file_size":9}]})",
                 "photo.jpg",
                 "image/jpeg"},
             Case{
                 R"({"document":{"file_id":"F","file_name":"日志.txt","mime_type":"text/plain"}})",
                 "日志.txt",
                 "text/plain"},
             Case{
                 R"({"animation":{"file_id":"F"},"document":{"file_id":"D"}})",
                 "animation.mp4",
                 "video/mp4"},
             Case{R"({"voice":{"file_id":"F","mime_type":"audio/ogg"}})", "voice.ogg", "audio/ogg"},
             Case{R"({"audio":{"file_id":"F"}})", "audio.mp3", "audio/mpeg"},
             Case{R"({"video":{"file_id":"F"}})", "video.mp4", "video/mp4"},
             Case{R"({"video_note":{"file_id":"F"}})", "video.mp4", "video/mp4"},
             Case{
                 R"({"live_photo":{"file_id":"F"},"photo":[{"file_id":"P"}]})",
                 "photo.mp4",
                 "video/mp4"},
         }) {
        auto arrival = arrival_of(read(json::parse(one.content).as_object()));
        ASSERT_EQ(arrival.files.size(), 1U) << one.content;
        EXPECT_EQ(arrival.files[0].name, one.name);
        EXPECT_EQ(arrival.files[0].type, one.type);
        EXPECT_TRUE(arrival.files[0].source.starts_with(R"({"file_id":"F")")) << one.content;
    }
}

TEST(TelegramMessage, SaysClearlyThatAFileIsTooLargeForABot)
{
    auto message = read(
        {{"caption", "look"},
         {"document", {{"file_id", "F"}, {"file_name", "a.zip"}, {"file_size", 36'700'160}}}});
    EXPECT_TRUE(message.content.too_large);
    EXPECT_TRUE(message.content.files.empty());
    EXPECT_EQ(
        message.content.text,
        "look\n[Document: a.zip, 35 MB, more than the 20 MB that Telegram lets a bot fetch]");
}

TEST(TelegramMessage, NobodyWroteAServiceMessage)
{
    for (const auto* key : {"pinned_message", "forum_topic_created", "new_chat_title"}) {
        EXPECT_TRUE(read({{key, "x"}}).content.service) << key;
    }
}

TEST(TelegramMessage, ReadsEditsMembershipAndButtons)
{
    auto edited = read_update({{"edited_message", said({{"text", "new"}})}}, kMe);
    EXPECT_TRUE(edited.edited);
    EXPECT_EQ(edited.message->content.text, "new");

    auto blocked = read_update(
        {{"my_chat_member",
          {{"chat", {{"id", 42}, {"type", "private"}}},
           {"from", from_anna()},
           {"date", 1'700'000'000},
           {"new_chat_member", {{"status", "kicked"}}}}}},
        kMe);
    ASSERT_TRUE(blocked.membership);
    EXPECT_FALSE(blocked.membership->member);

    EXPECT_EQ(read_update({{"callback_query", {{"id", "q"}}}}, kMe).callback, "q");
    auto other = read_update({{"channel_post", said({{"text", "x"}})}}, kMe);
    EXPECT_FALSE(other.message || other.membership);
}

TEST(TelegramMessage, AReplyToUsAnswersAndAReplyToOthersQuotes)
{
    json::object ours{{"message_id", 3}, {"from", {{"id", 1000}, {"is_bot", true}}}};
    EXPECT_EQ(read({{"text", "x"}, {"reply_to_message", ours}}).answers, "42:3");
    json::object theirs{{"message_id", 3}, {"from", {{"id", 9}}}, {"text", "pay me"}};
    EXPECT_EQ(read({{"text", "x"}, {"reply_to_message", theirs}}).quoted, "pay me");
}

TEST(TelegramMessage, ATopicIsOneOnlyWhenTheMessageSaysSo)
{
    auto topic = read(
        {{"text", "@MyWalletBot x"}, {"message_thread_id", 9}, {"is_topic_message", true}}, true);
    EXPECT_EQ(arrival_of(topic).place.key, "g:-1001:9:42");
    auto thread = read({{"text", "@MyWalletBot x"}, {"message_thread_id", 9}}, true);
    EXPECT_EQ(arrival_of(thread).place.key, "g:-1001:0:42");
    EXPECT_TRUE(arrival_of(thread).place.is_public);
}

TEST(TelegramCalling, AMentionIsFoundInsideChineseText)
{
    for (const auto* text :
         {"联系@MyWalletBot好吗",
          "@mywalletbot。怎么提现",
          "请问@MYWALLETBOT，转账没到",
          "@MyWalletBot?"}) {
        EXPECT_TRUE(names_us(text, "MyWalletBot")) << text;
    }
    EXPECT_EQ(in_group("联系@MyWalletBot好吗").call, Call::asked);
    for (const auto* text : {"@MyWalletBot2 x", "write to x@MyWalletBot", "@MyWallet Bot", "@"}) {
        EXPECT_FALSE(names_us(text, "MyWalletBot")) << text;
    }
}

TEST(TelegramCalling, ChatterOfAGroupIsNotForUs)
{
    EXPECT_EQ(in_group("good morning").call, Call::none);
    EXPECT_EQ(in_group("@other hello", {entity("mention", 0, 6)}).call, Call::none);
    EXPECT_EQ(in_group("/price btc", {entity("bot_command", 0, 6)}).call, Call::none);
}

TEST(TelegramCalling, ACommandForAnotherBotIsNotForUsEvenWithOurName)
{
    auto message = in_group(
        "/ask@OtherBot what is @MyWalletBot",
        {entity("bot_command", 0, 13), entity("mention", 22, 12)});
    EXPECT_EQ(message.call, Call::none);
}

TEST(TelegramCalling, AnswersMentionsAndCommandsAreForUs)
{
    json::object ours{{"message_id", 3}, {"from", {{"id", 1000}}}};
    EXPECT_EQ(read({{"text", "ok"}, {"reply_to_message", ours}}, true).call, Call::asked);
    EXPECT_EQ(in_group("👍 @mywalletbot hi", {entity("mention", 3, 12)}).call, Call::asked);
    auto person = entity("text_mention", 0, 3);
    person["user"] = {{"id", 1000}};
    EXPECT_EQ(in_group("Bot help me", {person}).call, Call::asked);
    auto command = in_group("/help@MyWalletBot it is stuck", {entity("bot_command", 0, 17)});
    EXPECT_EQ(command.call, Call::asked);
    EXPECT_EQ(command.argument, "it is stuck");
    EXPECT_EQ(in_group("/support stuck", {entity("bot_command", 0, 8)}).call, Call::asked);
}

TEST(TelegramCalling, OurNameAloneIsAHandRaised)
{
    EXPECT_EQ(in_group(" @MyWalletBot ", {entity("mention", 1, 12)}).call, Call::bare);
    EXPECT_EQ(in_group("/help", {entity("bot_command", 0, 5)}).call, Call::bare);
    json::object theirs{{"message_id", 3}, {"from", {{"id", 9}}}, {"text", "where is my coin"}};
    EXPECT_EQ(
        read({{"text", "@MyWalletBot"}, {"reply_to_message", theirs}}, true).call, Call::asked);
}

TEST(TelegramCalling, AMentionUnderAPictureCounts)
{
    auto message = read(
        {{"photo", json::array{json::object{{"file_id", "F"}}}},
         {"caption", "Bot look"},
         {"caption_entities",
          json::array{json::object{
              {"type", "text_mention"}, {"offset", 0}, {"length", 3}, {"user", {{"id", 1000}}}}}}},
        true);
    EXPECT_EQ(message.call, Call::asked);
}

TEST(TelegramMessage, BotsChannelsAndTheGroupItselfAreNoCustomers)
{
    EXPECT_TRUE(
        read({{"text", "x"}, {"from", {{"id", 5}, {"is_bot", true}}}}).person.external_id.empty());
    json::object channel{{"id", -1005}, {"title", "MyWallet Support"}};
    auto posing = read({{"text", "x"}, {"sender_chat", channel}}, true);
    EXPECT_TRUE(posing.person.external_id.empty());
    EXPECT_THAT(posing.face.names, ElementsAre("MyWallet Support"));
    json::object group{{"id", -1001}, {"title", "MyWallet Support"}};
    EXPECT_TRUE(read({{"text", "x"}, {"sender_chat", group}}, true).face.names.empty());
}

TEST(TelegramImitation, ANameLikeOursIsToldFromAnotherName)
{
    using How = Imitation::How;
    auto how = [](const char* name) {
        return imitation_of({.user = 5, .names = {name}}, {"MyWallet", "Grace Hopper"}, kMe).how;
    };
    EXPECT_EQ(how("МуWаllеt Suрроrt"), How::same);
    EXPECT_EQ(how("MyWal1etBot"), How::same);
    EXPECT_EQ(how("grace hopper"), How::same);
    EXPECT_EQ(how("MyWallet fan"), How::similar);
    EXPECT_EQ(how("Anna"), How::none);
}

TEST(TelegramMessage, NonsenseIsNothing)
{
    for (const auto* text :
         {"1",
          "{}",
          "[]",
          R"({"message":5})",
          R"({"message":{"chat":{"id":"x"}}})",
          R"({"message":{"message_id":1,"chat":{"id":-5,"type":"private"}}})",
          R"({"my_chat_member":{}})",
          R"({"callback_query":{"id":7}})"}) {
        auto update = read_update(json::parse(text), kMe);
        EXPECT_FALSE(update.message || update.membership) << text;
        EXPECT_TRUE(update.callback.empty());
    }
}

TEST(TelegramSettings, SayWhichFieldIsWrong)
{
    auto wrong = [](desk::ChannelSettings fields) {
        fields.emplace("bot_token", "123:ABC");
        auto read = read_settings(fields);
        return read ? std::string{} : read.error().what.substr(0, read.error().what.find(':'));
    };
    EXPECT_EQ(wrong({}), "");
    EXPECT_EQ(wrong({{"bot_token", "123:A/../B"}}), "bot_token");
    EXPECT_EQ(wrong({{"mode", "pigeon"}}), "mode");
    EXPECT_EQ(wrong({{"groups", "https://t.me/x"}}), "groups");
    EXPECT_EQ(wrong({{"team", "@anna"}}), "team");
    EXPECT_EQ(wrong({{"proxy", "gopher://x"}}), "proxy");
    EXPECT_EQ(wrong({{"api_root", "telegram"}}), "api_root");
    EXPECT_EQ(wrong({{"deadline", "0"}}), "deadline");
}

TEST(TelegramSettings, AGroupHasANumberALinkAndAName)
{
    auto settings = read_settings(
        {{"bot_token", "1:A"}, {"groups", "-1001 https://t.me/mw MyWallet Users\n\n -7 quiet\n"}});
    ASSERT_TRUE(settings);
    ASSERT_EQ(settings->groups.size(), 2U);
    EXPECT_EQ(settings->group(-1001)->link, "https://t.me/mw");
    EXPECT_EQ(settings->group(-1001)->title, "MyWallet Users");
    EXPECT_EQ(settings->group(-7)->title, "quiet");
    EXPECT_EQ(settings->group(-8), nullptr);
}

}  // namespace
}  // namespace keydesk::telegram
