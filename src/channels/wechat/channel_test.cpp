#include "channels/wechat/channel.hpp"

#include "channels/wechat/kind.hpp"
#include "tests/kit/wechat.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace keydesk::wechat {
namespace {

using namespace std::chrono_literals;
using desk::SendFault;
using testing::HasSubstr;

constexpr auto kToken = "pamtest";
constexpr auto kApp = "wxb11529c136998cb6";
constexpr auto kKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
constexpr auto kSend = "/cgi-bin/message/custom/send";
constexpr auto kTokens = "/cgi-bin/stable_token";

class WechatChannelTest : public testing::Test {
protected:
    WechatChannelTest() { open(Mode::safe); }

    void open(Mode mode)
    {
        Settings settings{
            .inbox_key = "wx",
            .app_id = kApp,
            .app_secret = Secret{"sec"},
            .gate =
                {.token = Secret{kToken},
                 .mode = mode,
                 .key = weixin::CallbackKey::make(kKey, kApp).value()},
            .greeting = "welcome",
            .talk_label = "客服咨询",
            .talk_answer = "please write",
            .report_label = "问题反馈",
            .report_answer = "time, steps, hash",
            .api = {.root = platform.url(), .identity = "id"},
            .patience = 40ms,
            .platform_waits = 60ms};
        channel = std::make_unique<WechatChannel>(http, inlet, std::move(settings));
    }
    template <class T>
    T run(Task<T> task)
    {
        return kit::finish(io, std::move(task));
    }

    std::string now() const { return std::to_string(millis(inlet.time.now()) / 1000); }
    std::string xml(const std::string& rest) const
    {
        return "<xml><ToUserName>gh_1</ToUserName><FromUserName>oUser_1</"
               "FromUserName><CreateTime>" +
               now() + "</CreateTime>" + rest + "</xml>";
    }
    std::string text(const std::string& words = "hello") const
    {
        return xml("<MsgType>text</MsgType><Content>" + words + "</Content><MsgId>42</MsgId>");
    }
    desk::HookCall plain(std::string body)
    {
        desk::HookCall call{.method = "POST", .body = std::move(body)};
        call.query["timestamp"] = now();
        call.query["nonce"] = "n" + std::to_string(++nonces);
        call.query["signature"] =
            weixin::signature_of({kToken, call.query["timestamp"], call.query["nonce"]});
        return call;
    }
    desk::HookCall sealed(const std::string& body)
    {
        auto call = plain({});
        auto text = weixin::CallbackKey::make(kKey, kApp)->seal(body, "0123456789abcdef");
        call.body =
            "<xml><ToUserName>gh_1</ToUserName><Encrypt><![CDATA[" + text + "]]></Encrypt></xml>";
        call.query["encrypt_type"] = "aes";
        call.query["msg_signature"] =
            weixin::signature_of({kToken, call.query["timestamp"], call.query["nonce"], text});
        return call;
    }
    desk::HookReply hook(desk::HookCall call) { return run(channel->hook(std::move(call))); }
    desk::Sent send(std::string text)
    {
        return run(channel->send({.id = "1", .address = R"({"openid":"oUser_1"})", .text = text}));
    }

    boost::asio::io_context io;
    net::HttpClient http{io};
    kit::MemoryInlet inlet;
    kit::ToldPlatform platform;
    std::unique_ptr<WechatChannel> channel;
    int nonces = 0;
};

TEST_F(WechatChannelTest, GivesTheEchoBackToThePlatformAlone)
{
    auto call = plain({});
    call.method = "GET";
    call.query["echostr"] = "echo-42";
    EXPECT_EQ(hook(call).body, "echo-42");
    call.query["signature"] = std::string(40, '0');
    EXPECT_EQ(hook(call).status, 401);
    EXPECT_EQ(hook({.method = "GET"}).status, 401);
}

TEST_F(WechatChannelTest, AnEncryptedMessageIsStoredAndAcknowledged)
{
    auto reply = hook(sealed(text("你好")));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "success");
    EXPECT_EQ(inlet.arrivals.at(0).text.reveal(), "你好");
}

TEST_F(WechatChannelTest, SafeModeTakesNothingThatIsNotEncrypted)
{
    EXPECT_EQ(hook(plain(text())).status, 401);
    EXPECT_TRUE(inlet.arrivals.empty());
    open(Mode::compatible);
    EXPECT_EQ(hook(plain(text())).status, 200);
    EXPECT_EQ(hook(sealed(text())).status, 200);
}

