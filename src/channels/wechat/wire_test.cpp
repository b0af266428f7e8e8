#include "channels/wechat/wire.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace keydesk::wechat::wire {
namespace {

using namespace std::chrono_literals;
using desk::SendFault;
using testing::HasSubstr;
using What = desk::Notice::What;

const Time kNow = from_millis(1'700'000'100'000);

std::string pushed(const std::string& rest)
{
    return "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oUser_1]]>"
           "</FromUserName><CreateTime>1700000000</CreateTime>" +
           rest + "</xml>";
}

Push read(const std::string& rest)
{
    return read_push(weixin::read_xml(pushed(rest)).value(), kNow).value();
}

TEST(WechatPush, AMessageBecomesAnArrivalWithFiveAnswersInTwoDays)
{
    auto push = read("<MsgType>text</MsgType><Content><![CDATA[你好]]></Content><MsgId>77</MsgId>");
    ASSERT_TRUE(push.arrival);
    EXPECT_EQ(push.arrival->external_id, "77");
    EXPECT_EQ(push.arrival->person.external_id, "oUser_1");
    EXPECT_EQ(push.arrival->place.key, "oUser_1");
    EXPECT_EQ(user_of(push.arrival->place.address), "oUser_1");
    EXPECT_EQ(push.arrival->text.reveal(), "你好");
    EXPECT_EQ(push.arrival->sent_at, from_millis(1'700'000'000'000));
    EXPECT_EQ(push.arrival->allowance->messages, 5);
    EXPECT_EQ(push.arrival->allowance->until, push.arrival->sent_at + 48h);
    EXPECT_EQ(push.answer, Push::Answer::nothing);
}

TEST(WechatPush, ATapOnAMenuInAMessageCountsAsAClick)
{
    auto push = read(
        "<MsgType>text</MsgType><Content>1</Content><MsgId>78</MsgId><bizmsgmenuid>1</"
        "bizmsgmenuid>");
    EXPECT_EQ(push.arrival->allowance->messages, 3);
    EXPECT_EQ(push.arrival->allowance->until, push.arrival->sent_at + 1min);
}

TEST(WechatPush, PicturesVoicesAndFilmsAreFilesToBeFetched)
{
    auto image = read(
        "<MsgType>image</MsgType><PicUrl>http://x</PicUrl><MediaId>m1</MediaId><MsgId>1</MsgId>");
    EXPECT_THAT(image.arrival->files.at(0).source, HasSubstr("\"m1\""));
    EXPECT_EQ(image.arrival->files.at(0).type, "image/jpeg");
    auto voice = read(
        "<MsgType>voice</MsgType><MediaId>m2</MediaId><Format>amr</Format><Recognition>转账没到"
        "</Recognition><MsgId>2</MsgId>");
    EXPECT_EQ(voice.arrival->files.at(0).type, "audio/amr");
    EXPECT_EQ(voice.arrival->text.reveal(), "转账没到");
    EXPECT_EQ(voice.arrival->warnings.size(), 1U);
    for (const auto* kind : {"video", "shortvideo"}) {
        auto film = read(
            "<MsgType>" + std::string{kind} +
            "</MsgType><MediaId>m3</MediaId><ThumbMediaId>t</ThumbMediaId><MsgId>3</MsgId>");
        EXPECT_EQ(film.arrival->files.at(0).type, "video/mp4");
    }
}

TEST(WechatPush, PlacesAndLinksAreReadAsText)
{
    auto place = read(
        "<MsgType>location</MsgType><Location_X>23.134521</Location_X><Location_Y>113.358803"
        "</Location_Y><Scale>20</Scale><Label>广州</Label><MsgId>4</MsgId>");
    EXPECT_EQ(place.arrival->text.reveal(), "[位置 · Location] 广州\n23.134521, 113.358803");
    auto link = read(
        "<MsgType>link</MsgType><Title>t</Title><Description>d</Description><Url>http://x/</Url>"
        "<MsgId>5</MsgId>");
    EXPECT_EQ(link.arrival->text.reveal(), "t\nd\nhttp://x/");
    auto later = read("<MsgType>hologram</MsgType><MsgId>6</MsgId>");
    EXPECT_THAT(later.arrival->text.reveal(), HasSubstr("hologram"));
}

TEST(WechatPush, AMessageWithoutAnIdIsStillTheSameWhenItComesAgain)
{
    auto one = read("<MsgType>text</MsgType><Content>a</Content>");
    auto again = read("<MsgType>text</MsgType><Content>a</Content>");
    auto other = read("<MsgType>text</MsgType><Content>b</Content>");
    EXPECT_EQ(one.arrival->external_id, again.arrival->external_id);
    EXPECT_NE(one.arrival->external_id, other.arrival->external_id);
}

TEST(WechatPush, AFollowIsGreetedAndBringsItsScene)
{
    auto push = read(
        "<MsgType>event</MsgType><Event>subscribe</Event>"
        "<EventKey>qrscene_abcdefghijklmnopqrstuv</EventKey><Ticket>T</Ticket>");
    EXPECT_EQ(push.answer, Push::Answer::greeting);
    ASSERT_EQ(push.notices.size(), 2U);
    EXPECT_EQ(push.notices[0].what, What::reachable);
    EXPECT_EQ(push.notices[1].what, What::allowed);
    EXPECT_EQ(push.notices[1].link, "abcdefghijklmnopqrstuv");
    EXPECT_EQ(push.notices[1].allowance->messages, 3);
    EXPECT_EQ(push.notices[1].allowance->until, push.notices[1].at + 1min);
    EXPECT_FALSE(push.arrival);
}

TEST(WechatPush, AScanBringsItsLinkAndAPrintedCodeNone)
{
    auto scan = [](const std::string& key) {
        return read("<MsgType>event</MsgType><Event>SCAN</Event><EventKey>" + key + "</EventKey>")
            .notices.at(0)
            .link;
    };
    EXPECT_EQ(scan("abcdefghijklmnopqrstuv"), "abcdefghijklmnopqrstuv");
    EXPECT_EQ(scan("shop-window-3"), "");
}

TEST(WechatPush, OurMenuIsAnsweredAtOnce)
{
    auto click = [](std::string_view key) {
        return read(
            "<MsgType>event</MsgType><Event>CLICK</Event><EventKey>" + std::string{key} +
            "</EventKey>");
    };
    EXPECT_EQ(click(kTalkKey).answer, Push::Answer::talk);
    EXPECT_EQ(click(kReportKey).answer, Push::Answer::report);
    EXPECT_EQ(click("HUMAN").answer, Push::Answer::nothing);
    EXPECT_EQ(click("HUMAN").notices.at(0).allowance->messages, 3);
}

TEST(WechatPush, ALeaveForgetsThePerson)
{
    auto push = read("<MsgType>event</MsgType><Event>unsubscribe</Event><EventKey></EventKey>");
    ASSERT_EQ(push.notices.size(), 2U);
    EXPECT_EQ(push.notices[0].what, What::unreachable);
    EXPECT_EQ(push.notices[1].what, What::forget);
    EXPECT_EQ(push.notices[1].person.external_id, "oUser_1");
}

TEST(WechatPush, APaymentOpensTwoDaysWithoutACount)
{
    auto push = read("<MsgType>event</MsgType><Event>user_pay_from_pay_cell</Event>");
    EXPECT_FALSE(push.notices.at(0).allowance->messages);
    EXPECT_EQ(push.notices.at(0).allowance->until, push.notices.at(0).at + 48h);
}

TEST(WechatPush, WhereHeIsAndWhatElseThereIsLeavesNothing)
{
    for (const auto* event :
         {"LOCATION",
          "VIEW",
          "TEMPLATESENDJOBFINISH",
          "MASSSENDJOBFINISH",
          "kf_create_session",
          "kf_close_session",
          "kf_switch_session",
          "pic_weixin",
          "location_select",
          "new_kind"}) {
        auto push = read(
            "<MsgType>event</MsgType><Event>" + std::string{event} +
            "</Event><Latitude>1</Latitude>");
        EXPECT_TRUE(push.notices.empty()) << event;
        EXPECT_FALSE(push.arrival) << event;
    }
}

TEST(WechatPush, WhatIsNoPushIsRefused)
{
    EXPECT_FALSE(read_push(weixin::read_xml("<xml><a>1</a></xml>").value(), kNow));
    EXPECT_FALSE(read_push(weixin::read_xml("<xml/>").value(), kNow));
    auto absurd = weixin::read_xml(
        "<xml><ToUserName>g</ToUserName><FromUserName>u</FromUserName><CreateTime>"
        "9223372036854775807</CreateTime><MsgType>text</MsgType><Content>x</Content></xml>");
    EXPECT_EQ(read_push(*absurd, kNow)->arrival->sent_at, kNow);
}

TEST(WechatWire, APassiveAnswerIsReadAsItWasMeant)
{
    Push push{.user = "oUser_1", .account = "gh_1"};
    auto read = weixin::read_xml(passive_text(push, "a ]]> <b>&", kNow));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->get("ToUserName"), "oUser_1");
    EXPECT_EQ(read->get("FromUserName"), "gh_1");
    EXPECT_EQ(read->get("Content"), "a ]]> <b>&");
    EXPECT_EQ(read->get("CreateTime"), "1700000100");
}

