#include "net/server.hpp"
#include "tests/kit/certificate.hpp"
#include "tests/kit/loopback.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace keydesk::net {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;
using kit::make_certificate;
using test::frame_of;
using test::handshake_of;
using test::House;
using test::Peer;
namespace ssl = boost::asio::ssl;

class SafePeer {
public:
    explicit SafePeer(std::uint16_t port)
        : context_{ssl::context::tls_client},
          stream_{io_, context_}
    {
        stream_.next_layer().connect({boost::asio::ip::address_v4::loopback(), port});
        stream_.handshake(ssl::stream_base::client);
    }

    std::string name()
    {
        X509* shown = SSL_get1_peer_certificate(stream_.native_handle());
        char text[64] = {};
        X509_NAME_get_text_by_NID(X509_get_subject_name(shown), NID_commonName, text, sizeof text);
        X509_free(shown);
        return text;
    }
    void send(std::string_view text) { boost::asio::write(stream_, boost::asio::buffer(text)); }
    std::string until(std::string_view mark)
    {
        while (!have_.contains(mark)) {
            char bytes[4096];
            boost::system::error_code error;
            auto size = stream_.read_some(boost::asio::buffer(bytes), error);
            if (error) return std::exchange(have_, {});
            have_.append(bytes, size);
        }
        return std::exchange(have_, {});
    }

private:
    boost::asio::io_context io_;
    ssl::context context_;
    ssl::stream<tcp::socket> stream_;
    std::string have_;
};

class Tls : public testing::Test {
protected:
    Tls()
    {
        auto folder = testing::TempDir() + "keydesk_tls_" + std::to_string(::getpid());
        std::filesystem::create_directories(folder);
        settings_.certificate = folder + "/cert.pem";
        settings_.key = folder + "/key.pem";
        settings_.listen = {Listen{"127.0.0.1", 0, true}, Listen{"127.0.0.1", 0, false}};
        settings_.timeouts.handshake = 100ms;
        make_certificate(settings_.certificate, settings_.key, "first");
    }
    ~Tls() override
    {
        std::filesystem::remove_all(std::filesystem::path{settings_.key}.parent_path());
    }

    static void routes(Router& router)
    {
        router.on(Method::get, "/", [](Request& request) -> Task<Response> {
            co_return text(200, request.secure ? "secure" : "plain");
        });
        router.on(Method::get, "/big", [](Request&) -> Task<Response> {
            co_return text(200, std::string(3 << 20, 'x') + "END");
        });
        router.on_socket(
            "/ws", {}, {}, [](Request&, std::shared_ptr<WebSocket> socket) -> Task<void> {
                auto frame = co_await socket->receive();
                if (frame) socket->send(std::make_shared<const std::string>(*frame));
            });
    }

    ServerSettings settings_;
};

TEST_F(Tls, CarriesRequestsSocketsAndLargeAnswers)
{
    House house{routes, settings_};
    SafePeer peer{house.port()};
    peer.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    auto answer = peer.until("secure");
    EXPECT_TRUE(answer.contains("Strict-Transport-Security: max-age=31536000"));
    peer.send("GET /big HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_GT(peer.until("END").size(), 3U << 20);
    peer.send(handshake_of("/ws"));
    EXPECT_TRUE(peer.until("\r\n\r\n").contains(" 101 "));
    peer.send(frame_of("safe"));
    EXPECT_TRUE(peer.until("safe").contains("safe"));
    EXPECT_EQ(Peer{house.port(1)}.get("/").body, "plain");
}

TEST_F(Tls, EndsAPeerThatDoesNotShakeHands)
{
    House house{routes, settings_};
    Peer silent{house.port()};
    EXPECT_TRUE(silent.closed());
    EXPECT_EQ(house.stats().timeouts, 1U);
    Peer plain{house.port()};
    plain.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(plain.closed());
}

TEST_F(Tls, ShowsANewCertificateToNewPeersOnly)
{
    House house{routes, settings_};
    SafePeer old{house.port()};
    EXPECT_EQ(old.name(), "first");
    make_certificate(settings_.certificate, settings_.key, "second");
    EXPECT_TRUE(house.on_io([&] { return house.server->reload_tls(); }));
    EXPECT_EQ(SafePeer{house.port()}.name(), "second");
    old.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(old.until("secure").contains("200 OK"));
}

TEST_F(Tls, KeepsTheOldCertificateWhenTheNewOneIsUnusable)
{
    House house{routes, settings_};
    auto reload = [&] { return house.on_io([&] { return house.server->reload_tls(); }); };
    make_certificate(settings_.certificate, settings_.key + ".other", "stranger");
    EXPECT_EQ(reload().error().kind, ErrorKind::invalid_input);
    std::ofstream{settings_.certificate} << "nonsense";
    EXPECT_EQ(reload().error().kind, ErrorKind::invalid_input);
    std::filesystem::remove(settings_.certificate);
    EXPECT_EQ(reload().error().kind, ErrorKind::invalid_input);
    EXPECT_EQ(SafePeer{house.port()}.name(), "first");
}

}  // namespace
}  // namespace keydesk::net
