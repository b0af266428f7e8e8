#include "net/server.hpp"
#include "tests/kit/loopback.hpp"

#include <gtest/gtest.h>

namespace keydesk::net {
namespace {

using namespace std::chrono_literals;
using test::eventually;
using test::House;
using test::Peer;

Task<Response> hello(Request&)
{
    co_return text(200, "hello");
}

Task<Response> count_bytes(Request& request)
{
    std::size_t total = 0;
    std::vector<char> piece(5000);
    while (true) {
        auto size = co_await request.read(piece);
        if (!size) co_return problem(size.error().kind == ErrorKind::invalid_input ? 400 : 408);
        if (*size == 0) co_return text(200, std::to_string(total));
        total += *size;
    }
}

Task<Response> big(Request&)
{
    co_return text(200, std::string(32 << 20, 'x'));
}

void routes(Router& router)
{
    router.on(Method::get, "/", hello);
    router.on(Method::post, "/count", count_bytes);
    router.on(Method::get, "/big", big);
}

std::string post(std::string_view target, std::string_view headers, std::string_view body)
{
    return "POST " + std::string{target} + " HTTP/1.1\r\nHost: h\r\n" + std::string{headers} +
           "\r\n" + std::string{body};
}

ServerSettings hurried()
{
    ServerSettings settings;
    settings.timeouts.header = 100ms;
    settings.timeouts.idle = 100ms;
    settings.timeouts.body = 100ms;
    settings.timeouts.write = 100ms;
    settings.timeouts.close = 100ms;
    return settings;
}

TEST(Timeouts, EndsAConnectionThatSaysNothing)
{
    House house{routes, hurried()};
    Peer peer{house.port()};
    EXPECT_EQ(peer.rest(), "");
    EXPECT_TRUE(peer.closed());
    EXPECT_EQ(house.stats().timeouts, 1U);
}

TEST(Timeouts, EndsAConnectionThatDripsItsHeaders)
{
    House house{routes, hurried()};
    Peer peer{house.port()};
    peer.send("GET / HTTP/1.1\r\n");
    // A drip every few milliseconds must not buy time.
    std::jthread drip{[&](const std::stop_token& stop) {
        while (!stop.stop_requested() && peer.send("X: y\r\n")) std::this_thread::sleep_for(5ms);
    }};
    EXPECT_EQ(peer.reply().status, 408);
    EXPECT_TRUE(peer.closed());
}

TEST(Timeouts, EndsAConnectionThatDripsItsBody)
{
    House house{routes, hurried()};
    Peer peer{house.port()};
    peer.send(post("/count", "Content-Length: 100000\r\n", ""));
    std::jthread drip{[&](const std::stop_token& stop) {
        while (!stop.stop_requested() && peer.send("a")) std::this_thread::sleep_for(5ms);
    }};
    EXPECT_EQ(peer.reply().status, 408);
    EXPECT_TRUE(peer.closed());
}

TEST(Timeouts, EndsAConnectionThatDoesNotReadItsAnswer)
{
    House house{routes, hurried()};
    Peer peer{house.port(), 4096};
    peer.send("GET /big HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(eventually([&] { return house.stats().timeouts == 1; }));
    EXPECT_TRUE(eventually([&] { return house.stats().connections == 0; }));
}

TEST(Timeouts, GivesASlowHandlerAllTheTimeItNeeds)
{
    House house{
        [](Router& router) {
            router.on(Method::get, "/slow", [](Request&) -> Task<Response> {
                co_await sleep_for(400ms);
                co_return text(200, "done");
            });
        },
        hurried()};
    EXPECT_EQ(Peer{house.port()}.get("/slow").body, "done");
}

TEST(Drain, FinishesRequestsInFlightWhenItDrains)
{
    std::promise<void> inside;
    House house{[&](Router& router) {
        routes(router);
        router.on(Method::get, "/slow", [&](Request&) -> Task<Response> {
            inside.set_value();
            co_await sleep_for(100ms);
            co_return text(200, "done");
        });
    }};
    Peer idle{house.port()};
    idle.get("/");
    Peer busy{house.port()};
    busy.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
    inside.get_future().get();
    auto drained = house.begin_drain(1h);
    EXPECT_TRUE(idle.closed());
    auto reply = busy.reply();
    EXPECT_EQ(reply.body, "done");
    EXPECT_EQ(reply.header("Connection"), "close");
    EXPECT_EQ(drained.wait_for(5s), std::future_status::ready);
    EXPECT_THROW(Peer{house.port()}, std::runtime_error);
}

TEST(Drain, CutsWhatDoesNotEndInTimeWhenItDrains)
{
    std::promise<void> inside;
    House house{[&](Router& router) {
        router.on(Method::get, "/stuck", [&](Request&) -> Task<Response> {
            inside.set_value();
            co_await sleep_for(1h);
            co_return empty();
        });
    }};
    Peer peer{house.port()};
    peer.send("GET /stuck HTTP/1.1\r\nHost: h\r\n\r\n");
    inside.get_future().get();
    EXPECT_EQ(house.begin_drain(50ms).wait_for(5s), std::future_status::ready);
    EXPECT_TRUE(peer.closed());
    EXPECT_EQ(house.stats().connections, 0U);
}

}  // namespace
}  // namespace keydesk::net
