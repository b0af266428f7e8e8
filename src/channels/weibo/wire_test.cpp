#include "channels/weibo/wire.hpp"

#include "channels/weibo/json.hpp"

#include <gtest/gtest.h>

namespace keydesk::weibo {

namespace {

using desk::SendFault;
using namespace std::chrono_literals;

constexpr std::int64_t kOfficialTime = 1'397'022'061'823;
const Time kNow = from_millis(kOfficialTime);

std::string push(std::string_view type, std::string_view text, std::string_view data)
{
    return R"({"type":")" + std::string{type} +
           R"(","receiver_id":1902538057,"sender_id":2489518277,)"
           R"("created_at":"Mon Jul 16 18:09:20 +0800 2012","text":")" +
           std::string{text} + R"(","data":)" + std::string{data} + "}";
}

wire::Push read(const std::string& body)
{
    auto made = wire::read_push(body, kNow);
    EXPECT_TRUE(made) << body;
    return made ? *made : wire::Push{};
}

wire::Query official_query()
{
    return {
        {"timestamp", "1397022061823"},
        {"nonce", "57155157"},
        {"signature", "90e4c22c90a58f26526c2dd5b6c56c8822edeaa1"}};
}

}  // namespace

// open.weibo.com/wiki, 消息推送服务: the example of its signature.
TEST(WeiboSignature, is_that_of_the_official_example)
{
    EXPECT_EQ(
        wire::signature("xyz123xyz", "1397022061823", "57155157"),
        "90e4c22c90a58f26526c2dd5b6c56c8822edeaa1");
    EXPECT_EQ(wire::check_signature(official_query(), "xyz123xyz", kNow), wire::Signed::yes);
}

TEST(WeiboSignature, of_another_secret_or_none_is_refused)
{
    EXPECT_EQ(wire::check_signature(official_query(), "another", kNow), wire::Signed::no);
    EXPECT_EQ(wire::check_signature({}, "xyz123xyz", kNow), wire::Signed::no);
    auto query = official_query();
    query["nonce"] = "57155158";
    EXPECT_EQ(wire::check_signature(query, "xyz123xyz", kNow), wire::Signed::no);
    // Without a secret nothing is ever right, not even the signature made without one.
    query["signature"] = wire::signature("", "1397022061823", "57155158");
    EXPECT_EQ(wire::check_signature(query, "", kNow), wire::Signed::no);
}

// The signature covers neither body nor address: whoever reads it in a proxy's log could forge
// messages with it for ever.
TEST(WeiboSignature, of_yesterday_is_a_replay)
{
    EXPECT_EQ(wire::check_signature(official_query(), "xyz123xyz", kNow + 2h), wire::Signed::stale);
    EXPECT_EQ(wire::check_signature(official_query(), "xyz123xyz", kNow - 2h), wire::Signed::stale);
    EXPECT_EQ(
        wire::check_signature(official_query(), "xyz123xyz", kNow + 50min), wire::Signed::yes);
}

TEST(WeiboPush, a_text_is_a_message_that_opens_two_days)
{
    auto made = read(push("text", "转账一直没到账", "{}"));

    ASSERT_TRUE(made.arrival);
    EXPECT_EQ(made.arrival->text.reveal(), "转账一直没到账");
    EXPECT_EQ(made.arrival->person.external_id, "2489518277");
    EXPECT_EQ(wire::uid_of_address(made.arrival->place.address), "2489518277");
    // 18:09:20 in China.
    EXPECT_EQ(millis(made.arrival->sent_at), 1'342'433'360'000);
    EXPECT_EQ(made.arrival->allowance->until, made.arrival->sent_at + 48h);
    EXPECT_FALSE(made.arrival->allowance->messages);
}

// Weibo's document shows its pushes with commas before closing brackets.
TEST(WeiboPush, may_have_trailing_commas)
{
    auto made = read(
        R"({"type":"image","receiver_id":1902538057,"sender_id":2489518277,
            "created_at":"Mon Jul 16 18:09:20 +0800 2012","text":"发了一张图片",
            "data":{"vfid":821804459,"tovfid":821804469,},})");
    ASSERT_TRUE(made.arrival);
    EXPECT_EQ(made.arrival->files.size(), 1U);
}

