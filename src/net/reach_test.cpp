#include "net/reach.hpp"

#include "net/http_client.hpp"
#include "tests/kit/finish.hpp"
#include "tests/kit/raw_server.hpp"

#include <gtest/gtest.h>

namespace keydesk::net {
namespace {

using namespace std::chrono_literals;

TEST(Reach, what_is_special_is_not_public)
{
    for (auto ip :
         {"0.0.0.0",
          "10.0.0.1",
          "100.64.0.1",
          "100.100.100.200",
          "127.0.0.1",
          "127.255.255.255",
          "169.254.169.254",
          "172.16.0.1",
          "172.31.255.255",
          "192.0.0.8",
          "192.0.2.1",
          "192.168.0.1",
          "198.18.0.1",
          "198.51.100.1",
          "203.0.113.1",
          "224.0.0.1",
          "240.0.0.1",
          "255.255.255.255",
          "168.63.129.16",
          "::",
          "::1",
          "::ffff:10.0.0.1",
          "::ffff:127.0.0.1",
          "::10.0.0.1",
          "64:ff9b::a00:1",
          "100::1",
          "2001::1",
          "2001:db8::1",
          "2002:a00:1::",
          "fc00::1",
          "fd00:ec2::254",
          "fe80::1",
          "fec0::1",
          "ff02::1",
          "",
          "localhost",
          "fe80::1%lo",
          "1.2.3",
          "1.2.3.4.5"}) {
        EXPECT_FALSE(is_public(ip)) << ip;
    }
    for (auto ip :
         {"1.1.1.1",
          "9.255.255.255",
          "11.0.0.1",
          "100.63.255.255",
          "100.128.0.1",
          "172.15.255.255",
          "172.32.0.0",
          "192.167.255.255",
          "223.255.255.255",
          "::ffff:8.8.8.8",
          "2606:4700::1111",
          "2a00:1450::1"}) {
        EXPECT_TRUE(is_public(ip)) << ip;
    }
}

TEST(Reach, what_the_operator_allows_may_be_reached_and_its_neighbours_not)
{
    Reach reach{{*Network::parse("10.1.2.0/24")}};
    EXPECT_TRUE(reach.may("10.1.2.9"));
    EXPECT_TRUE(reach.may("::ffff:10.1.2.9"));
    EXPECT_FALSE(reach.may("10.1.3.9"));
    EXPECT_TRUE(reach.read("http://10.1.2.9:5000/hook"));
    EXPECT_FALSE(reach.read("http://10.1.3.9:80/hook"));
}

TEST(Reach, no_socket_is_opened_to_where_it_may_not_go)
{
    kit::RawServer server{[](kit::RawPeer& peer) {
        peer.head();
        peer.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }};
    boost::asio::io_context io;
    HttpClient client{io};
    std::vector<std::string> asked;
    HttpAsk ask{.url = "http://name.example:" + std::to_string(server.port()) + "/"};
    ask.resolved = {"name.example:" + std::to_string(server.port()) + ":127.0.0.1"};
    ask.reach = [&](std::string_view ip) {
        asked.emplace_back(ip);
        return false;
    };
    auto reply = kit::finish(io, client.send(ask));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().kind, ErrorKind::denied);
    EXPECT_EQ(asked, std::vector<std::string>{"127.0.0.1"});
    EXPECT_EQ(server.accepted(), 0);
    ask.reach = [](std::string_view ip) { return ip == "127.0.0.1"; };
    EXPECT_EQ(kit::finish(io, client.send(ask))->body, "ok");
}

TEST(Reach, of_a_long_answer_the_beginning_will_do)
{
    kit::RawServer server{[](kit::RawPeer& peer) {
        peer.head();
        peer.say("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + std::string(100'000, 'x'));
        peer.hang();
    }};
    boost::asio::io_context io;
    HttpClient client{io};
    HttpAsk ask{.url = server.url(), .deadline = 5s, .limit = 1000};
    EXPECT_EQ(kit::finish(io, client.send(ask)).error().kind, ErrorKind::bad_reply);
    ask.cut = true;
    auto reply = kit::finish(io, client.send(ask));
    ASSERT_TRUE(reply) << reply.error().what;
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->body, std::string(1000, 'x'));
}

}  // namespace
}  // namespace keydesk::net
