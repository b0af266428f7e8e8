#include "channels/telegram/wire.hpp"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace keydesk::telegram {
namespace {

using desk::SendFault;
using namespace std::chrono_literals;

const Spot kPrivate{.chat = 42};
const Spot kTopic{.chat = -1001234567890, .topic = 9, .user = 42};

desk::SendError fault(int status, std::string_view body, const Spot& spot = kPrivate)
{
    auto answer = open_answer(status, body);
    EXPECT_FALSE(answer);
    return fault_of(answer.error(), spot);
}

TEST(TelegramWire, HandsBackTheResult)
{
    auto answer = open_answer(200, R"({"ok":true,"result":{"message_id":7}})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(number_at(*answer, "/message_id"), 7);
}

// The texts are those of telegram-bot-api; only "chat not found" has no number of its own.
TEST(TelegramWire, EveryRefusalSaysWhatToDoNext)
{
    struct Case {
        int code;
        const char* says;
        SendFault expected;
    };
    for (const auto& one : {
             Case{400, "Bad Request: message text is empty", SendFault::refused},
             Case{400, "Bad Request: message is too long", SendFault::refused},
             Case{400, "Bad Request: message thread not found", SendFault::refused},
             Case{400, "Bad Request: chat not found", SendFault::unreachable},
             Case{401, "Unauthorized: invalid token specified", SendFault::account},
             Case{403, "Forbidden: bot was blocked by the user", SendFault::unreachable},
             Case{403, "Forbidden: user is deactivated", SendFault::unreachable},
             Case{
                 403,
                 "Forbidden: bot can't initiate conversation with a user",
                 SendFault::unreachable},
             Case{
                 403, "Forbidden: bot was kicked from the supergroup chat", SendFault::unreachable},
             Case{403, "Forbidden: the group chat was deleted", SendFault::unreachable},
             Case{403, "a sentence of next year", SendFault::unreachable},
             Case{404, "Not Found: method not found", SendFault::account},
             Case{413, "Request Entity Too Large", SendFault::refused},
             Case{429, "Too Many Requests", SendFault::rate_limited},
             Case{500, "Internal Server Error", SendFault::uncertain},
             Case{502, "Bad Gateway", SendFault::uncertain},
         }) {
        json::object said{{"ok", false}, {"error_code", one.code}, {"description", one.says}};
        auto error = fault(one.code, json::serialize(said));
        EXPECT_EQ(error.fault, one.expected) << one.says;
        EXPECT_EQ(error.code, std::to_string(one.code));
    }
}

TEST(TelegramWire, WaitsAsLongAsTelegramAsks)
{
    auto error = fault(
        429, R"({"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":17}})");
    EXPECT_EQ(error.after, 17s);
    auto silent = fault(429, R"({"ok":false,"error_code":429})");
    EXPECT_GT(silent.after, 0s);
}

TEST(TelegramWire, AGroupThatBecameASupergroupHasANewAddress)
{
    auto error = fault(
        400,
        R"({"ok":false,"error_code":400,"description":"x",)"
        R"("parameters":{"migrate_to_chat_id":-1009}})",
        {.chat = -5, .user = 42});
    EXPECT_EQ(error.fault, SendFault::moved);
    EXPECT_EQ(error.new_key, "g:-1009:0:42");
    EXPECT_EQ(read_address(error.new_address), (Spot{.chat = -1009, .user = 42}));
}

TEST(TelegramWire, AProxysPageIsNoWordOfTelegrams)
{
    EXPECT_EQ(fault(403, "<html>Forbidden by policy</html>").fault, SendFault::retry);
    EXPECT_EQ(fault(407, "").fault, SendFault::retry);
    EXPECT_EQ(fault(502, "<html>Bad gateway</html>").fault, SendFault::uncertain);
    EXPECT_EQ(fault(200, "<html>Welcome</html>").fault, SendFault::uncertain);
    EXPECT_EQ(fault(200, "[]").fault, SendFault::uncertain);
}

TEST(TelegramWire, WhatNeverLeftMayGoAgainAndWhatWasLostMayNot)
{
    EXPECT_EQ(fault_of({.origin = Refusal::Origin::unsent}, kPrivate).fault, SendFault::retry);
    EXPECT_EQ(fault_of({.origin = Refusal::Origin::lost}, kPrivate).fault, SendFault::uncertain);
}

TEST(TelegramWire, SendsPlainTextWithoutAnyMarkup)
{
    auto message = send_message(kPrivate, "1.5 * <b> _x_ [a](b)");
    EXPECT_EQ(message.at("text"), "1.5 * <b> _x_ [a](b)");
    EXPECT_FALSE(message.contains("parse_mode"));
    EXPECT_FALSE(message.contains("entities"));
    EXPECT_EQ(message.at("link_preview_options").at("is_disabled"), true);
}

TEST(TelegramWire, SendsATextAsTelegramWillShowIt)
{
    EXPECT_EQ(settled_text("a\r\nb\tc\x01"), "a\nb c ");
    EXPECT_EQ(settled_text("x\u202Ey\u2028z\u0333"), "xyz");
    EXPECT_EQ(settled_text("“好”…👍 e\u0301\u200D"), "“好”…👍 e\u0301\u200D");
    EXPECT_EQ(settled_text(" \t\n\u2029"), "");
}

TEST(TelegramWire, AnswersInTheTopicAndPointsAtTheQuestion)
{
    auto message = send_message(kTopic, "x", 7);
    EXPECT_EQ(message.at("message_thread_id"), 9);
    EXPECT_EQ(message.at("reply_parameters").at("message_id"), 7);
    EXPECT_EQ(message.at("reply_parameters").at("allow_sending_without_reply"), true);
    // Sending to General by its number fails.
    EXPECT_FALSE(send_message({.chat = -100, .topic = 1}, "x").contains("message_thread_id"));
}

TEST(TelegramWire, AFileGoesAsOneForm)
{
    desk::Departure::File file{.name = "a\"b\r\n截图.png", .type = "image/png", .size = 3};
    auto message = send_message(kTopic, "look", 7);
    auto form = write_form(message, file, "photo", "\x89PN", "cut");
    EXPECT_EQ(form.type, "multipart/form-data; boundary=cut");
    EXPECT_EQ(
        form.body,
        "--cut\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n-1001234567890\r\n"
        "--cut\r\nContent-Disposition: form-data; name=\"caption\"\r\n\r\nlook\r\n"
        "--cut\r\nContent-Disposition: form-data; name=\"message_thread_id\"\r\n\r\n9\r\n"
        "--cut\r\nContent-Disposition: form-data; name=\"reply_parameters\"\r\n\r\n"
        "{\"message_id\":7,\"allow_sending_without_reply\":true}\r\n"
        "--cut\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a%22b  截图.png\"\r\n"
        "Content-Type: image/png\r\n\r\n\x89PN\r\n--cut--\r\n");
}

TEST(TelegramWire, LargePicturesAndOtherFilesGoAsDocuments)
{
    using File = desk::Departure::File;
    EXPECT_EQ(upload_of(File{.type = "image/jpeg", .size = 5}).method, "sendPhoto");
    EXPECT_EQ(upload_of(File{.type = "image/jpeg", .size = 10'000'001}).method, "sendDocument");
    EXPECT_EQ(upload_of(File{.type = "image/svg+xml", .size = 5}).method, "sendDocument");
    EXPECT_EQ(upload_of(File{.type = "application/pdf", .size = 5}).field, "document");
}

TEST(TelegramWire, CountsCodePointsAndFindsEntitiesInUtf16)
{
    EXPECT_EQ(code_points("a👍字"), 3U);
    EXPECT_EQ(utf16_part("👍👍 @Bot 好", 5, 4), "@Bot");
    EXPECT_EQ(utf16_part("你好/start", 2, 6), "/start");
    EXPECT_EQ(utf16_part("abc", 0, 3), "abc");
    EXPECT_FALSE(utf16_part("abc", 1, 3));
    EXPECT_FALSE(utf16_part("👍", 1, 1));  // In the middle of a character.
    EXPECT_FALSE(utf16_part("abc", -1, 2));
}

TEST(TelegramPlaces, AreWrittenAndReadBack)
{
    EXPECT_EQ(key_of(kPrivate), "p:42");
    EXPECT_EQ(key_of(kTopic), "g:-1001234567890:9:42");
    EXPECT_EQ(read_address(address_of(kTopic)), kTopic);
    EXPECT_EQ(read_address(address_of(kPrivate)), kPrivate);
    EXPECT_FALSE(read_address("{}"));
    EXPECT_FALSE(read_address("["));
    EXPECT_EQ(read_message_name("-5:7")->message, 7);
    EXPECT_FALSE(read_message_name("-5:7x"));
    EXPECT_FALSE(read_message_name("abc"));
}

}  // namespace
}  // namespace keydesk::telegram
