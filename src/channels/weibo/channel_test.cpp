#include "channels/weibo/channel.hpp"

#include "channels/weibo/json.hpp"
#include "channels/weibo/kind.hpp"
#include "net/server.hpp"
#include "tests/kit/finish.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include <set>

namespace keydesk::weibo {

namespace {

using desk::SendFault;
using namespace std::chrono_literals;

/// Keeps what arrives, drops repeats as the desk does.
class Inbox final : public desk::Inlet {
public:
    Task<Result<desk::Entered>> accept(desk::Arrival arrival) override
    {
        if (away) co_return fail(ErrorKind::unavailable, "disk");
        desk::Entered entered{.number = 7, .locale = "zh-CN"};
        entered.repeated = !ids.insert(arrival.external_id).second;
        entered.opened = !entered.repeated && ids.size() == 1;
        if (!entered.repeated) arrivals.push_back(std::move(arrival));
        co_return entered;
    }
    Task<Result<void>> note(desk::Notice notice) override
    {
        notices.push_back(std::move(notice));
        co_return Result<void>{};
    }
    Task<Result<void>> quarantine(
        std::string, std::string raw, std::string, std::string, std::string) override
    {
        kept.push_back(std::move(raw));
        co_return Result<void>{};
    }
    Task<Result<std::string>> recall(std::string) override { co_return std::string{}; }
    Task<Result<void>> remember(std::string, std::string) override { co_return Result<void>{}; }
    Task<Result<std::string>> make_link(std::string, std::string) override
    {
        co_return std::string{};
    }
    void working() override {}
    void failing(std::string code, std::string) override { faults.push_back(std::move(code)); }
    const Clock& clock() const noexcept override { return time; }
    const std::string& public_url() const noexcept override { return url; }
    std::vector<std::string> own_names() const override { return {}; }

    ManualClock time;
    std::string url = "https://support.example";
    bool away = false;
    std::set<std::string> ids;
    std::vector<desk::Arrival> arrivals;
    std::vector<desk::Notice> notices;
    std::vector<std::string> kept;  ///< In quarantine.
    std::vector<std::string> faults;
};

/// Weibo's three hosts in one: answers what a test wants, keeps what it was sent.
class FakeWeibo {
public:
    explicit FakeWeibo(boost::asio::io_context& io)
    {
        net::Router router;
        auto serve = [this](net::Request& request) -> Task<net::Response> {
            auto body = co_await request.body(1 << 20);
            asked.push_back(request.path);
            bodies.push_back(body.value_or(""));
            co_return net::text(status, answer, type);
        };
        router.on(net::Method::post, "/*rest", serve);
        router.on(net::Method::get, "/*rest", serve);
        net::ServerSettings settings;
        settings.listen.front().port = 0;
        server_.emplace(io, std::move(router), std::move(settings));
        EXPECT_TRUE(server_->listen());
    }
    std::string url() const
    {
        return "http://127.0.0.1:" + std::to_string(server_->bound().front().port);
    }

    int status = 200;
    std::string answer = R"({"result":true})", type = "application/json";
    std::vector<std::string> asked, bodies;

private:
    std::optional<net::Server> server_;
};

class WeiboDoor : public testing::Test {
protected:
    WeiboDoor() { open({{"uid", "1902538057"}}); }

    void open(desk::ChannelSettings more)
    {
        more.insert(
            {{"app_secret", "xyz123xyz"}, {"access_token", "2.00tok"}, {"api_root", weibo.url()}});
        auto made = make_kind(http)->make("wb", more, inbox);
        ASSERT_TRUE(made) << made.error().what;
        door = std::move(*made);
    }
    desk::HookCall signed_call(std::string body)
    {
        auto now = std::to_string(millis(inbox.time.now()));
        return {
            .method = "POST",
            .query =
                {{"timestamp", now},
                 {"nonce", "1"},
                 {"signature", wire::signature("xyz123xyz", now, "1")}},
            .headers = {},
            .body = std::move(body),
            .peer = {}};
    }
    desk::HookReply pushed(std::string type, std::string text, std::string data = "{}")
    {
        auto body = R"({"type":")" + type +
                    R"(","receiver_id":1902538057,"sender_id":2489518277,"created_at":"x",)"
                    R"("text":")" +
                    text + R"(","data":)" + data + "}";
        return kit::finish(io, door->hook(signed_call(body)));
    }
    desk::Sent sent(std::string text)
    {
        desk::Departure departure;
        departure.address = wire::address_of("2489518277");
        departure.text = std::move(text);
        return kit::finish(io, door->send(std::move(departure)));
    }

    boost::asio::io_context io;
    net::HttpClient http{io};
    FakeWeibo weibo{io};
    Inbox inbox;
    std::unique_ptr<desk::Channel> door;
};

}  // namespace

