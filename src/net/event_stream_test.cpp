#include "net/server.hpp"
#include "tests/kit/loopback.hpp"

#include <gtest/gtest.h>

namespace keydesk::net {
namespace {

using namespace std::chrono_literals;
using test::eventually;
using test::House;
using test::Peer;

std::shared_ptr<const std::string> shared(std::string text)
{
    return std::make_shared<const std::string>(std::move(text));
}

/// A place whose only listener can be written to from the test.
struct Tap {
    std::shared_ptr<EventSink> sink;
    bool ended = false;

    Task<void> run(std::shared_ptr<EventSink> opened)
    {
        sink = std::move(opened);
        co_await sink->closed();
        ended = true;
        sink.reset();
    }

    Task<Response> open(Request&)
    {
        co_return event_stream(
            [this](std::shared_ptr<EventSink> opened) { return run(std::move(opened)); });
    }

    std::function<void(Router&)> route()
    {
        return [this](Router& router) {
            router.on(Method::get, "/events", [this](Request& request) { return open(request); });
        };
    }
};

TEST(EventStream, SendsPiecesAsTheyCome)
{
    Tap tap;
    House house{tap.route()};
    Peer peer{house.port()};
    peer.send("GET /events HTTP/1.1\r\nHost: h\r\n\r\n");
    auto head = peer.until("\r\n\r\n");
    EXPECT_TRUE(head.contains("text/event-stream"));
    EXPECT_TRUE(head.contains("Transfer-Encoding: chunked"));
    EXPECT_TRUE(eventually([&] { return house.on_io([&] { return tap.sink != nullptr; }); }));
    house.on_io([&] { return tap.sink->write(shared("data: one\n\n")); });
    EXPECT_EQ(peer.until("\n\n\r\n"), "b\r\ndata: one\n\n\r\n");
    house.on_io([&] { return tap.sink->write(shared("data: two\n\n")); });
    EXPECT_EQ(peer.until("\n\n\r\n"), "b\r\ndata: two\n\n\r\n");
    house.on_io([&] {
        tap.sink->write(shared("last"));
        tap.sink->close();
        return tap.sink->write(shared("too late"));
    });
    EXPECT_EQ(peer.rest(), "4\r\nlast\r\n0\r\n\r\n");
}

TEST(EventStream, EndsWhenThePeerLeaves)
{
    Tap tap;
    House house{tap.route()};
    {
        Peer peer{house.port()};
        peer.send("GET /events HTTP/1.1\r\nHost: h\r\n\r\n");
        peer.until("\r\n\r\n");
    }
    EXPECT_TRUE(eventually([&] { return house.on_io([&] { return tap.ended; }); }));
    EXPECT_TRUE(eventually([&] { return house.stats().connections == 0; }));
}

TEST(EventStream, CutsAPeerThatDoesNotRead)
{
    Tap tap;
    ServerSettings settings;
    settings.stream_limit = 256 * 1024;
    House house{tap.route(), settings};
    Peer peer{house.port(), 4096};
    peer.send("GET /events HTTP/1.1\r\nHost: h\r\n\r\n");
    peer.until("\r\n\r\n");
    EXPECT_TRUE(eventually([&] { return house.on_io([&] { return tap.sink != nullptr; }); }));
    auto piece = shared(std::string(50'000, 'e'));
    EXPECT_TRUE(eventually([&] {
        return house.on_io([&] {
            bool taken = tap.sink && tap.sink->write(piece);
            EXPECT_LE(tap.sink ? tap.sink->queued() : 0, settings.stream_limit);
            return !taken;
        });
    }));
    EXPECT_EQ(house.stats().slow, 1U);
    EXPECT_TRUE(eventually([&] { return house.on_io([&] { return tap.ended; }); }));
}

TEST(EventStream, CutsAPeerThatTakesNothingForTooLong)
{
    Tap tap;
    ServerSettings settings;
    settings.stream_limit = 64 << 20;
    settings.timeouts.write = 100ms;
    House house{tap.route(), settings};
    Peer peer{house.port(), 4096};
    peer.send("GET /events HTTP/1.1\r\nHost: h\r\n\r\n");
    peer.until("\r\n\r\n");
    EXPECT_TRUE(eventually([&] { return house.on_io([&] { return tap.sink != nullptr; }); }));
    house.on_io([&] { return tap.sink->write(shared(std::string(32 << 20, 'e'))); });
    EXPECT_TRUE(eventually([&] { return house.stats().slow == 1; }));
    EXPECT_TRUE(eventually([&] { return house.stats().connections == 0; }));
}

TEST(EventStream, EndsWhenTheServerDrains)
{
    Tap tap;
    House house{tap.route()};
    Peer peer{house.port()};
    peer.send("GET /events HTTP/1.1\r\nHost: h\r\n\r\n");
    peer.until("\r\n\r\n");
    EXPECT_EQ(house.begin_drain(5s).wait_for(5s), std::future_status::ready);
    EXPECT_EQ(peer.rest(), "0\r\n\r\n");
}

TEST(EventStream, IsCutShortWhenItsHandlerThrowsSoThatThePeerNotices)
{
    House house{[](Router& router) {
        router.on(Method::get, "/events", [](Request&) -> Task<Response> {
            co_return event_stream([](std::shared_ptr<EventSink> sink) -> Task<void> {
                sink->write(shared("half"));
                throw std::runtime_error("a bug");
                co_return;
            });
        });
    }};
    Peer peer{house.port()};
    peer.send("GET /events HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_FALSE(peer.rest().contains("0\r\n\r\n"));
    EXPECT_EQ(house.log().size(), 1U);
}

}  // namespace
}  // namespace keydesk::net