TEST(WeiboPush, a_picture_is_fetched_by_the_receivers_file_id)
{
    auto made = read(push("image", "发了一张图片", R"({"vfid":821804459,"tovfid":821804469})"));

    ASSERT_TRUE(made.arrival);
    EXPECT_EQ(made.arrival->text.reveal(), "") << "Weibo's own sentence is nobody's words";
    ASSERT_EQ(made.arrival->files.size(), 1U);
    EXPECT_EQ(made.arrival->files[0].source, R"({"fid":"821804469"})");

    auto voice = read(push("voice", "说明文字", R"({"vfid":1,"tovfid":"9007199254740993"})"));
    EXPECT_EQ(voice.arrival->text.reveal(), "说明文字");
    EXPECT_EQ(voice.arrival->files[0].type, "audio/amr");
    EXPECT_EQ(voice.arrival->files[0].source, R"({"fid":"9007199254740993"})");
}

TEST(WeiboPush, a_place_is_told_with_its_coordinates)
{
    auto made = read(push(
        "position",
        "我在这里: http://t.cn/zQgLLYO",
        R"({"longitude":"116.308586","latitude":"39.982525"})"));
    EXPECT_EQ(
        made.arrival->text.reveal(), "我在这里: http://t.cn/zQgLLYO\n(39.982525, 116.308586)");
}

TEST(WeiboPush, a_mention_is_answered_once)
{
    auto made = read(push("mention", "@蓝V 帮忙", R"({"subtype":"status","key":"3716331834"})"));

    ASSERT_TRUE(made.arrival);
    EXPECT_TRUE(made.mentioned);
    EXPECT_EQ(made.arrival->allowance->messages, 1);
    EXPECT_EQ(made.arrival->warnings.size(), 1U);
}

TEST(WeiboPush, events_open_the_window_or_shut_it)
{
    using What = desk::Notice::What;
    for (auto name : {"follow", "subscribe", "scan", "scan_follow", "click"}) {
        auto made = read(push("event", "", R"({"subtype":")" + std::string{name} + R"("})"));
        ASSERT_TRUE(made.notice) << name;
        EXPECT_EQ(made.notice->what, What::allowed) << name;
        EXPECT_EQ(made.notice->allowance->until, made.notice->at + 48h) << name;
    }
    auto left = read(push("event", "", R"({"subtype":"unfollow"})"));
    EXPECT_EQ(left.notice->what, What::unreachable);
    for (auto name : {"unsubscribe", "view", "whatever"}) {
        auto made = read(push("event", "", R"({"subtype":")" + std::string{name} + R"("})"));
        EXPECT_FALSE(made.notice || made.arrival) << name;
    }
}

TEST(WeiboPush, our_menu_button_is_told_from_others)
{
    auto ours = read(push("event", "", R"({"subtype":"click","key":"KEYDESK_HUMAN"})"));
    auto other = read(push("event", "", R"({"subtype":"click","key":"PRICES"})"));
    EXPECT_TRUE(ours.asks_for_us);
    EXPECT_FALSE(other.asks_for_us);
}

TEST(WeiboPush, an_unknown_type_is_a_value_and_no_message)
{
    auto made = read(push("newtype", "?", "{}"));
    EXPECT_FALSE(made.arrival || made.notice);
}

