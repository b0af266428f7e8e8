#include "net/serving.hpp"

#include "tests/kit/loopback.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace keydesk::net {
namespace {

using test::House;
using test::Peer;

const std::array<Asset, 3> kTable{
    Asset{
        .path = "/app-1a2b.js",
        .type = "",
        .etag = "1a2b",
        .identity = "plain",
        .gzip = "zipped",
        .brotli = "br",
        .immutable = true},
    Asset{
        .path = "/index.html",
        .type = "text/html; charset=utf-8",
        .etag = "77",
        .identity = "<p>",
        .gzip = "",
        .brotli = "",
        .csp = "default-src 'self'"},
    Asset{
        .path = "/guard.wasm",
        .type = "",
        .etag = "",
        .identity = "wasm",
        .gzip = "",
        .brotli = ""}};

TEST(Coding, IsTheBestThatThePeerTakes)
{
    const auto& asset = kTable[0];
    EXPECT_EQ(choose_coding(asset, ""), Coding::identity);
    EXPECT_EQ(choose_coding(asset, "gzip, deflate, br"), Coding::brotli);
    EXPECT_EQ(choose_coding(asset, "gzip, deflate"), Coding::gzip);
    EXPECT_EQ(choose_coding(asset, "br;q=0.5, gzip;q=0.8"), Coding::gzip);
    EXPECT_EQ(choose_coding(asset, "br;q=0, *"), Coding::gzip);
    EXPECT_EQ(choose_coding(asset, "gzip;q=0"), Coding::identity);
    EXPECT_EQ(choose_coding(asset, "gzip;q=0.3, identity;q=0.9"), Coding::identity);
    EXPECT_EQ(choose_coding(asset, "BR ; Q=1.0"), Coding::brotli);
    EXPECT_EQ(choose_coding(asset, "br;q=nonsense"), Coding::identity);
    EXPECT_EQ(choose_coding(kTable[1], "br, gzip"), Coding::identity);
}

TEST(Range, IsReadAsTheStandardSays)
{
    auto range = [](std::string_view text) { return read_range(text, 1000); };
    EXPECT_EQ(range("bytes=0-499")->size, 500U);
    EXPECT_EQ(range("bytes=500-")->first, 500U);
    EXPECT_EQ(range("bytes=500-")->size, 500U);
    EXPECT_EQ(range("bytes=-200")->first, 800U);
    EXPECT_EQ(range("bytes=-2000")->size, 1000U);
    EXPECT_EQ(range("bytes=999-5000")->size, 1U);
    EXPECT_EQ(range("bytes=1000-")->size, 0U);
    EXPECT_EQ(range("bytes=-0")->size, 0U);
    for (std::string_view whole :
         {"",
          "bytes=",
          "bytes=-",
          "bytes=5-4",
          "bytes=a-b",
          "bytes=0-1,3-4",
          "lines=0-1",
          "bytes=0-1x"}) {
        EXPECT_FALSE(range(whole)) << whole;
    }
    EXPECT_EQ(read_range("bytes=0-", 0)->size, 0U);
}

TEST(Assets, AreServedInTheirCodingAndCachedForever)
{
    House house{[](Router& router) { router.assets(kTable); }};
    Peer peer{house.port()};
    auto packed = peer.get("/app-1a2b.js", "Accept-Encoding: gzip, br\r\n");
    EXPECT_EQ(packed.body, "br");
    EXPECT_EQ(packed.header("Content-Encoding"), "br");
    EXPECT_EQ(packed.header("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(packed.header("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(packed.header("Vary"), "Accept-Encoding");
    auto plain = peer.get("/app-1a2b.js");
    EXPECT_EQ(plain.body, "plain");
    EXPECT_EQ(plain.header("Content-Encoding"), "");
    EXPECT_NE(plain.header("ETag"), packed.header("ETag"));
    EXPECT_EQ(peer.get("/guard.wasm").header("Content-Type"), "application/wasm");
}

TEST(Assets, AreNotSentAgainToThoseWhoHaveThem)
{
    House house{[](Router& router) { router.assets(kTable); }};
    Peer peer{house.port()};
    auto page = peer.get("/index.html");
    EXPECT_EQ(page.header("Cache-Control"), "no-cache");
    EXPECT_EQ(page.header("Content-Security-Policy"), "default-src 'self'");
    auto again = peer.get("/index.html", "If-None-Match: \"1\", W/" + page.header("ETag") + "\r\n");
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.header("ETag"), page.header("ETag"));
    EXPECT_EQ(peer.get("/index.html", "If-None-Match: \"other\"\r\n").body, "<p>");
    // The tag of one coding says nothing about another.
    EXPECT_EQ(peer.get("/app-1a2b.js", "If-None-Match: \"1a2b-br\"\r\n").status, 200);
}

class Files : public testing::Test {
protected:
    Files() : path_{testing::TempDir() + "keydesk_net_file_" + std::to_string(::getpid())}
    {
        std::ofstream out{path_};
        for (int i = 0; i < 100'000; ++i) out << static_cast<char>('a' + i % 26);
    }
    ~Files() override { std::remove(path_.c_str()); }

    Task<Response> send(Request&)
    {
        Response response;
        response.headers.set("Content-Type", "image/png");
        response.body = File{path_, "tag"};
        co_return response;
    }

    std::string path_;
    House house_{[this](Router& router) {
        router.on(Method::get, "/file", [this](Request& request) { return send(request); });
        router.on(Method::get, "/none", [](Request&) -> Task<Response> {
            Response response;
            response.body = File{"/nowhere/at/all"};
            co_return response;
        });
    }};
};

TEST_F(Files, AreStreamedWhole)
{
    Peer peer{house_.port()};
    auto reply = peer.get("/file");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body.size(), 100'000U);
    EXPECT_EQ(
        reply.body.substr(70'000, 3),
        std::string(
            {static_cast<char>('a' + 70'000 % 26),
             static_cast<char>('a' + 70'001 % 26),
             static_cast<char>('a' + 70'002 % 26)}));
    EXPECT_EQ(peer.get("/none").status, 404);
    EXPECT_EQ(peer.get("/file", "If-None-Match: \"tag\"\r\n").status, 304);
}

TEST_F(Files, AreStreamedInPartWhenAsked)
{
    Peer peer{house_.port()};
    auto part = peer.get("/file", "Range: bytes=26-28\r\n");
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.body, "abc");
    EXPECT_EQ(part.header("Content-Range"), "bytes 26-28/100000");
    auto beyond = peer.get("/file", "Range: bytes=100000-\r\n");
    EXPECT_EQ(beyond.status, 416);
    EXPECT_EQ(beyond.header("Content-Range"), "bytes */100000");
    EXPECT_EQ(peer.get("/file", "Range: bytes=0-1\r\nIf-Range: \"old\"\r\n").status, 200);
    EXPECT_EQ(peer.get("/file", "Range: bytes=0-1\r\nIf-Range: \"tag\"\r\n").body, "ab");
}

}  // namespace
}  // namespace keydesk::net
