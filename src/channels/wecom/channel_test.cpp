#include "channels/wecom/channel.hpp"

#include "channels/wecom/kind.hpp"
#include "tests/kit/wechat.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace keydesk::wecom {
namespace {

using namespace std::chrono_literals;
using desk::SendFault;
using testing::HasSubstr;

constexpr auto kToken = "pamtest";
constexpr auto kCorp = "ww1234567890abcdef";
constexpr auto kKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
constexpr auto kSync = "/cgi-bin/kf/sync_msg";
constexpr auto kSend = "/cgi-bin/kf/send_msg";

std::string batch(const std::string& cursor, const std::string& messages, bool more = false)
{
    return R"({"errcode":0,"next_cursor":")" + cursor + R"(","has_more":)" + (more ? "1" : "0") +
           R"(,"msg_list":[)" + messages + "]}";
}

std::string text(const std::string& id)
{
    return R"({"msgid":")" + id +
           R"(","external_userid":"wm1","send_time":1700000000,"origin":3,"msgtype":"text",)"
           R"("text":{"content":")" +
           id + R"("}})";
}

class WecomChannelTest : public testing::Test {
protected:
    WecomChannelTest() { open(); }
    ~WecomChannelTest() override { stop(); }

    void open()
    {
        Settings settings{
            .inbox_key = "kf",
            .corp_id = kCorp,
            .secret = Secret{"sec"},
            .token = Secret{kToken},
            .key = weixin::CallbackKey::make(kKey, kCorp).value(),
            .accounts = {"wk1"},
            .greeting = "welcome",
            .api = {.root = platform.url(), .identity = "id"},
            .after_fault = 20ms,
            .longest_after_fault = 40ms};
        channel = std::make_unique<WecomChannel>(http, inlet, std::move(settings));
    }
    template <class T>
    T run(Task<T> task)
    {
        return kit::finish(io, std::move(task));
    }
    void start()
    {
        running = true;
        boost::asio::co_spawn(
            io,
            channel->run(),
            boost::asio::bind_cancellation_slot(
                cancel.slot(), [this](std::exception_ptr, Result<void>) { running = false; }));
    }
    void stop()
    {
        if (running) cancel.emit(boost::asio::cancellation_type::terminal);
        until([this] { return !running; });
    }
    bool until(const std::function<bool()>& holds)
    {
        auto end = std::chrono::steady_clock::now() + 5s;
        io.restart();
        while (!holds() && std::chrono::steady_clock::now() < end) io.run_one_for(5ms);
        return holds();
    }

    desk::HookCall sealed(const std::string& body)
    {
        auto text = weixin::CallbackKey::make(kKey, kCorp)->seal(body, "0123456789abcdef");
        desk::HookCall call{
            .method = "POST",
            .query = {{"timestamp", "1700000000"}, {"nonce", "n"}},
            .body = "<xml><ToUserName>" + std::string{kCorp} + "</ToUserName><Encrypt><![CDATA[" +
                    text + "]]></Encrypt></xml>"};
        call.query["msg_signature"] = weixin::signature_of({kToken, "1700000000", "n", text});
        call.query["echostr"] = text;
        return call;
    }
    desk::HookCall doorbell(const std::string& account = "wk1")
    {
        return sealed(
            "<xml><ToUserName>ww</ToUserName><CreateTime>1</CreateTime><MsgType>event</MsgType>"
            "<Event>kf_msg_or_event</Event><Token>D1</Token><OpenKfId>" +
            account + "</OpenKfId></xml>");
    }
    desk::Sent send(std::int64_t attempt = 1)
    {
        return run(channel->send(
            {.id = "018bcfe5-687b-7d4f-8a57-3f2b1c9d0e11",
             .attempt = attempt,
             .address = R"({"open_kfid":"wk1","touser":"wm1"})",
             .text = "你好"}));
    }

    boost::asio::io_context io;
    net::HttpClient http{io};
    kit::MemoryInlet inlet;
    kit::ToldPlatform platform;
    std::unique_ptr<WecomChannel> channel;
    boost::asio::cancellation_signal cancel;
    bool running = false;
};

