#include "net/http_client.hpp"

#include "net/server.hpp"
#include "tests/kit/certificate.hpp"
#include "tests/kit/finish.hpp"
#include "tests/kit/loopback.hpp"
#include "tests/kit/raw_server.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/system/system_error.hpp>

#include <gmock/gmock.h>
#include <poll.h>
#include <zlib.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>

namespace keydesk::net {
namespace {

using namespace std::chrono_literals;
using kit::RawPeer;
using kit::RawServer;
using test::House;

std::string packed(const std::string& text)
{
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
    std::string out(text.size() + 1000, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

Task<Response> hello(Request& request)
{
    co_return text(200, "hello " + request.query("name").value_or("nobody"));
}

Task<Response> echo(Request& request)
{
    auto body = co_await request.body(8 << 20);
    std::string said{name_of(request.method)};
    said += " " + std::string{request.header("content-type")} + " ";
    said += std::string{request.header("authorization")} + " " + body.value_or("?");
    co_return text(200, said);
}

Task<Response> limited(Request&)
{
    co_return problem(429).with_header("Retry-After", "7");
}

Task<Response> big(Request&)
{
    co_return text(200, std::string(300'000, 'x'));
}

Task<Response> zipped(Request&)
{
    auto body = packed(std::string(5 << 20, 'z'));
    co_return text(200, body).with_header("Content-Encoding", "gzip");
}

void routes(Router& router)
{
    router.on(Method::get, "/", hello);
    for (auto method : {Method::post, Method::put, Method::del}) router.on(method, "/echo", echo);
    router.on(Method::get, "/limited", limited);
    router.on(Method::get, "/big", big);
    router.on(Method::get, "/zipped", zipped);
}

class HttpClientTest : public testing::Test {
protected:
    Result<HttpReply> send(HttpAsk ask) { return kit::finish(io, client.send(std::move(ask))); }
    std::string url(std::string_view target) const
    {
        return "http://127.0.0.1:" + std::to_string(house.port()) + std::string{target};
    }

    House house{routes};
    boost::asio::io_context io;
    HttpClient client{io};
};

TEST_F(HttpClientTest, AsksAndHandsBackStatusHeadersAndBody)
{
    auto reply = send({.url = url("/?name=Anna")});
    ASSERT_TRUE(reply) << reply.error().what;
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->body, "hello Anna");
    EXPECT_EQ(reply->headers.get("content-type"), "text/plain; charset=utf-8");
    EXPECT_EQ(client.under_way(), 0U);
}

TEST_F(HttpClientTest, SendsMethodBodyAndHeadersAsTheyAre)
{
    auto posted = send(
        {.method = Method::post,
         .url = url("/echo"),
         .headers = {{"Content-Type", "application/json"}},
         .body = "{\"a\":1}"});
    EXPECT_EQ(posted->body, "POST application/json  {\"a\":1}");
    EXPECT_EQ(send({.method = Method::put, .url = url("/echo"), .body = "x"})->body, "PUT   x");
    EXPECT_EQ(send({.method = Method::del, .url = url("/echo")})->body, "DELETE   ");
    // Long enough for libcurl to ask for "100 Continue" first, if it were let.
    std::string large(2 << 20, 'y');
    auto sent = send({.method = Method::post, .url = url("/echo"), .body = large});
    EXPECT_EQ(sent->body.size(), large.size() + std::string{"POST   "}.size());
}

TEST_F(HttpClientTest, SendsUserAndPasswordAsBasicAuth)
{
    HttpAsk ask{.method = Method::post, .url = url("/echo"), .basic = "rpc:s3cret"};
    EXPECT_EQ(send(ask)->body, "POST  Basic cnBjOnMzY3JldA== ");
}

TEST_F(HttpClientTest, ALimitedReplyIsAReplyAndSaysWhenToComeBack)
{
    auto reply = send({.url = url("/limited")});
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 429);
    EXPECT_EQ(reply->headers.get("Retry-After"), "7");
}

TEST_F(HttpClientTest, RedirectsAreHandedBackAndNotFollowed)
{
    RawServer server{[&](RawPeer& peer) {
        peer.head();
        peer.say("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n");
    }};
    EXPECT_EQ(send({.url = server.url()})->status, 302);
}

TEST_F(HttpClientTest, UsesOneConnectionForRequestsThatFollowEachOther)
{
    for (int i = 0; i < 5; ++i) EXPECT_EQ(send({.url = url("/")})->status, 200);
    EXPECT_EQ(client.connections(), 1U);
    EXPECT_EQ(house.stats().accepted, 1U);
}

TEST_F(HttpClientTest, AsksManyAtOnceAndKeepsTheirOrder)
{
    std::vector<HttpAsk> asks;
    for (int i = 0; i < 200; ++i) {
        asks.push_back({.url = url("/?name=" + std::to_string(i))});
    }
    auto replies = kit::finish(io, client.send_all(std::move(asks)));
    ASSERT_EQ(replies.size(), 200U);
    for (std::size_t i = 0; i < replies.size(); ++i) {
        ASSERT_TRUE(replies[i]) << replies[i].error().what;
        EXPECT_EQ(replies[i]->body, "hello " + std::to_string(i));
    }
    EXPECT_GT(client.connections(), 1U);
}

TEST_F(HttpClientTest, OneThatFailsDoesNotSpoilTheOthers)
{
    auto replies = kit::finish(io, client.send_all({{.url = "nonsense"}, {.url = url("/")}}));
    EXPECT_EQ(replies[0].error().kind, ErrorKind::invalid_input);
    EXPECT_EQ(replies[1]->status, 200);
}

TEST_F(HttpClientTest, UnpacksGzipAndCountsWhatItUnpacked)
{
    auto whole = send({.url = url("/zipped"), .limit = 6 << 20});
    ASSERT_TRUE(whole) << whole.error().what;
    EXPECT_EQ(whole->body.size(), 5U << 20);
    auto bomb = send({.url = url("/zipped"), .limit = 1 << 20});
    EXPECT_EQ(bomb.error().kind, ErrorKind::bad_reply);
}

TEST_F(HttpClientTest, RefusesAnAnswerLongerThanTheLimit)
{
    EXPECT_EQ(send({.url = url("/big"), .limit = 300'000})->body.size(), 300'000U);
    auto reply = send({.url = url("/big"), .limit = 299'999});
    EXPECT_EQ(reply.error().kind, ErrorKind::bad_reply);
    RawServer header{[](RawPeer& peer) {
        peer.head();
        peer.say("HTTP/1.1 200 OK\r\n");
        for (int i = 0; i < 100; ++i) peer.say("X-Long: " + std::string(2000, 'h') + "\r\n");
        peer.hang();
    }};
    EXPECT_EQ(send({.url = header.url()}).error().kind, ErrorKind::bad_reply);
}

TEST_F(HttpClientTest, GivesUpAtTheDeadlineHoweverItHangs)
{
    RawServer silent{[](RawPeer& peer) { peer.hang(); }};
    RawServer slow{[](RawPeer& peer) {
        peer.head();
        peer.say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc");
        peer.hang();
    }};
    for (auto* server : {&silent, &slow}) {
        auto begun = std::chrono::steady_clock::now();
        auto reply = send({.url = server->url(), .deadline = 120ms});
        auto took = std::chrono::steady_clock::now() - begun;
        EXPECT_EQ(reply.error().kind, ErrorKind::unavailable);
        EXPECT_GE(took, 100ms);
        EXPECT_LT(took, 2s);
    }
}

TEST_F(HttpClientTest, ABrokenOffAnswerIsNoAnswer)
{
    RawServer mid{[](RawPeer& peer) {
        peer.head();
        peer.say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc");
    }};
    RawServer chunk{[](RawPeer& peer) {
        peer.head();
        peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nwo");
    }};
    RawServer nothing{[](RawPeer& peer) { peer.head(); }};
    for (auto* server : {&mid, &chunk, &nothing}) {
        EXPECT_EQ(send({.url = server->url()}).error().kind, ErrorKind::unavailable);
    }
}

TEST_F(HttpClientTest, PutsChunksTogether)
{
    RawServer server{[](RawPeer& peer) {
        peer.head();
        peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        peer.say("5\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\n\r\n");
    }};
    EXPECT_EQ(send({.url = server.url()})->body, "hello world");
}

TEST_F(HttpClientTest, WhatIsNoHttpIsABadReply)
{
    RawServer server{[](RawPeer& peer) {
        peer.head();
        peer.say("SSH-2.0-OpenSSH_9.2\r\n");
    }};
    EXPECT_EQ(send({.url = server.url()}).error().kind, ErrorKind::bad_reply);
}

TEST_F(HttpClientTest, NothingListeningIsUnavailable)
{
    std::uint16_t port = RawServer{[](RawPeer&) {}}.port();
    auto reply = send({.url = "http://127.0.0.1:" + std::to_string(port)});
    EXPECT_EQ(reply.error().kind, ErrorKind::unavailable);
}

TEST_F(HttpClientTest, SaysWhetherTheRequestMayHaveLeft)
{
    std::uint16_t closed = RawServer{[](RawPeer&) {}}.port();
    RawServer silent{[](RawPeer& peer) { peer.hang(); }};
    RawServer leaver{[](RawPeer& peer) { peer.head(); }};
    bool written = true;
    send({.url = "http://127.0.0.1:" + std::to_string(closed), .written = &written});
    EXPECT_FALSE(written);
    for (auto* server : {&silent, &leaver}) {
        written = false;
        auto reply = send({.url = server->url(), .deadline = 120ms, .written = &written});
        EXPECT_EQ(reply.error().kind, ErrorKind::unavailable);
        EXPECT_TRUE(written);
    }
}

TEST_F(HttpClientTest, WhatMustNotHappenTwiceIsNotSentAgainOnANewConnection)
{
    // The second request of each connection is read and then dropped without an answer.
    std::atomic<int> read = 0;
    RawServer server{[&](RawPeer& peer) {
        for (int i = 0; i < 2; ++i) {
            if (peer.head().empty()) return;
            ++read;
            if (i == 0) peer.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
    }};
    bool written = false;
    HttpAsk once{.method = Method::post, .url = server.url(), .body = "x", .written = &written};
    EXPECT_TRUE(send(once));
    auto dropped = send(once);
    ASSERT_FALSE(dropped);
    EXPECT_EQ(dropped.error().kind, ErrorKind::unavailable);
    EXPECT_TRUE(written);
    EXPECT_EQ(read, 2);
}

TEST_F(HttpClientTest, RefusesWhatItCannotSend)
{
    for (auto* wrong : {"", "example.org", "ftp://example.org", "file:///etc/passwd", "http://"}) {
        EXPECT_EQ(send({.url = wrong}).error().kind, ErrorKind::invalid_input) << wrong;
    }
    HttpAsk split{.url = url("/"), .headers = {{"X-Key", "a\r\nX-Other: b"}}};
    EXPECT_EQ(send(split).error().kind, ErrorKind::invalid_input);
    HttpAsk proxy{.url = url("/"), .proxy = "gopher://127.0.0.1:70"};
    EXPECT_EQ(send(proxy).error().kind, ErrorKind::invalid_input);
}

TEST_F(HttpClientTest, AnErrorNamesHostAndPortAndNoSecret)
{
    RawServer silent{[](RawPeer& peer) { peer.hang(); }};
    auto where = "127.0.0.1:" + std::to_string(silent.port());
    auto reply = send({.url = "http://user:pass@" + where + "/path?key=kkk", .deadline = 50ms});
    EXPECT_EQ(reply.error().what, "no answer in time from " + where);
    auto bad = send({.url = "http://user:pass@exa mple/path?key=kkk"});
    EXPECT_EQ(bad.error().what, "the URL cannot be read");
}

/// What the coroutine threw; nothing when it ended by itself.
struct Cancelled {
    bool ended = false;
    boost::system::error_code why = {};
};

TEST_F(HttpClientTest, CancellingTheCallerAbortsTheTransfer)
{
    std::promise<void> gone;
    RawServer silent{[&](RawPeer& peer) {
        peer.hang();
        gone.set_value();
    }};
    Cancelled end;
    boost::asio::cancellation_signal cancel;
    auto note = [&](const std::exception_ptr& thrown, const Result<HttpReply>&) {
        end.ended = true;
        try {
            if (thrown) std::rethrow_exception(thrown);
        } catch (const boost::system::system_error& e) {
            end.why = e.code();
        }
    };
    boost::asio::co_spawn(
        io,
        client.send({.url = silent.url(), .deadline = 1h}),
        boost::asio::bind_cancellation_slot(cancel.slot(), note));
    while (silent.accepted() == 0) io.run_one_for(10ms);
    ASSERT_EQ(client.under_way(), 1U);
    cancel.emit(boost::asio::cancellation_type::terminal);
    while (!end.ended) io.run_one();
    EXPECT_EQ(end.why, boost::asio::error::operation_aborted);
    EXPECT_EQ(client.under_way(), 0U);
    EXPECT_EQ(gone.get_future().wait_for(5s), std::future_status::ready);
}

TEST(HttpClientLife, MayGoWhileRequestsAreUnderWay)
{
    RawServer silent{[](RawPeer& peer) { peer.hang(); }};
    boost::asio::io_context io;
    auto client = std::make_unique<HttpClient>(io);
    boost::asio::co_spawn(io, client->send({.url = silent.url(), .deadline = 1h}), [](auto...) {});
    while (silent.accepted() == 0) io.run_one_for(10ms);
    client.reset();
    io.run_for(5ms);
}

/// Passes bytes on until one side ends.
void pump(int a, int b)
{
    pollfd both[2] = {{a, POLLIN, 0}, {b, POLLIN, 0}};
    char bytes[8192];
    while (::poll(both, 2, 5000) > 0) {
        for (int i = 0; i < 2; ++i) {
            if (both[i].revents == 0) continue;
            auto size = ::recv(both[i].fd, bytes, sizeof bytes, 0);
            if (size <= 0) return;
            ::send(both[1 - i].fd, bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
        }
    }
}

int connected_to(int port)
{
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(static_cast<std::uint16_t>(port));
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    if (::connect(socket, reinterpret_cast<sockaddr*>(&where), sizeof where) != 0) return -1;
    return socket;
}

/// CONNECT is tunnelled to the port it names; anything else is answered with its request line.
void proxy(RawPeer& peer)
{
    auto head = peer.head();
    bool known = head.contains("Proxy-Authorization: Basic dTpw\r\n");
    if (!head.starts_with("CONNECT ")) {
        auto line = head.substr(0, head.find("\r\n"));
        peer.say(
            "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(line.size()) + "\r\n\r\n" +
            line);
        return;
    }
    if (!known) return peer.say("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n");
    int other = connected_to(std::atoi(head.c_str() + head.find(':') + 1));
    peer.say("HTTP/1.1 200 Go on\r\n\r\n");
    pump(peer.socket(), other);
    ::close(other);
}

std::string bytes_of(RawPeer& peer, std::size_t size)
{
    std::string bytes(size, '\0');
    auto have = ::recv(peer.socket(), bytes.data(), size, MSG_WAITALL);
    bytes.resize(have > 0 ? static_cast<std::size_t>(have) : 0);
    return bytes;
}

/// SOCKS 5 (RFC 1928, 1929) for user "u" with password "p"; leads to itself and answers with the
/// name it was asked for.
void socks(RawPeer& peer)
{
    bytes_of(peer, static_cast<unsigned char>(bytes_of(peer, 2)[1]));
    peer.say({"\x05\x02", 2});
    if (bytes_of(peer, 5) != std::string{"\x01\x01u\x01p"}) return peer.say({"\x01\x01", 2});
    peer.say({"\x01\x00", 2});
    auto ask = bytes_of(peer, 5);
    if (ask[3] != 3) return;  // An address: the name was resolved on our side.
    auto name = bytes_of(peer, static_cast<unsigned char>(ask[4]));
    bytes_of(peer, 2);
    peer.say({"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50", 10});
    peer.head();
    peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(name.size()) + "\r\n\r\n");
    peer.say(name);
}

TEST_F(HttpClientTest, ASocksProxyResolvesTheNameAndWantsItsPassword)
{
    RawServer way{socks};
    auto at = "127.0.0.1:" + std::to_string(way.port());
    auto reply = send({.url = "http://node.test/x", .proxy = "socks5h://u:p@" + at});
    ASSERT_TRUE(reply) << reply.error().what;
    EXPECT_EQ(reply->body, "node.test");
    auto stranger = send({.url = "http://node.test/x", .proxy = "socks5h://u:no@" + at});
    ASSERT_FALSE(stranger);
    EXPECT_EQ(stranger.error().what, "the proxy does not lead to node.test:80");
}

TEST_F(HttpClientTest, AProxyGetsTheWholeUrlOfAPlainRequest)
{
    RawServer way{proxy};
    auto reply = send({.url = "http://node.test/x", .proxy = way.url()});
    ASSERT_TRUE(reply) << reply.error().what;
    EXPECT_EQ(reply->body, "GET http://node.test/x HTTP/1.1");
}

TEST_F(HttpClientTest, ProxiesOfTheEnvironmentAreNotUsed)
{
    RawServer way{proxy};
    ::setenv("http_proxy", way.url().c_str(), 1);
    EXPECT_EQ(send({.url = url("/")})->body, "hello nobody");
    ::unsetenv("http_proxy");
    EXPECT_EQ(way.accepted(), 0);
}

class HttpClientTls : public HttpClientTest {
protected:
    HttpClientTls()
        : folder{std::filesystem::temp_directory_path() / ("keydesk-client-" + std::to_string(::getpid()))},
          certificate{folder / "cert.pem"}
    {
        std::filesystem::create_directories(folder);
        kit::make_certificate(certificate, folder / "key.pem", "localhost");
        ServerSettings settings;
        settings.listen.front().tls = true;
        settings.certificate = certificate;
        settings.key = folder / "key.pem";
        secure.emplace(routes, settings);
    }
    ~HttpClientTls() override { std::filesystem::remove_all(folder); }

    std::string at(std::string_view host) const
    {
        return "https://" + std::string{host} + ":" + std::to_string(secure->port()) + "/";
    }

    std::filesystem::path folder;
    std::string certificate;
    std::optional<House> secure;
};

TEST_F(HttpClientTls, SpeaksTlsToWhomItTrusts)
{
    auto reply = send({.url = at("localhost"), .authorities = certificate});
    ASSERT_TRUE(reply) << reply.error().what;
    EXPECT_EQ(reply->body, "hello nobody");
}

TEST_F(HttpClientTls, DoesNotTrustAStrangerOrAnotherName)
{
    auto stranger = send({.url = at("localhost")});
    EXPECT_EQ(stranger.error().kind, ErrorKind::bad_reply);
    EXPECT_THAT(stranger.error().what, testing::StartsWith("certificate not trusted: localhost:"));
    auto other = send({.url = at("127.0.0.1"), .authorities = certificate});
    EXPECT_EQ(other.error().kind, ErrorKind::bad_reply);
}

TEST_F(HttpClientTls, TunnelsTlsThroughAProxyThatKnowsUs)
{
    RawServer way{proxy};
    auto through = "http://u:p@127.0.0.1:" + std::to_string(way.port());
    HttpAsk ask{.url = at("localhost"), .proxy = through, .authorities = certificate};
    auto reply = send(ask);
    ASSERT_TRUE(reply) << reply.error().what;
    EXPECT_EQ(reply->body, "hello nobody");
    EXPECT_FALSE(reply->headers.has("Proxy-Authenticate"));

    ask.proxy = way.url();
    EXPECT_FALSE(send(ask));
}

}  // namespace
}  // namespace keydesk::net
