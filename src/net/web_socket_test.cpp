#include "net/server.hpp"
#include "tests/kit/loopback.hpp"

#include <gtest/gtest.h>

#include <set>

namespace keydesk::net {
namespace {

using namespace std::chrono_literals;
using test::eventually;
using test::frame_of;
using test::handshake_of;
using test::House;
using test::Peer;
using test::read_frame;

std::shared_ptr<const std::string> shared(std::string text)
{
    return std::make_shared<const std::string>(std::move(text));
}

Task<void> echo(Request&, std::shared_ptr<WebSocket> socket)
{
    while (true) {
        auto frame = co_await socket->receive();
        if (!frame) co_return;
        socket->send(shared(std::move(*frame)));
    }
}

bool from_home(std::string_view origin, const Request&)
{
    return origin.empty() || origin == "https://home.example";
}

std::function<void(Router&)> echo_route(SocketOptions options = {})
{
    return [options](Router& router) { router.on_socket("/ws", options, from_home, echo); };
}

TEST(WebSocket, EchoesFramesWholeAndFragmented)
{
    House house{echo_route()};
    Peer peer{house.port()};
    auto reply = peer.ask(handshake_of("/ws"));
    ASSERT_EQ(reply.status, 101);
    EXPECT_EQ(reply.header("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_EQ(reply.header("Sec-WebSocket-Extensions"), "");
    peer.send(frame_of("你好"));
    EXPECT_EQ(read_frame(peer).payload, "你好");
    peer.send(frame_of("one ", 1, false) + frame_of("ping", 9) + frame_of("two", 0));
    auto pong = read_frame(peer);
    EXPECT_EQ(pong.opcode, 10U);
    EXPECT_EQ(pong.payload, "ping");
    EXPECT_EQ(read_frame(peer).payload, "one two");
    std::string big(65536, 'b');
    peer.send(frame_of(big));
    EXPECT_EQ(read_frame(peer).payload, big);
}

TEST(WebSocket, OpensOnlyForPagesThatMay)
{
    House house{echo_route()};
    EXPECT_EQ(
        Peer{house.port()}.ask(handshake_of("/ws", "Origin: https://home.example\r\n")).status,
        101);
    EXPECT_EQ(
        Peer{house.port()}.ask(handshake_of("/ws", "Origin: https://evil.example\r\n")).status,
        403);
    EXPECT_EQ(Peer{house.port()}.ask(handshake_of("/ws", "Origin: null\r\n")).status, 403);
}

TEST(WebSocket, OpensOnlyWithItsSubprotocol)
{
    SocketOptions options;
    options.subprotocol = "chat.v1";
    House house{echo_route(options)};
    EXPECT_EQ(Peer{house.port()}.ask(handshake_of("/ws")).status, 400);
    EXPECT_EQ(
        Peer{house.port()}.ask(handshake_of("/ws", "Sec-WebSocket-Protocol: chat.v2\r\n")).status,
        400);
    auto reply =
        Peer{house.port()}.ask(handshake_of("/ws", "Sec-WebSocket-Protocol: x, chat.v1\r\n"));
    EXPECT_EQ(reply.status, 101);
    EXPECT_EQ(reply.header("Sec-WebSocket-Protocol"), "chat.v1");
}

TEST(WebSocket, TellsOthersThatThePlaceIsASocket)
{
    House house{echo_route()};
    auto reply = Peer{house.port()}.get("/ws");
    EXPECT_EQ(reply.status, 426);
    EXPECT_EQ(reply.header("Upgrade"), "websocket");
    auto old = handshake_of("/ws");
    old.replace(old.find("Version: 13"), 11, "Version: 8");
    EXPECT_EQ(Peer{house.port()}.ask(old).status, 426);
    EXPECT_EQ(Peer{house.port()}.ask(handshake_of("/ws") + frame_of("early")).status, 400);
}

int close_code_after(Peer& peer, std::string_view bytes)
{
    peer.send(bytes);
    auto frame = read_frame(peer);
    return frame.opcode == 8 ? frame.code() : -1;
}

TEST(WebSocket, ClosesWithTheCodeThatSaysWhy)
{
    ServerSettings settings;
    settings.timeouts.close = 100ms;
    House house{echo_route(), settings};
    const std::vector<std::pair<std::string, int>> cases{
        {frame_of("binary", 2), 1003},
        {frame_of("\xC3\x28"), 1007},
        {frame_of("\xED\xA0\x80"), 1007},
        {frame_of(std::string(65537, 'x')), 1009},
        {frame_of("unmasked", 1, true, false), 1002},
        {frame_of("lone continuation", 0), 1002},
        {frame_of("odd opcode", 3), 1002},
        {frame_of(std::string(126, 'p'), 9), 1002},
        {frame_of("\x03\xE8", 8), 1000},
    };
    for (const auto& [bytes, code] : cases) {
        Peer peer{house.port()};
        ASSERT_EQ(peer.ask(handshake_of("/ws")).status, 101);
        EXPECT_EQ(close_code_after(peer, bytes), code) << bytes.substr(0, 40);
        EXPECT_TRUE(peer.closed()) << code;
    }
    EXPECT_TRUE(eventually([&] { return house.stats().connections == 0; }));
}

TEST(WebSocket, SendsWhatIsQueuedBeforeItCloses)
{
    House house{[](Router& router) {
        router.on_socket(
            "/ws", {}, {}, [](Request&, std::shared_ptr<WebSocket> socket) -> Task<void> {
                for (int i = 0; i < 50; ++i) socket->send(shared(std::to_string(i)));
                co_await socket->close(4401, "auth");
                EXPECT_FALSE(socket->open());
            });
    }};
    Peer peer{house.port()};
    peer.ask(handshake_of("/ws"));
    for (int i = 0; i < 50; ++i) EXPECT_EQ(read_frame(peer).payload, std::to_string(i));
    auto bye = read_frame(peer);
    EXPECT_EQ(bye.code(), 4401);
    EXPECT_EQ(bye.payload.substr(2), "auth");
    peer.send(frame_of(bye.payload, 8));
    EXPECT_TRUE(peer.closed());
}

TEST(WebSocket, ClosesAsAFaultWhenItsHandlerThrows)
{
    House house{[](Router& router) {
        router.on_socket("/ws", {}, {}, [](Request&, std::shared_ptr<WebSocket>) -> Task<void> {
            throw std::runtime_error("a bug");
            co_return;
        });
    }};
    Peer peer{house.port()};
    peer.ask(handshake_of("/ws"));
    EXPECT_EQ(read_frame(peer).code(), 1011);
    EXPECT_EQ(house.log().size(), 1U);
}

/// Every open socket of a house; frames for one go to all.
struct Room {
    std::set<std::shared_ptr<WebSocket>> sockets;

    Task<void> stay(Request&, std::shared_ptr<WebSocket> socket)
    {
        sockets.insert(socket);
        while (true) {
            auto frame = co_await socket->receive();
            if (!frame) break;
            auto copy = shared(std::move(*frame));
            for (const auto& other : sockets) other->send(copy);
        }
        sockets.erase(socket);
    }

    std::function<void(Router&)> route(SocketOptions options)
    {
        return [this, options](Router& router) {
            router.on_socket(
                "/ws", options, {}, [this](Request& request, std::shared_ptr<WebSocket> socket) {
                    return stay(request, std::move(socket));
                });
        };
    }
};

TEST(WebSocket, CutsAReaderThatIsTooSlowWhileOthersGoOn)
{
    Room room;
    SocketOptions options;
    options.max_queued_bytes = 256 * 1024;
    ServerSettings settings;
    settings.timeouts.close = 200ms;
    House house{room.route(options), settings};
    Peer slow{house.port(), 4096};
    slow.ask(handshake_of("/ws"));
    Peer fast{house.port()};
    fast.ask(handshake_of("/ws"));

    // More than kernel buffers and the queue hold together.
    std::string payload(60'000, 'f');
    std::size_t worst = 0;
    int sent = 0;
    while (house.stats().slow == 0 && sent < 1000) {
        fast.send(frame_of(payload));
        EXPECT_EQ(read_frame(fast).payload.size(), payload.size());
        ++sent;
        auto queued = house.on_io([&] {
            std::size_t most = 0;
            for (const auto& socket : room.sockets) most = std::max(most, socket->queued());
            return most;
        });
        worst = std::max(worst, queued);
    }
    EXPECT_EQ(house.stats().slow, 1U);
    EXPECT_LE(worst, options.max_queued_bytes);
    EXPECT_TRUE(eventually([&] { return house.stats().connections == 1; }));
    fast.send(frame_of("still here"));
    EXPECT_EQ(read_frame(fast).payload, "still here");
}

TEST(WebSocket, TellsASlowReaderWhoWakesUpInTimeWhyItWasCut)
{
    Room room;
    SocketOptions options;
    options.max_queued_frames = 10;
    House house{room.route(options)};
    Peer peer{house.port(), 4096};
    peer.ask(handshake_of("/ws"));
    EXPECT_TRUE(eventually([&] { return house.stats().sockets == 1; }));
    house.on_io([&] {
        auto frame = shared(std::string(4 << 20, 'x'));
        auto socket = *room.sockets.begin();
        for (int i = 0; i < 12; ++i) socket->send(frame);
        EXPECT_FALSE(socket->open());
        EXPECT_EQ(socket->queued(), 0U);
        return 0;
    });
    EXPECT_EQ(read_frame(peer).payload.size(), 4U << 20);
    auto bye = read_frame(peer);
    EXPECT_EQ(bye.code(), 4008);
    EXPECT_EQ(bye.payload.substr(2), "slow");
}

TEST(WebSocket, PingsTheSilentAndDropsTheDead)
{
    SocketOptions options;
    options.heartbeat = 100ms;
    House house{echo_route(options)};
    Peer alive{house.port()};
    alive.ask(handshake_of("/ws"));
    Peer dead{house.port()};
    dead.ask(handshake_of("/ws"));
    for (int i = 0; i < 5; ++i) {
        auto ping = read_frame(alive);
        ASSERT_EQ(ping.opcode, 9U);
        alive.send(frame_of(ping.payload, 10));
    }
    EXPECT_TRUE(dead.closed());
    EXPECT_EQ(house.stats().sockets, 1U);
}

TEST(WebSocket, EndsAHandlerWhosePeerVanishes)
{
    House house{echo_route()};
    {
        Peer peer{house.port()};
        peer.ask(handshake_of("/ws"));
        EXPECT_TRUE(eventually([&] { return house.stats().sockets == 1; }));
    }
    EXPECT_TRUE(eventually([&] { return house.stats().connections == 0; }));
    EXPECT_EQ(house.stats().sockets, 0U);
}

TEST(WebSocket, IsToldToGoWhenTheServerDrains)
{
    Room room;
    ServerSettings settings;
    settings.on_drain = [&] {
        for (const auto& socket : room.sockets) {
            socket->send(shared("bye"));
            socket->begin_close(4503, "drain");
        }
    };
    House house{room.route({}), settings};
    Peer told{house.port()};
    told.ask(handshake_of("/ws"));
    EXPECT_TRUE(eventually([&] { return house.stats().sockets == 1; }));
    auto drained = house.begin_drain(5s);
    EXPECT_EQ(read_frame(told).payload, "bye");
    auto bye = read_frame(told);
    EXPECT_EQ(bye.code(), 4503);
    told.send(frame_of(bye.payload, 8));
    EXPECT_EQ(drained.wait_for(5s), std::future_status::ready);
}

TEST(WebSocket, IsClosedAsGoingAwayWhenNobodyElseSaysAnything)
{
    ServerSettings settings;
    settings.timeouts.close = 200ms;
    House house{echo_route(), settings};
    Peer peer{house.port()};
    peer.ask(handshake_of("/ws"));
    EXPECT_TRUE(eventually([&] { return house.stats().sockets == 1; }));
    auto drained = house.begin_drain(5s);
    EXPECT_EQ(read_frame(peer).code(), 1001);
    // A peer that does not answer the close must not hold the server for longer than agreed.
    EXPECT_EQ(drained.wait_for(4s), std::future_status::ready);
}

}  // namespace
}  // namespace keydesk::net