TEST_F(WechatChannelTest, WhatIsSignedWrongOrLongAgoIsRefused)
{
    auto outer = sealed(text());
    outer.query["signature"] = std::string(40, '0');
    EXPECT_EQ(hook(outer).status, 401);
    auto inner = sealed(text());
    inner.query["msg_signature"] = std::string(40, '0');
    EXPECT_EQ(hook(inner).status, 401);
    auto old = sealed(text());
    inlet.time.advance(61min);
    EXPECT_EQ(hook(old).status, 401);
    EXPECT_TRUE(inlet.arrivals.empty());
}

TEST_F(WechatChannelTest, InPlainModeASignatureCarriesOneBodyOnly)
{
    open(Mode::plain);
    auto call = plain(text("mine"));
    EXPECT_EQ(hook(call).status, 200);
    EXPECT_EQ(hook(call).status, 200);
    call.body = xml("<MsgType>text</MsgType><Content>forged</Content><MsgId>43</MsgId>");
    EXPECT_EQ(hook(call).status, 401);
    EXPECT_EQ(inlet.arrivals.size(), 1U);
}

TEST_F(WechatChannelTest, AFollowIsGreetedEncryptedAndRepeatsNothing)
{
    auto reply = hook(sealed(
        xml("<MsgType>event</MsgType><Event>subscribe</Event><EventKey>qrscene_x</EventKey>")));
    auto outer = weixin::read_xml(reply.body).value();
    EXPECT_EQ(
        outer.get("MsgSignature"),
        weixin::signature_of(
            {kToken, outer.get("TimeStamp"), outer.get("Nonce"), outer.get("Encrypt")}));
    auto inner = weixin::CallbackKey::make(kKey, kApp)->open(outer.get("Encrypt"));
    EXPECT_EQ(weixin::read_xml(inner.value())->get("Content"), "welcome");
}

TEST_F(WechatChannelTest, WhatCannotBeStoredIsNotAcknowledgedBeforeThePlatformGaveUp)
{
    inlet.refusals.assign(50, ErrorKind::unavailable);
    auto begun = std::chrono::steady_clock::now();
    EXPECT_EQ(hook(sealed(text())).status, 503);
    EXPECT_GE(std::chrono::steady_clock::now() - begun, 60ms);
    EXPECT_TRUE(inlet.arrivals.empty());
}

TEST_F(WechatChannelTest, WhatTheDeskNeverTakesIsAcknowledged)
{
    inlet.refusals = {ErrorKind::denied};
    EXPECT_EQ(hook(sealed(text())).body, "success");
}

TEST_F(WechatChannelTest, WhatIsSignedButUnreadableIsPutAside)
{
    EXPECT_EQ(hook(sealed("<xml><NoSuch>1</NoSuch></xml>")).body, "success");
    EXPECT_EQ(hook(sealed("<!DOCTYPE x><xml/>")).body, "success");
    EXPECT_EQ(inlet.quarantined.size(), 2U);
}