TEST_F(WeiboDoor, echoes_the_word_that_Weibo_verifies_the_address_with)
{
    auto call = signed_call("");
    call.method = "GET";
    call.query["echostr"] = "dnPdpTZz85";
    EXPECT_EQ(kit::finish(io, door->hook(call)).body, "dnPdpTZz85");

    call.query["signature"] = std::string(40, '0');
    auto refused = kit::finish(io, door->hook(call));
    EXPECT_EQ(refused.status, 403);
    EXPECT_FALSE(refused.body.contains("dnPdpTZz85"));
}

TEST_F(WeiboDoor, confirms_the_first_message_and_repeats_nothing_of_it)
{
    auto reply = pushed("text", "ATTACKER WORDS");
    ASSERT_EQ(reply.status, 200);
    EXPECT_FALSE(reply.body.contains("ATTACKER"));
    EXPECT_TRUE(reply.body.contains("%237")) << "its number: " << reply.body;
    EXPECT_EQ(pushed("text", "second").body, "");
}

TEST_F(WeiboDoor, takes_the_same_push_once_and_acknowledges_it_every_time)
{
    for (int i = 0; i < 3; ++i) EXPECT_EQ(pushed("text", "你好").status, 200);
    EXPECT_EQ(inbox.arrivals.size(), 1U);
}

TEST_F(WeiboDoor, does_not_acknowledge_what_could_not_be_stored)
{
    inbox.away = true;
    EXPECT_EQ(pushed("text", "你好").status, 503);
    inbox.away = false;
    EXPECT_EQ(pushed("text", "你好").status, 200);
    EXPECT_EQ(inbox.arrivals.size(), 1U);
}

TEST_F(WeiboDoor, a_mention_does_not_shorten_an_open_window)
{
    pushed("mention", "@蓝V");
    EXPECT_EQ(inbox.arrivals.back().allowance->messages, 1);

    pushed("text", "hi");
    inbox.time.advance(1h);
    pushed("mention", "@蓝V again");
    EXPECT_FALSE(inbox.arrivals.back().allowance->messages);
    EXPECT_EQ(inbox.arrivals.back().allowance->until, inbox.time.now() + 47h);

    pushed("event", "", R"({"subtype":"unfollow"})");
    pushed("mention", "@蓝V once more");
    EXPECT_EQ(inbox.arrivals.back().allowance->messages, 1);
}