TEST(WechatWire, ChineseIsSentAsItIsAndNeverEscaped)
{
    // \u escapes are refused with errcode 40033.
    EXPECT_EQ(
        send_text("o", "助记词🔑"),
        R"({"touser":"o","msgtype":"text","text":{"content":"助记词🔑"}})");
}

TEST(WechatWire, AMenuHoldsTheButtonsThatHaveANameAndLeavesOutTheOthers)
{
    EXPECT_EQ(
        menu("客服咨询", ""),
        R"({"button":[{"type":"click","name":"客服咨询","key":"KEYDESK_TALK"}]})");
}

struct Row {
    int code;
    SendFault fault;
};

TEST(WechatWire, EveryCodeSaysWhatTheCourierDoes)
{
    const Row rows[] = {
        {-1, SendFault::retry},           {40001, SendFault::account},
        {40003, SendFault::unreachable},  {40013, SendFault::account},
        {40125, SendFault::account},      {40164, SendFault::account},
        {42001, SendFault::retry},        {43004, SendFault::unreachable},
        {43019, SendFault::unreachable},  {45002, SendFault::refused},
        {45009, SendFault::rate_limited}, {45011, SendFault::rate_limited},
        {45015, SendFault::closed},       {45047, SendFault::closed},
        {48001, SendFault::account},      {48004, SendFault::account},
        {50002, SendFault::account},      {40007, SendFault::refused},
        {47001, SendFault::refused},      {99999, SendFault::refused},
    };
    for (auto [code, fault] : rows) {
        auto error = send_error({.code = code, .nothing_done = true}, kNow);
        EXPECT_EQ(error.fault, fault) << code;
        EXPECT_EQ(error.code, std::to_string(code));
        EXPECT_FALSE(error.detail.empty());
    }
}

