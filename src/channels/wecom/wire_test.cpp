#include "channels/wecom/wire.hpp"

#include "channels/weixin/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace keydesk::wecom::wire {
namespace {

using namespace std::chrono_literals;
using desk::SendFault;
using testing::HasSubstr;
using What = desk::Notice::What;

const Time kNow = from_millis(1'700'000'100'000);

Batch read(const std::string& messages, const std::string& rest = "")
{
    auto answer = weixin::parse_json(
        R"({"errcode":0,"next_cursor":"c2","has_more":1)" + rest + R"(,"msg_list":[)" + messages +
        "]}");
    return read_batch(answer, "wk1", kNow);
}

std::string message(const std::string& rest, int origin = 3)
{
    return R"({"msgid":"m1","open_kfid":"wk1","external_userid":"wm1","send_time":1700000000,)"
           R"("origin":)" +
           std::to_string(origin) + "," + rest + "}";
}

TEST(WecomBatch, AMessageBecomesAnArrivalWithFiveAnswersInTwoDays)
{
    auto batch = read(message(R"("msgtype":"text","text":{"content":"你好","menu_id":"1"})"));
    EXPECT_EQ(batch.next_cursor, "c2");
    EXPECT_TRUE(batch.more);
    auto& arrival = batch.lines.at(0).arrival.value();
    EXPECT_EQ(arrival.external_id, "m1");
    EXPECT_EQ(arrival.text.reveal(), "你好");
    EXPECT_EQ(arrival.place.key, "wk1/wm1");
    EXPECT_EQ(read_address(arrival.place.address).account, "wk1");
    EXPECT_EQ(read_address(arrival.place.address).user, "wm1");
    EXPECT_EQ(arrival.allowance->messages, 5);
    EXPECT_EQ(arrival.allowance->until, arrival.sent_at + 48h);
}

TEST(WecomBatch, FilesAreFetchedLater)
{
    for (const auto* kind : {"image", "voice", "video", "file"}) {
        std::string type{kind};
        auto batch =
            read(message("\"msgtype\":\"" + type + "\",\"" + type + R"(":{"media_id":"M9"})"));
        EXPECT_THAT(batch.lines.at(0).arrival->files.at(0).source, HasSubstr("M9")) << kind;
    }
}

TEST(WecomBatch, OtherKindsAreReadAsText)
{
    auto text = [](const std::string& rest) {
        return read(message(rest)).lines.at(0).arrival->text.reveal();
    };
    EXPECT_EQ(
        text(R"("msgtype":"location","location":{"latitude":23.1,"longitude":113.3,"name":"广州",)"
             R"("address":"天河"})"),
        "[位置 · Location] 广州\n天河\n23.1, 113.3");
    EXPECT_EQ(
        text(R"("msgtype":"link","link":{"title":"t","desc":"d","url":"http://x/"})"),
        "t\nd\nhttp://x/");
    EXPECT_THAT(
        text(R"("msgtype":"miniprogram","miniprogram":{"title":"钱包"})"), HasSubstr("钱包"));
    EXPECT_THAT(text(R"("msgtype":"hologram")"), HasSubstr("hologram"));
}

TEST(WecomBatch, WhatAnAgentOfTheAppWroteIsNotTheCustomers)
{
    EXPECT_TRUE(read(message(R"("msgtype":"text","text":{"content":"x"})", 5)).lines.empty());
}

std::string event(const std::string& rest)
{
    return R"({"msgid":"e1","send_time":1700000000,"origin":4,"msgtype":"event","event":{)" + rest +
           "}}";
}

TEST(WecomBatch, EnteringBringsLinkAndWelcome)
{
    auto line = read(event(R"("event_type":"enter_session","open_kfid":"wk1",)"
                           R"("external_userid":"wm1","scene":"keydesk",)"
                           R"("scene_param":"abcdefghijklmnopqrstuv","welcome_code":"W1")"))
                    .lines.at(0);
    EXPECT_EQ(line.notice->what, What::allowed);
    EXPECT_EQ(line.notice->link, "abcdefghijklmnopqrstuv");
    EXPECT_EQ(line.notice->allowance->messages, 0) << "entering opens no window";
    EXPECT_EQ(line.welcome->code, "W1");
    auto plain = read(event(R"("event_type":"enter_session","external_userid":"wm1")")).lines.at(0);
    EXPECT_FALSE(plain.notice);
    EXPECT_FALSE(plain.welcome);
}

TEST(WecomBatch, FailuresAndRecallsNameTheirMessage)
{
    auto failed =
        read(event(R"("event_type":"msg_send_fail","fail_msgid":"f1","fail_type":4)")).lines.at(0);
    EXPECT_EQ(failed.notice->what, What::bounced);
    EXPECT_EQ(failed.notice->external_id, "f1");
    EXPECT_EQ(failed.notice->detail, "fail_type 4");
    auto recalled =
        read(event(R"("event_type":"user_recall_msg","recall_msgid":"r1")")).lines.at(0);
    EXPECT_EQ(recalled.notice->what, What::deleted);
    EXPECT_EQ(recalled.notice->external_id, "r1");
    auto status =
        read(event(R"("event_type":"session_status_change","change_type":1)")).lines.at(0);
    EXPECT_FALSE(status.notice);
}

TEST(WecomBatch, WhatIsBrokenDamsNothing)
{
    auto batch = read(
        "1,null,{},[]," + message(R"("msgtype":"text","text":7)") + "," +
        R"({"msgid":"m2","external_userid":"wm1","origin":3,"msgtype":"text","text":{"content":"b"}})");
    EXPECT_EQ(batch.lines.back().arrival->text.reveal(), "b");
    EXPECT_TRUE(read_batch({}, "wk1", kNow).lines.empty());
}

TEST(WecomWire, OurIdIsThePlatforms)
{
    EXPECT_EQ(
        message_id("018bcfe5-687b-7d4f-8a57-3f2b1c9d0e11"), "018bcfe5687b7d4f8a573f2b1c9d0e11");
    EXPECT_EQ(message_id("has.dots").size(), 32U);
    EXPECT_EQ(message_id(std::string(80, 'x')).size(), 32U);
}

TEST(WecomWire, CodesSayWhatTheCourierDoes)
{
    auto fault = [](int code) { return send_error({.code = code, .nothing_done = true}).fault; };
    EXPECT_EQ(fault(95001), SendFault::closed);
    EXPECT_EQ(fault(95002), SendFault::closed);
    EXPECT_EQ(fault(95018), SendFault::closed);
    EXPECT_EQ(fault(95000), SendFault::account);
    EXPECT_EQ(fault(60020), SendFault::account);
    EXPECT_EQ(fault(45009), SendFault::rate_limited);
    EXPECT_EQ(fault(-1), SendFault::retry);
    EXPECT_EQ(fault(40033), SendFault::refused);
    EXPECT_EQ(send_error({.status = 502}).fault, SendFault::uncertain);
    EXPECT_TRUE(refuses_a_repeat({.code = 95099}));
    EXPECT_FALSE(refuses_a_repeat({.code = 95001}));
    EXPECT_FALSE(refuses_a_repeat({.code = 40033}));
}

}  // namespace
}  // namespace keydesk::wecom::wire