TEST_F(WecomChannelTest, GivesTheOpenedEchoBack)
{
    auto call = sealed("echo-42");
    call.method = "GET";
    EXPECT_EQ(run(channel->hook(call)).body, "echo-42");
    call.query["msg_signature"] = "0";
    EXPECT_EQ(run(channel->hook(call)).status, 401);
}

TEST_F(WecomChannelTest, PullsUntilThereIsNoMoreAndKeepsTheCursor)
{
    platform.says(kSync, batch("c1", text("a"), true));
    platform.says(kSync, batch("c2", "", true));
    platform.says(kSync, batch("c3", text("b")));
    start();
    EXPECT_TRUE(until([this] { return inlet.memory["cursor/wk1"] == "c3"; }));
    EXPECT_EQ(inlet.arrivals.size(), 2U);
    EXPECT_THAT(platform.asked(kSync).at(1).body, HasSubstr(R"("cursor":"c1")"));
}

TEST_F(WecomChannelTest, TheCursorDoesNotPassWhatIsNotStored)
{
    inlet.refusals = {ErrorKind::unavailable};
    inlet.memory["cursor/wk1"] = "c0";
    for (int i = 0; i < 2; ++i) platform.says(kSync, batch("c1", text("a")));
    start();
    EXPECT_TRUE(until([this] { return inlet.arrivals.size() == 1; }));
    EXPECT_TRUE(until([this] { return inlet.memory["cursor/wk1"] == "c1"; }));
    EXPECT_THAT(platform.asked(kSync).at(1).body, HasSubstr(R"("cursor":"c0")"));
}

TEST_F(WecomChannelTest, ADoorbellWakesAtOnceAndLendsItsToken)
{
    start();
    ASSERT_TRUE(until([this] { return platform.asked(kSync).size() == 1; }));
    platform.says(kSync, batch("c1", text("a")));
    EXPECT_EQ(run(channel->hook(doorbell())).body, "success");
    EXPECT_TRUE(until([this] { return inlet.arrivals.size() == 1; }));
    EXPECT_THAT(platform.asked(kSync).at(1).body, HasSubstr(R"("token":"D1")"));
}

TEST_F(WecomChannelTest, ADoorbellThatIsNotSignedWakesNobody)
{
    start();
    ASSERT_TRUE(until([this] { return platform.asked(kSync).size() == 1; }));
    auto call = doorbell();
    call.query["msg_signature"] = std::string(40, '0');
    EXPECT_EQ(run(channel->hook(call)).status, 401);
    EXPECT_EQ(run(channel->hook(doorbell("wk-of-others"))).status, 200);
    until([deadline = std::chrono::steady_clock::now() + 50ms] {
        return std::chrono::steady_clock::now() > deadline;
    });
    EXPECT_EQ(platform.asked(kSync).size(), 1U);
}

TEST_F(WecomChannelTest, ACustomersNameIsAskedOnceAndAMessageDoesNotWaitForIt)
{
    constexpr auto kNames = "/cgi-bin/kf/customer/batchget";
    platform.says(
        kNames, R"({"errcode":0,"customer_list":[{"external_userid":"wm1","nickname":"张三"}]})");
    platform.says(kSync, batch("c1", text("a"), true));
    platform.says(kSync, batch("c2", text("b")));
    start();
    EXPECT_TRUE(until([this] { return inlet.arrivals.size() == 2; }));
    EXPECT_EQ(inlet.arrivals.at(1).person.name, "张三");
    EXPECT_EQ(platform.asked(kNames).size(), 1U);
}

TEST_F(WecomChannelTest, WhoEntersIsGreetedOnlyWhileHisCodeLives)
{
    auto entering = [](const std::string& time) {
        return R"({"msgid":"e1","send_time":)" + time +
               R"(,"origin":4,"msgtype":"event","event":{"event_type":"enter_session",)"
               R"("external_userid":"wm1","welcome_code":"W1"}})";
    };
    platform.says(kSync, batch("c1", entering("1699990000") + "," + entering("1700000000")));
    start();
    constexpr auto kGreet = "/cgi-bin/kf/send_msg_on_event";
    EXPECT_TRUE(until([&] { return !platform.asked(kGreet).empty(); }));
    ASSERT_TRUE(until([this] { return inlet.memory["cursor/wk1"] == "c1"; }));
    ASSERT_EQ(platform.asked(kGreet).size(), 1U);
    EXPECT_THAT(platform.asked(kGreet).at(0).body, HasSubstr(R"("content":"welcome")"));
}