TEST(WeiboPush, what_is_no_push_is_refused)
{
    for (auto body :
         {"",
          "[]",
          "{}",
          "<xml/>",
          R"({"type":"text"})",
          R"({"type":7,"sender_id":1})",
          R"({"type":"text","sender_id":-4})",
          R"({"type":"text","sender_id":1.5})"}) {
        EXPECT_FALSE(wire::read_push(body, kNow)) << body;
    }
    EXPECT_FALSE(wire::read_push(std::string(100'000, '['), kNow));
    EXPECT_FALSE(wire::read_push(push("image", "", R"({"vfid":1})"), kNow));
}

// Weibo has no message ids: sender, second and content stand for one.
TEST(WeiboPush, a_repeat_has_the_same_id_and_another_message_has_not)
{
    auto first = read(push("text", "你好", "{}")).arrival->external_id;
    EXPECT_EQ(read(push("text", "你好", "{}")).arrival->external_id, first);
    EXPECT_NE(read(push("text", "你好吗", "{}")).arrival->external_id, first);
    EXPECT_NE(
        read(push("image", "发了一张图片", R"({"tovfid":1})")).arrival->external_id,
        read(push("image", "发了一张图片", R"({"tovfid":2})")).arrival->external_id);
}

TEST(WeiboPush, a_date_in_the_future_holds_no_window_open)
{
    auto body = push("text", "hi", "{}");
    body.replace(body.find("2012"), 4, "2035");
    EXPECT_EQ(read(body).arrival->sent_at, kNow);
    body.replace(body.find("2035"), 4, "nope");
    EXPECT_EQ(read(body).arrival->sent_at, kNow);
}

TEST(WeiboDate, is_read_whatever_the_zone)
{
    EXPECT_EQ(
        read_date("Mon Jul 16 18:09:20 +0800 2012"), read_date("Mon Jul 16 10:09:20 +0000 2012"));
    for (auto wrong :
         {"Mon Feb 30 18:09:20 +0800 2012",
          "Mon Jul 16 25:09:20 +0800 2012",
          "Mon Jul 16 18:09:20 0800 2012",
          "Mon Jul 16 18:09:20 +9900 2012",
          "now"}) {
        EXPECT_FALSE(read_date(wrong)) << wrong;
    }
}

TEST(WeiboPassive, answer_holds_its_data_as_percent_encoded_json)
{
    auto answer = parse_loosely(wire::passive_text(read(push("text", "hi", "{}")), "收到 \"1\""));

    ASSERT_TRUE(answer);
    EXPECT_EQ(text_at(*answer, "/sender_id"), "1902538057");
    EXPECT_EQ(text_at(*answer, "/receiver_id"), "2489518277");
    EXPECT_EQ(text_at(*answer, "/type"), "text");
    EXPECT_EQ(
        text_at(*answer, "/data"), "%7B%22text%22%3A%22%E6%94%B6%E5%88%B0%20%5C%221%5C%22%22%7D");
}

TEST(WeiboReply, is_a_form_whose_data_is_encoded_once)
{
    desk::Departure departure;
    departure.address = wire::address_of("2489518277");
    departure.text = "好的 & 谢谢";
    EXPECT_EQ(
        wire::encode(wire::text_reply(departure)),
        "type=text&data=%7B%22text%22%3A%22%E5%A5%BD%E7%9A%84%20%26%20%E8%B0%A2%E8%B0%A2%22%7D"
        "&receiver_id=2489518277&save_sender_box=1");
}

TEST(WeiboAnswer, says_by_its_code_what_the_courier_does_next)
{
    auto fault = [](int code) {
        auto body = R"({"request":"/2/messages/reply.json","error_code":")" + std::to_string(code) +
                    R"(","error":"words that may change"})";
        auto sent = wire::read_sent(403, body);
        EXPECT_FALSE(sent);
        return sent ? SendFault::moved : sent.error().fault;
    };
    for (int code : {10001, 10002, 10009, 10010}) EXPECT_EQ(fault(code), SendFault::retry);
    for (int code : {10022, 10023, 10024}) EXPECT_EQ(fault(code), SendFault::rate_limited);
    for (int code : {10004, 10005, 10006, 10014, 21315, 21327, 21332}) {
        EXPECT_EQ(fault(code), SendFault::account) << code;
    }
    EXPECT_EQ(fault(10013), SendFault::unreachable);
    EXPECT_EQ(fault(10003), SendFault::uncertain);
    EXPECT_EQ(fault(26401), SendFault::refused);
}

TEST(WeiboAnswer, of_an_unknown_shape_leaves_the_outcome_open)
{
    EXPECT_TRUE(wire::read_sent(200, R"({"result":true,"receiver_id":1,"type":"text"})"));
    for (int status : {500, 502, 504, 200}) {
        auto sent = wire::read_sent(status, "<html>");
        ASSERT_FALSE(sent);
        EXPECT_EQ(sent.error().fault, SendFault::uncertain) << status;
    }
    EXPECT_EQ(wire::read_sent(429, "").error().fault, SendFault::rate_limited);
    EXPECT_EQ(wire::read_sent(401, "").error().fault, SendFault::account);
}

}  // namespace keydesk::weibo