TEST_F(WechatChannelTest, OneTokenServesManyCallsAndARestart)
{
    ASSERT_TRUE(send("one"));
    ASSERT_TRUE(send("two"));
    open(Mode::safe);
    ASSERT_TRUE(send("three"));
    EXPECT_EQ(platform.asked(kTokens).size(), 1U);
    inlet.time.advance(6'901s);
    ASSERT_TRUE(send("four"));
    EXPECT_EQ(platform.asked(kTokens).size(), 2U);
}

Task<void> count_sent(WechatChannel* channel, int* sent)
{
    desk::Departure departure{.id = "1", .address = R"({"openid":"o"})", .text = "x"};
    auto done = co_await channel->send(std::move(departure));
    if (done) ++*sent;
}

TEST_F(WechatChannelTest, ManyWhoWaitAskForOneToken)
{
    int sent = 0;
    for (int i = 0; i < 8; ++i) {
        boost::asio::co_spawn(io, count_sent(channel.get(), &sent), boost::asio::detached);
    }
    io.run();
    EXPECT_EQ(sent, 8);
    EXPECT_EQ(platform.asked(kTokens).size(), 1U);
}

TEST_F(WechatChannelTest, ARefusedTokenIsRenewedOnceAndTheMessageSentOnce)
{
    for (const auto* code : {"40001", "40014", "42001"}) {
        open(Mode::safe);
        inlet.memory.clear();
        auto before = platform.asked(kTokens).size();
        platform.says(kSend, R"({"errcode":)" + std::string{code} + R"(,"errmsg":"rid: x"})");
        EXPECT_TRUE(send("hello")) << code;
        EXPECT_EQ(platform.asked(kTokens).size(), before + 2) << code;
    }
    platform.says(kSend, R"({"errcode":40001})");
    platform.says(kSend, R"({"errcode":40001})");
    EXPECT_EQ(send("hello").error().fault, SendFault::account);
}

TEST_F(WechatChannelTest, ATokenThatThePlatformItselfRepeatsIsEnforcedAnew)
{
    platform.says(kTokens, R"({"access_token":"same","expires_in":7200})");
    platform.says(kTokens, R"({"access_token":"same","expires_in":7200})");
    platform.says(kSend, R"({"errcode":40001})");
    EXPECT_TRUE(send("hello"));
    auto asked = platform.asked(kTokens);
    ASSERT_EQ(asked.size(), 3U);
    EXPECT_THAT(asked[2].body, HasSubstr("\"force_refresh\":true"));
}

TEST_F(WechatChannelTest, UsedUpBudgetsAndLostAnswersAreToldApart)
{
    platform.says(kSend, R"({"errcode":45015,"errmsg":"out of time rid: 1"})");
    EXPECT_EQ(send("x").error().fault, SendFault::closed);
    platform.says(kSend, R"({"errcode":45047})");
    EXPECT_EQ(send("x").error().code, "45047");
    platform.says(kSend, "<html>bad gateway</html>", 502);
    EXPECT_EQ(send("x").error().fault, SendFault::uncertain);
    platform.says(kSend, "not json");
    EXPECT_EQ(send("x").error().fault, SendFault::uncertain);
    platform.says(kTokens, "busy", 503);
    inlet.time.advance(3h);
    EXPECT_EQ(send("x").error().fault, SendFault::retry);
    EXPECT_EQ(send(std::string(2'001, 'x')).error().fault, SendFault::refused);
    EXPECT_EQ(run(channel->send({.id = "1", .text = "x"})).error().fault, SendFault::refused);
}

TEST_F(WechatChannelTest, APlatformThatCannotBeReachedCostsNothing)
{
    Settings settings{
        .app_id = kApp,
        .app_secret = Secret{"sec"},
        .gate = {.token = Secret{kToken}},
        .api = {.root = "http://127.0.0.1:1", .identity = "id"}};
    WechatChannel far{http, inlet, std::move(settings)};
    auto sent = run(far.send({.id = "1", .address = R"({"openid":"o"})", .text = "x"}));
    EXPECT_EQ(sent.error().fault, SendFault::retry);
    EXPECT_EQ(sent.error().detail.find("sec"), std::string::npos);
}

TEST_F(WechatChannelTest, AFileIsUploadedAndThenSent)
{
    auto path = std::filesystem::temp_directory_path() / "keydesk_wechat_channel_test.png";
    std::ofstream{path} << "\x89PNG picture";
    platform.says("/cgi-bin/media/upload", R"({"type":"image","media_id":"M-1","created_at":1})");
    desk::Departure departure{.id = "1", .address = R"({"openid":"o"})"};
    departure.file = desk::Departure::File{"截图.png", "image/png", 12, path};
    EXPECT_TRUE(run(channel->send(departure)));
    auto uploaded = platform.asked("/cgi-bin/media/upload");
    ASSERT_EQ(uploaded.size(), 1U);
    EXPECT_THAT(uploaded[0].type, HasSubstr("multipart/form-data; boundary="));
    EXPECT_THAT(uploaded[0].body, HasSubstr("PNG picture"));
    EXPECT_EQ(
        platform.asked(kSend).at(0).body,
        R"({"touser":"o","msgtype":"image","image":{"media_id":"M-1"}})");
    departure.file->size = 3 << 20;
    EXPECT_EQ(run(channel->send(departure)).error().code, "file_size");
    departure.file->type = "application/pdf";
    EXPECT_EQ(run(channel->send(departure)).error().code, "file_type");
    std::filesystem::remove(path);
}

TEST_F(WechatChannelTest, AFilesBytesComeAlsoWhenTheyLookLikeAnAnswer)
{
    constexpr auto kGet = "/cgi-bin/media/get";
    constexpr auto kSource = R"({"media_id":"m1","kind":"image"})";
    platform.says(
        kGet, "{\"errcode\":1}", 200, {{"Content-Disposition", "attachment; filename=\"a.json\""}});
    auto file = run(channel->fetch(kSource, 1'000));
    ASSERT_TRUE(file);
    EXPECT_EQ(file->bytes, "{\"errcode\":1}");
    EXPECT_EQ(file->name, "a.json");
    platform.says(kGet, R"({"errcode":40007,"errmsg":"invalid media_id"})");
    EXPECT_EQ(run(channel->fetch(kSource, 1'000)).error().kind, ErrorKind::not_found);
    platform.says(kGet, R"({"video_url":")" + platform.url() + R"(/film"})");
    platform.says("/film", "frames", 200, {{"Content-Type", "video/mp4"}});
    EXPECT_EQ(run(channel->fetch(kSource, 1'000))->bytes, "frames");
    EXPECT_EQ(platform.asked("/film").at(0).token, "") << "a token goes nowhere but to the API";
    platform.says(kGet, R"({"video_url":"http://127.0.0.1:22/"})");
    EXPECT_EQ(run(channel->fetch(kSource, 1'000)).error().kind, ErrorKind::bad_reply);
}

TEST_F(WechatChannelTest, ALinkShowsACodeThatLeadsIntoTheConversation)
{
    auto address = channel->address_for_customers("abcdefghijklmnopqrstuv");
    EXPECT_EQ(address, "https://support.example/hooks/wx?link=abcdefghijklmnopqrstuv");
    platform.says(
        "/cgi-bin/qrcode/create", R"({"ticket":"gQ==/+","url":"http://weixin.qq.com/q/1"})");
    desk::HookCall call{.method = "GET", .query = {{"link", "abcdefghijklmnopqrstuv"}}};
    auto page = hook(call);
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("<svg"));
    EXPECT_THAT(page.body, HasSubstr("ticket=gQ%3D%3D%2F%2B"));
    EXPECT_THAT(
        platform.asked("/cgi-bin/qrcode/create").at(0).body,
        HasSubstr("\"scene_str\":\"abcdefghijklmnopqrstuv\""));
    call.query["link"] = "../..";
    EXPECT_EQ(hook(call).status, 404);
}

TEST_F(WechatChannelTest, NobodyCanUseUpTheDaysCodes)
{
    desk::HookCall call{.method = "GET", .query = {{"link", "abcdefghijklmnopqrstuv"}}};
    int last = 0;
    for (int i = 0; i < 31; ++i) last = hook(call).status;
    EXPECT_EQ(last, 429);
    EXPECT_LE(platform.asked("/cgi-bin/qrcode/create").size(), 30U);
}

TEST_F(WechatChannelTest, TheWizardSaysWhatIsWrongWithTheAddress)
{
    platform.says(
        kTokens, R"({"errcode":40164,"errmsg":"invalid ip 203.0.113.7, not in whitelist rid: 1"})");
    auto steps = run(channel->check());
    EXPECT_EQ(steps.at(0).id, "token");
    EXPECT_EQ(steps.at(0).state, desk::Step::State::failed);
    EXPECT_THAT(steps.at(0).detail.en, HasSubstr("203.0.113.7"));
    EXPECT_THAT(steps.at(0).detail.zh, HasSubstr("白名单"));
    EXPECT_THAT(steps.at(1).detail.en, HasSubstr("https://support.example/hooks/wx"));
    EXPECT_THAT(steps.back().detail.zh, HasSubstr("3.24"));
}

TEST_F(WechatChannelTest, TheWizardSeesThatAllIsWell)
{
    hook(sealed(text()));
    auto steps = run(channel->check());
    ASSERT_EQ(steps.size(), 4U);
    for (std::size_t at = 0; at < 3; ++at)
        EXPECT_EQ(steps[at].state, desk::Step::State::passed) << at;
    auto made = run(channel->set_up());
    EXPECT_EQ(made.at(0).state, desk::Step::State::passed);
    EXPECT_THAT(platform.asked("/cgi-bin/menu/create").at(0).body, HasSubstr("问题反馈"));
}

TEST(WechatKind, TellsWhichFieldIsWrong)
{
    boost::asio::io_context io;
    net::HttpClient http{io};
    kit::MemoryInlet inlet;
    auto kind = make_kind(http);
    desk::ChannelSettings good{
        {"app_id", kApp}, {"app_secret", "s"}, {"token", kToken}, {"aes_key", kKey}};
    EXPECT_TRUE(kind->make("wx", good, inlet));
    auto wrong = [&](std::string key, std::string value) {
        auto settings = good;
        settings[key] = value;
        auto made = kind->make("wx", settings, inlet);
        return made ? std::string{} : made.error().what;
    };
    EXPECT_THAT(wrong("app_id", ""), HasSubstr("app_id:"));
    EXPECT_THAT(wrong("aes_key", "short"), HasSubstr("aes_key:"));
    EXPECT_THAT(wrong("token", "a b"), HasSubstr("token:"));
    EXPECT_THAT(wrong("mode", "x"), HasSubstr("mode:"));
    EXPECT_THAT(wrong("talk_label", "一二三四五六"), HasSubstr("talk_label:"));
    EXPECT_THAT(wrong("proxy", "socks4://x"), HasSubstr("proxy:"));
    EXPECT_THAT(wrong("api_root", "ftp://x"), HasSubstr("api_root:"));
    EXPECT_THAT(wrong("deadline", "0"), HasSubstr("deadline:"));
    good.erase("aes_key");
    good["mode"] = "plain";
    EXPECT_TRUE(kind->make("wx", good, inlet));
}

}  // namespace
}  // namespace keydesk::wechat