TEST(WechatWire, AWhiteListFaultNamesTheAddressToEnterThere)
{
    auto error = send_error(
        {.code = 40164, .nothing_done = true, .said = "invalid ip 203.0.113.7, not in whitelist"},
        kNow);
    EXPECT_THAT(error.detail, HasSubstr("203.0.113.7"));
}

TEST(WechatWire, OnlyWhatSurelyDidNothingIsMadeAgain)
{
    EXPECT_EQ(send_error({.status = 502}, kNow).fault, SendFault::uncertain);
    EXPECT_EQ(send_error({.detail = "broken off"}, kNow).fault, SendFault::uncertain);
    EXPECT_EQ(send_error({.nothing_done = true}, kNow).fault, SendFault::retry);
    EXPECT_EQ(
        send_error({.status = 429, .nothing_done = true}, kNow).fault, SendFault::rate_limited);
}

TEST(WechatWire, ADailyQuotaWaitsForMidnightInChina)
{
    // 2023-11-14 22:13:20 UTC is 06:13:20 of the 15th in China.
    EXPECT_EQ(until_midnight_in_china(from_millis(1'700'000'000'000)), 17h + 46min + 40s);
    auto error = send_error({.code = 45009}, from_millis(1'700'000'000'000));
    EXPECT_EQ(error.after, 17h + 46min + 40s);
    EXPECT_TRUE(error.whole_account);
    // 16:00 UTC is midnight there: the quota begins anew in a day.
    EXPECT_EQ(until_midnight_in_china(from_millis(1'700'064'000'000)), 24h);
}

}  // namespace
}  // namespace keydesk::wechat::wire
