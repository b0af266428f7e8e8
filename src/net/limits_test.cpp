#include "base/rate_limit.hpp"
#include "net/address.hpp"
#include "net/deadlines.hpp"
#include "net/message.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <random>

namespace keydesk::net {
namespace {

using namespace std::chrono_literals;

TEST(RateLimit, LetsABurstThroughAndThenTheRate)
{
    ManualClock clock;
    RateLimit limit{clock, {.burst = 3, .per_second = 2}};
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(limit.allow("a"));
    EXPECT_EQ(limit.allow("a"), 500ms);
    EXPECT_FALSE(limit.allow("b"));
    clock.advance(499ms);
    EXPECT_EQ(limit.allow("a"), 1ms);
    clock.advance(1ms);
    EXPECT_FALSE(limit.allow("a"));
    clock.advance(1h);
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(limit.allow("a"));
    EXPECT_TRUE(limit.allow("a"));
}

TEST(RateLimit, MakesADearRequestWaitLongerButNotForever)
{
    ManualClock clock;
    RateLimit limit{clock, {.burst = 10, .per_second = 1}};
    EXPECT_FALSE(limit.allow("a", 8));
    EXPECT_EQ(limit.allow("a", 5), 3s);
    EXPECT_EQ(limit.allow("a", 100), 8s);
    clock.advance(8s);
    EXPECT_FALSE(limit.allow("a", 100));
    EXPECT_TRUE(limit.allow("a", 1));
}

TEST(RateLimit, ForgetsTheKeyUnusedForLongest)
{
    ManualClock clock;
    RateLimit limit{clock, {.burst = 1, .per_second = 0.001, .max_keys = 3}};
    for (const char* key : {"a", "b", "c"}) EXPECT_FALSE(limit.allow(key));
    EXPECT_TRUE(limit.allow("a"));
    EXPECT_FALSE(limit.allow("d"));
    EXPECT_EQ(limit.keys(), 3U);
    EXPECT_TRUE(limit.allow("a"));
    EXPECT_FALSE(limit.allow("b"));
}

TEST(RateLimit, TakesNothingAwayWhenTheClockIsSetBack)
{
    ManualClock clock;
    RateLimit limit{clock, {.burst = 2, .per_second = 1}};
    EXPECT_FALSE(limit.allow("a"));
    clock.advance(-1h);
    EXPECT_FALSE(limit.allow("a"));
    EXPECT_EQ(limit.allow("a"), 1s);
}

TEST(Address, HasThePrefixThatOneCustomerHolds)
{
    EXPECT_EQ((Address{"203.0.113.77", 1}).prefix(), "203.0.113.0/24");
    EXPECT_EQ((Address{"::ffff:203.0.113.77", 1}).prefix(), "203.0.113.0/24");
    EXPECT_EQ((Address{"2001:db8:1:2:3:4:5:6", 1}).prefix(), "2001:db8:1:2::/64");
    EXPECT_EQ((Address{"odd", 1}).prefix(), "odd");
}

TEST(Network, HoldsItsAddresses)
{
    auto holds = [](std::string_view block, std::string_view ip) {
        return Network::parse(block)->contains(ip);
    };
    EXPECT_TRUE(holds("10.0.0.0/8", "10.255.1.2"));
    EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.1"));
    EXPECT_TRUE(holds("192.0.2.128/25", "192.0.2.129"));
    EXPECT_FALSE(holds("192.0.2.128/25", "192.0.2.127"));
    EXPECT_TRUE(holds("192.0.2.1", "::ffff:192.0.2.1"));
    EXPECT_TRUE(holds("2001:db8::/33", "2001:db8:7fff::1"));
    EXPECT_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
    EXPECT_FALSE(holds("::/0", "nonsense"));
    for (std::string_view bad :
         {"", "x", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::/129", "1.2.3"}) {
        EXPECT_FALSE(Network::parse(bad)) << bad;
    }
}

TEST(ForwardedPeer, IsTheLastOneThatIsNotOurs)
{
    std::vector<Network> ours{*Network::parse("10.0.0.0/8"), *Network::parse("::1")};
    auto peer = [&](std::string_view ip, std::string_view header) {
        return forwarded_peer(ip, header, ours);
    };
    EXPECT_EQ(peer("198.51.100.1", "1.1.1.1"), "198.51.100.1");
    EXPECT_EQ(peer("10.0.0.1", ""), "10.0.0.1");
    EXPECT_EQ(peer("10.0.0.1", "1.1.1.1, 2.2.2.2"), "2.2.2.2");
    EXPECT_EQ(peer("10.0.0.1", "1.1.1.1, 2.2.2.2, 10.9.9.9"), "2.2.2.2");
    EXPECT_EQ(peer("::1", "10.0.0.9"), "10.0.0.9");
    EXPECT_EQ(peer("10.0.0.1", "2.2.2.2:1234"), "2.2.2.2");
    EXPECT_EQ(peer("10.0.0.1", "[2001:db8::5]:1234"), "2001:db8::5");
    EXPECT_EQ(peer("10.0.0.1", "2.2.2.2, nonsense"), "10.0.0.1");
    EXPECT_EQ(peer("10.0.0.1", "[, ]"), "10.0.0.1");
}

struct Alarm final : Deadlines::Entry {
    std::function<void()> act;
    int rung = 0;
    void expire() override
    {
        ++rung;
        if (act) act();
    }
};

TEST(Deadlines, RingOnceNeverEarlyAndAtMostATickLate)
{
    std::mt19937 random{7};
    Deadlines::When start{};
    Deadlines wheel{start, 10ms, 16};
    struct Wait {
        Alarm alarm;
        Deadlines::When due;
    };
    std::vector<std::unique_ptr<Wait>> waits;
    for (int i = 0; i < 300; ++i) {
        auto wait = std::make_unique<Wait>();
        wait->due = start + std::chrono::milliseconds{1 + random() % 1000};
        // Some are put in for another time first, and moved.
        if (i % 3 == 0) wheel.set(wait->alarm, start + std::chrono::milliseconds{random() % 1000});
        wheel.set(wait->alarm, wait->due);
        waits.push_back(std::move(wait));
    }
    for (auto now = start; now < start + 1100ms; now += 5ms) {
        wheel.advance(now);
        for (const auto& wait : waits) {
            if (now < wait->due) EXPECT_EQ(wait->alarm.rung, 0);
            if (now > wait->due + 20ms) EXPECT_EQ(wait->alarm.rung, 1);
        }
    }
}

TEST(Deadlines, MayBeClearedMovedAndDestroyedWhileOthersRing)
{
    Deadlines::When start{};
    Deadlines wheel{start, 10ms, 8};
    Alarm cleared;
    Alarm again;
    auto first = std::make_unique<Alarm>();
    auto second = std::make_unique<Alarm>();
    for (auto* alarm : {&cleared, &again, first.get(), second.get()})
        wheel.set(*alarm, start + 20ms);
    wheel.clear(cleared);
    again.act = [&] {
        if (again.rung < 3) wheel.set(again, start + again.rung * 100ms);
    };
    int killed = 0;
    first->act = [&] { second.reset(), ++killed; };
    second->act = [&] { first.reset(), ++killed; };
    for (auto now = start; now < start + 500ms; now += 10ms) wheel.advance(now);
    EXPECT_EQ(cleared.rung, 0);
    EXPECT_EQ(again.rung, 3);
    EXPECT_EQ(killed, 1);
}

TEST(Deadlines, CatchUpAfterALongSleep)
{
    Deadlines::When start{};
    Deadlines wheel{start, 10ms, 8};
    Alarm alarm;
    wheel.set(alarm, start + 30ms);
    wheel.advance(start + 10h);
    EXPECT_EQ(alarm.rung, 1);
}

template <class T>
T finish(Task<T> task)
{
    boost::asio::io_context io;
    std::optional<T> result;
    boost::asio::co_spawn(
        io, std::move(task), [&](std::exception_ptr, T value) { result = std::move(value); });
    io.run();
    return std::move(*result);
}

TEST(Request, CanBeWrittenDownByATest)
{
    Request request{Method::post, "/a?x=%31", {{"Cookie", "t=1; u=\"2\""}, {"X-Y", "z"}}, "body"};
    EXPECT_EQ(request.path, "/a");
    EXPECT_EQ(request.query("x"), "1");
    EXPECT_EQ(request.query("y"), std::nullopt);
    EXPECT_EQ(request.header("x-y"), "z");
    EXPECT_EQ(request.cookie("u"), "2");
    EXPECT_EQ(request.cookie("v"), std::nullopt);
    EXPECT_EQ(request.content_length(), 4U);
    EXPECT_EQ(finish(request.body(4)).value(), "body");
}

TEST(Request, RefusesABodyOverTheLimit)
{
    Request request{Method::post, "/", {}, "body!"};
    auto body = finish(request.body(4));
    ASSERT_FALSE(body);
    EXPECT_TRUE(too_long(body.error()));
}

}  // namespace
}  // namespace keydesk::net