TEST_F(WecomChannelTest, SendsWithOurIdSoThatARepeatIsHarmless)
{
    auto sent = send();
    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->external_id, "018bcfe5687b7d4f8a573f2b1c9d0e11");
    EXPECT_THAT(
        platform.asked(kSend).at(0).body,
        HasSubstr(R"("msgid":"018bcfe5687b7d4f8a573f2b1c9d0e11")"));
    EXPECT_TRUE(channel->capabilities().idempotent);
}

TEST_F(WecomChannelTest, ARepeatThatIsRefusedForItsIdHasArrivedBefore)
{
    platform.says(kSend, "", 502);
    EXPECT_EQ(send(1).error().fault, SendFault::uncertain);
    platform.says(kSend, R"({"errcode":95099,"errmsg":"msgid exists"})");
    EXPECT_TRUE(send(2));
}

TEST_F(WecomChannelTest, ARefusalAfterAttemptsThatSurelySentNothingIsARefusal)
{
    platform.says(kSend, R"({"errcode":-1})");
    EXPECT_EQ(send(1).error().fault, SendFault::retry);
    platform.says(kSend, R"({"errcode":95099})");
    EXPECT_EQ(send(2).error().fault, SendFault::refused);
}

TEST_F(WecomChannelTest, ATokenThatEndedIsAskedForOnceMore)
{
    platform.says(kSend, R"({"errcode":42001})");
    EXPECT_TRUE(send());
    EXPECT_EQ(platform.asked("/cgi-bin/gettoken").size(), 2U);
}

TEST_F(WecomChannelTest, AConversationHasALinkOfItsOwn)
{
    EXPECT_EQ(channel->address_for_customers("abcdefghijklmnopqrstuv"), "");
    platform.says(
        "/cgi-bin/kf/add_contact_way",
        R"({"errcode":0,"url":"https://work.weixin.qq.com/kf/kfcbf8f8d07ac7215f?enc_scene=E"})");
    EXPECT_EQ(run(channel->set_up()).at(0).state, desk::Step::State::passed);
    EXPECT_EQ(
        channel->address_for_customers("abcdefghijklmnopqrstuv"),
        "https://work.weixin.qq.com/kf/kfcbf8f8d07ac7215f?enc_scene=E"
        "&scene_param=abcdefghijklmnopqrstuv");
}

TEST_F(WecomChannelTest, TheWizardNamesTheAccountThatIsNotThere)
{
    platform.says(
        "/cgi-bin/kf/account/list", R"({"errcode":0,"account_list":[{"open_kfid":"wk2"}]})");
    auto steps = run(channel->check());
    EXPECT_EQ(steps.at(0).state, desk::Step::State::passed);
    EXPECT_EQ(steps.at(1).state, desk::Step::State::failed);
    EXPECT_THAT(steps.at(1).detail.en, HasSubstr("wk1"));
}

TEST(WecomKind, TellsWhichFieldIsWrong)
{
    boost::asio::io_context io;
    net::HttpClient http{io};
    kit::MemoryInlet inlet;
    auto kind = make_kind(http);
    desk::ChannelSettings good{
        {"corp_id", kCorp},
        {"secret", "s"},
        {"token", kToken},
        {"aes_key", kKey},
        {"open_kfid", "wk1\nwk2"}};
    EXPECT_TRUE(kind->make("kf", good, inlet));
    for (const auto& [key, value] : good) {
        auto settings = good;
        settings[key] = "";
        auto made = kind->make("kf", settings, inlet);
        ASSERT_FALSE(made) << key;
        EXPECT_THAT(made.error().what, HasSubstr(key + ":"));
    }
}

}  // namespace
}  // namespace keydesk::wecom
