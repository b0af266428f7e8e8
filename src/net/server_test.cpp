#include "net/server.hpp"

#include "tests/kit/loopback.hpp"

#include <gtest/gtest.h>

#include <fstream>

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

Task<Response> name_it(Request& request)
{
    auto id = request.params.uuid("id");
    if (!id) co_return problem(404);
    co_return text(
        200,
        *id + "|" + request.query("q").value_or("-") + "|" + request.cookie("sid").value_or("-"));
}

Task<Response> echo(Request& request)
{
    auto body = co_await request.body(1000);
    if (!body) co_return problem(too_long(body.error()) ? 413 : 400);
    co_return text(200, *body);
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

Task<Response> throws(Request&)
{
    throw std::runtime_error("a bug");
    co_return empty();
}

Task<Response> who(Request& request)
{
    co_return text(200, request.peer.ip + (request.secure ? " secure" : " plain"));
}

void routes(Router& router)
{
    router.on(Method::get, "/", hello);
    router.on(Method::get, "/things/:id", name_it);
    router.on(Method::post, "/echo", echo);
    router.on(Method::post, "/count", count_bytes);
    router.on(Method::get, "/throws", throws);
    router.on(Method::get, "/who", who);
}

std::string post(std::string_view target, std::string_view headers, std::string_view body)
{
    return "POST " + std::string{target} + " HTTP/1.1\r\nHost: h\r\n" + std::string{headers} +
           "\r\n" + std::string{body};
}

TEST(Server, AnswersAndKeepsTheConnectionForTheNextRequest)
{
    House house{routes};
    Peer peer{house.port()};
    for (int i = 0; i < 3; ++i) {
        auto reply = peer.get("/");
        EXPECT_EQ(reply.status, 200);
        EXPECT_EQ(reply.body, "hello");
    }
    EXPECT_EQ(house.stats().accepted, 1U);
    EXPECT_EQ(house.stats().requests, 3U);
}

TEST(Server, AnswersPipelinedRequestsInOrder)
{
    House house{routes};
    Peer peer{house.port()};
    peer.send(
        post("/echo", "Content-Length: 3\r\n", "one") +
        post(
            "/echo",
            "Transfer-Encoding: chunked\r\n",
            "2\r\ntw\r\n1;x=y\r\no\r\n0\r\nTrailer: t\r\n\r\n") +
        "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(peer.reply().body, "one");
    EXPECT_EQ(peer.reply().body, "two");
    auto last = peer.reply();
    EXPECT_EQ(last.body, "hello");
    EXPECT_EQ(last.header("Connection"), "close");
    EXPECT_TRUE(peer.closed());
}

TEST(Server, AnswersARequestThatComesByteByByte)
{
    House house{routes};
    Peer peer{house.port()};
    for (char c : post("/echo", "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n")) {
        peer.send(std::string_view{&c, 1});
    }
    EXPECT_EQ(peer.reply().body, "abc");
}

TEST(Server, GivesHandlersTypedParametersQueriesAndCookies)
{
    House house{routes};
    Peer peer{house.port()};
    auto reply = peer.get(
        "/things/018F0C5E-0000-7000-8000-00000000000A?q=%E9%80%80%E6%AC%BE+1",
        "Cookie: a=b; sid=xyz\r\n");
    EXPECT_EQ(reply.body, "018f0c5e-0000-7000-8000-00000000000a|退款 1|xyz");
    EXPECT_EQ(peer.get("/things/7").status, 404);
}

TEST(Server, AnswersHeadWithoutABody)
{
    House house{routes};
    Peer peer{house.port()};
    auto reply = peer.ask("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n", true);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("Content-Length"), "5");
    EXPECT_EQ(peer.get("/").body, "hello");
}

TEST(Server, SaysWhichMethodsAPathHas)
{
    House house{routes};
    Peer peer{house.port()};
    auto reply = peer.get("/echo");
    EXPECT_EQ(reply.status, 405);
    EXPECT_EQ(reply.header("Allow"), "POST");
    EXPECT_EQ(peer.get("/nowhere").status, 404);
}

TEST(Server, SpeaksHttp10ToThoseWhoDo)
{
    House house{routes};
    Peer peer{house.port()};
    auto reply = peer.ask("GET / HTTP/1.0\r\n\r\n");
    EXPECT_EQ(reply.body, "hello");
    EXPECT_TRUE(peer.closed());
}

TEST(Server, RefusesWhatTwoServersCouldReadDifferently)
{
    House house{routes};
    const std::vector<std::pair<std::string, int>> bad{
        {post("/echo", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        {post("/echo", "Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), 400},
        {post("/echo", "Content-Length: 3, 3\r\n", "abc"), 400},
        {post("/echo", "Content-Length: +3\r\n", "abc"), 400},
        {post("/echo", "Content-Length: 0x3\r\n", "abc"), 400},
        {post("/echo", "Content-Length : 3\r\n", "abc"), 400},
        {post("/echo", "Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
        {post("/echo", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", ""), 400},
        {post(
             "/echo",
             "Transfer-Encoding: \x0b"
             "chunked\r\n",
             "0\r\n\r\n"),
         400},
        {"GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: h\r\nX: a\nY: b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n", 400},
        {"GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /../etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /%2e%2e/etc HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /a%2fb HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /%ff HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505},
        {"BREW / HTTP/1.1\r\nHost: h\r\n\r\n", 501},
    };
    for (const auto& [request, status] : bad) {
        Peer peer{house.port()};
        EXPECT_EQ(peer.ask(request).status, status) << request;
        EXPECT_TRUE(peer.closed()) << request;
    }
    EXPECT_EQ(house.stats().requests, 0U);
}

TEST(Server, RefusesABrokenChunk)
{
    House house{routes};
    for (std::string_view body :
         {"3\r\nabcX", "3\nabc\r\n0\r\n\r\n", "g\r\n", "\r\n", "fffffffffffffffff\r\n"}) {
        Peer peer{house.port()};
        EXPECT_EQ(peer.ask(post("/count", "Transfer-Encoding: chunked\r\n", body)).status, 400)
            << body;
        EXPECT_TRUE(peer.closed()) << body;
    }
}

TEST(Server, BoundsHeadTargetAndBody)
{
    House house{routes};
    auto fill = [](std::size_t size) { return std::string(size, 'a'); };
    EXPECT_EQ(Peer{house.port()}.get("/" + fill(9000)).status, 414);
    EXPECT_EQ(Peer{house.port()}.ask("GET /" + fill(9000)).status, 414);
    EXPECT_EQ(Peer{house.port()}.get("/", "X: " + fill(17000) + "\r\n").status, 431);
    EXPECT_EQ(Peer{house.port()}.ask("GET / HTTP/1.1\r\nX: " + fill(17000)).status, 431);
    EXPECT_EQ(
        Peer{house.port()}.ask(post("/echo", "Content-Length: 1001\r\n", fill(1001))).status, 413);
    EXPECT_EQ(
        Peer{house.port()}.ask(post("/echo", "Content-Length: 1000\r\n", fill(1000))).status, 200);
    auto chunked =
        post("/echo", "Transfer-Encoding: chunked\r\n", "3e9\r\n" + fill(1001) + "\r\n0\r\n\r\n");
    EXPECT_EQ(Peer{house.port()}.ask(chunked).status, 413);
}

TEST(Server, LetsAClientReadTheRefusalOfAnUploadItIsStillSending)
{
    House house{routes};
    Peer peer{house.port()};
    EXPECT_TRUE(
        peer.send(post("/echo", "Content-Length: 30000000\r\n", std::string(30'000'000, 'a'))));
    EXPECT_EQ(peer.reply().status, 413);
}

TEST(Server, StreamsAnUploadWithoutHoldingIt)
{
    House house{routes};
    Peer peer{house.port()};
    constexpr std::size_t size = 20 << 20;
    peer.send(
        post("/count", "Content-Length: " + std::to_string(size) + "\r\n", std::string(size, 'u')));
    EXPECT_EQ(peer.reply().body, std::to_string(size));
    EXPECT_EQ(peer.get("/").body, "hello");
}

TEST(Server, AsksForABodyOnlyWhenTheHandlerWantsIt)
{
    House house{routes};
    Peer peer{house.port()};
    peer.send(post("/echo", "Content-Length: 3\r\nExpect: 100-continue\r\n", ""));
    EXPECT_EQ(peer.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_EQ(peer.ask("abc").body, "abc");

    Peer other{house.port()};
    auto reply = other.ask(post("/echo", "Content-Length: 2000\r\nExpect: 100-continue\r\n", ""));
    EXPECT_EQ(reply.status, 413);
    EXPECT_TRUE(other.closed());
}

TEST(Server, SurvivesAHandlerThatThrowsAndSaysWhichFailureItWas)
{
    House house{routes};
    Peer peer{house.port()};
    auto reply = peer.get("/throws");
    EXPECT_EQ(reply.status, 500);
    EXPECT_TRUE(peer.closed());
    ASSERT_EQ(house.log().size(), 1U);
    EXPECT_TRUE(house.log()[0].contains(reply.header("Keydesk-Failure")));
    EXPECT_TRUE(house.log()[0].contains("a bug"));
    EXPECT_EQ(Peer{house.port()}.get("/").status, 200);
}

TEST(Server, SendsSecurityHeadersThatARouteMayReplace)
{
    House house{[](Router& router) {
        routes(router);
        router.on(Method::get, "/page", [](Request&) -> Task<Response> {
            auto page = text(200, "page", "text/html");
            page.with_header("content-security-policy", "default-src 'self'");
            page.with_header("Permissions-Policy", "");
            page.with_header("X-Split", "a\r\nSet-Cookie: evil=1");
            co_return page;
        });
    }};
    Peer peer{house.port()};
    auto plain = peer.get("/nowhere");
    EXPECT_EQ(plain.header("X-Content-Type-Options"), "nosniff");
    EXPECT_TRUE(plain.header("Content-Security-Policy").contains("default-src 'none'"));
    EXPECT_EQ(plain.header("Strict-Transport-Security"), "");
    auto page = peer.get("/page");
    EXPECT_EQ(page.header("Content-Security-Policy"), "default-src 'self'");
    EXPECT_EQ(page.header("Permissions-Policy"), "");
    EXPECT_EQ(page.header("Set-Cookie"), "");
}

TEST(Server, BelievesForwardedAddressesOnlyFromItsProxies)
{
    constexpr std::string_view claim =
        "X-Forwarded-For: 9.9.9.9, 198.51.100.7\r\nX-Forwarded-Proto: https\r\n";
    House alone{routes};
    EXPECT_EQ(Peer{alone.port()}.get("/who", claim).body, "127.0.0.1 plain");
    ServerSettings settings;
    settings.trusted_proxies = {"127.0.0.0/8"};
    House behind{routes, settings};
    auto reply = Peer{behind.port()}.get("/who", claim);
    EXPECT_EQ(reply.body, "198.51.100.7 secure");
    EXPECT_EQ(reply.header("Strict-Transport-Security"), "max-age=31536000");
}

TEST(Server, TurnsAwayConnectionsOverItsLimit)
{
    ServerSettings settings;
    settings.max_connections = 2;
    House house{routes, settings};
    Peer one{house.port()};
    Peer two{house.port()};
    EXPECT_EQ(one.get("/").status, 200);
    EXPECT_EQ(two.get("/").status, 200);
    EXPECT_EQ(Peer{house.port()}.reply().status, 503);
    one.leave();
    EXPECT_TRUE(eventually([&] { return house.stats().connections == 1; }));
    EXPECT_EQ(Peer{house.port()}.get("/").status, 200);
}

TEST(Server, RefusesSettingsThatCannotWork)
{
    boost::asio::io_context io;
    auto listen = [&](auto change) {
        ServerSettings settings;
        settings.listen[0].port = 0;
        change(settings);
        return Server{io, Router{}, settings}.listen();
    };
    EXPECT_EQ(
        listen([](auto& s) { s.listen[0].host = "localhost"; }).error().kind,
        ErrorKind::invalid_input);
    EXPECT_EQ(
        listen([](auto& s) { s.trusted_proxies = {"10/33"}; }).error().kind,
        ErrorKind::invalid_input);
    EXPECT_EQ(
        listen([](auto& s) { s.listen[0].tls = true; }).error().kind, ErrorKind::invalid_input);
    House house{routes};
    auto taken = [&](auto& s) { s.listen[0].port = house.port(); };
    EXPECT_EQ(listen(taken).error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace keydesk::net