TEST_F(WeiboDoor, acknowledges_what_it_has_no_use_for)
{
    EXPECT_EQ(pushed("newtype", "?").status, 200);
    EXPECT_EQ(pushed("event", "", R"({"subtype":"unsubscribe"})").status, 200);
    EXPECT_EQ(pushed("event", "", R"({"subtype":"view","key":"https://x"})").status, 200);
    EXPECT_TRUE(inbox.arrivals.empty() && inbox.notices.empty());
}

TEST_F(WeiboDoor, answers_its_own_menu_button)
{
    auto reply = pushed("event", "", R"({"subtype":"click","key":"KEYDESK_HUMAN"})");
    EXPECT_EQ(reply.type, "application/json");
    EXPECT_TRUE(reply.body.contains(R"("result":true)"));
    EXPECT_EQ(inbox.notices.size(), 1U);
}

TEST_F(WeiboDoor, a_push_for_another_account_is_not_taken)
{
    open({{"uid", "1"}});
    EXPECT_EQ(pushed("text", "你好").status, 200);
    EXPECT_TRUE(inbox.arrivals.empty());
    EXPECT_EQ(inbox.faults, std::vector<std::string>{"uid"});
}

TEST_F(WeiboDoor, keeps_what_it_cannot_read_and_reads_it_again_when_told)
{
    auto reply = kit::finish(io, door->hook(signed_call("<xml>not json</xml>")));
    EXPECT_EQ(reply.status, 200) << "pushing it again would not make it readable";
    EXPECT_EQ(inbox.kept, std::vector<std::string>{"<xml>not json</xml>"});

    EXPECT_FALSE(kit::finish(io, door->take_again("<xml>not json</xml>")));
    auto taken = kit::finish(
        io,
        door->take_again(R"({"type":"text","sender_id":7,"receiver_id":1902538057,"text":"hi"})"));
    EXPECT_TRUE(taken);
    EXPECT_EQ(inbox.arrivals.size(), 1U);
}

TEST_F(WeiboDoor, sends_a_text_as_a_form)
{
    ASSERT_TRUE(sent("好的"));
    EXPECT_EQ(weibo.asked.back(), "/2/messages/reply.json");
    EXPECT_TRUE(weibo.bodies.back().contains("receiver_id=2489518277"));
    EXPECT_TRUE(weibo.bodies.back().contains("access_token=2.00tok"));
}

TEST_F(WeiboDoor, tells_a_call_that_never_left_from_one_of_unknown_outcome)
{
    weibo.status = 500;
    weibo.answer = "";
    EXPECT_EQ(sent("x").error().fault, SendFault::uncertain);

    open({{"api_root", "http://127.0.0.1:1"}});
    EXPECT_EQ(sent("x").error().fault, SendFault::retry);
}

TEST_F(WeiboDoor, an_expired_token_is_the_operators_work)
{
    weibo.status = 403;
    weibo.answer = R"({"request":"/2/messages/reply.json","error_code":"21327","error":"expired"})";
    auto refused = sent("x");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, SendFault::account);
    EXPECT_EQ(inbox.faults, std::vector<std::string>{"21327"});
    EXPECT_FALSE(refused.error().detail.contains("2.00tok"));
}

TEST_F(WeiboDoor, fetches_a_picture_and_knows_an_error_with_status_200)
{
    weibo.type = "image/jpeg";
    weibo.answer = "\xFF\xD8\xFF";
    auto got = kit::finish(io, door->fetch(R"({"fid":"821804469"})", 1'000'000));
    ASSERT_TRUE(got);
    EXPECT_EQ(got->bytes, "\xFF\xD8\xFF");
    EXPECT_EQ(weibo.asked.back(), "/2/mss/msget");

    weibo.type = "application/json";
    weibo.answer = R"({"error_code":10001,"error":"system error"})";
    auto later = kit::finish(io, door->fetch(R"({"fid":"821804469"})", 1'000'000));
    ASSERT_FALSE(later);
    EXPECT_TRUE(later.error().transient());
}

TEST_F(WeiboDoor, checks_token_permission_and_address_live)
{
    weibo.answer = R"({"uid":1902538057,"appkey":"42","expire_in":2592000})";
    auto steps = kit::finish(io, door->check());
    ASSERT_EQ(steps.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(steps[i].state, desk::Step::State::passed) << steps[i].detail.en;
    }
    EXPECT_TRUE(steps[2].detail.en.contains("https://support.example/hooks/wb"));

    weibo.answer = R"({"uid":1902538057,"appkey":"42","expire_in":86400})";
    steps = kit::finish(io, door->check());
    EXPECT_EQ(steps[0].state, desk::Step::State::failed) << "a day left";

    open({{"uid", "5"}});
    steps = kit::finish(io, door->check());
    EXPECT_EQ(steps[0].state, desk::Step::State::failed) << "another account's";
}

TEST_F(WeiboDoor, sets_the_menu_when_it_is_told_to)
{
    EXPECT_EQ(kit::finish(io, door->set_up()).back().state, desk::Step::State::skipped);
    EXPECT_TRUE(weibo.asked.empty());
    pushed("text", "hi");
    EXPECT_EQ(kit::finish(io, door->set_up()).back().state, desk::Step::State::passed);

    open({{"menu", "true"}});
    EXPECT_EQ(kit::finish(io, door->set_up()).size(), 3U);
    EXPECT_EQ(weibo.asked.back(), "/2/messages/menu/create.json");
    EXPECT_TRUE(weibo.bodies.back().contains("support.example%2Ffeedback"));
}

TEST_F(WeiboDoor, names_the_setting_that_is_wrong)
{
    auto why = [&](desk::ChannelSettings settings) {
        auto made = make_kind(http)->make("wb", settings, inbox);
        return made ? "taken" : made.error().what;
    };
    EXPECT_EQ(why({}), "app_secret: missing");
    EXPECT_EQ(why({{"app_secret", "a"}}), "access_token: missing");
    EXPECT_TRUE(why({{"app_secret", "a"}, {"access_token", "b"}, {"proxy", "ftp://x"}})
                    .starts_with("proxy: "));
    EXPECT_TRUE(why({{"app_secret", "a"}, {"access_token", "b"}, {"api_root", "x"}})
                    .starts_with("api_root: "));
}

}  // namespace keydesk::weibo
