#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "net/router.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace keydesk::net {

struct Listen {
    std::string host = "127.0.0.1";  ///< An address, IPv4 or IPv6, no name.
    std::uint16_t port = 8080;       ///< 0: any free one; see Server::bound().
    bool tls = false;
};

/// How long each stage of a connection may last. docs/net.md draws them.
struct Timeouts {
    using Time = std::chrono::milliseconds;
    Time handshake{10'000};  ///< TLS, from accept.
    Time header{10'000};     ///< From the first byte of a request to the end of its head: 408.
    Time idle{60'000};       ///< Between two requests; also from accept to the first byte.
    Time body{60'000};       ///< Allowed in any case; afterwards the minimum rate counts.
    Time write{30'000};      ///< The same for the answer, and between two steps of progress.
    Time close{2'000};       ///< Flushing, closing handshakes, lingering.
    std::uint64_t least_rate = 1024;  ///< Bytes a second that a body must move on average.
};

struct ServerSettings {
    std::vector<Listen> listen{Listen{}};
    std::string certificate = {};  ///< PEM chain; needed when a `listen` says tls.
    std::string key = {};          ///< PEM.
    std::size_t max_connections = 20'000;
    /// By Address::prefix; loopback and trusted proxies are not counted.
    std::size_t max_connections_per_prefix = 256;
    std::size_t header_limit = 16'384;   ///< Bytes of the whole head: 431.
    std::size_t target_limit = 8'192;    ///< Bytes of the request target: 414.
    std::size_t stream_limit = 1 << 20;  ///< Bytes that may wait in an EventSink.
    Timeouts timeouts = {};
    std::vector<std::string> trusted_proxies = {};  ///< Addresses and blocks.
    /// On every response, unless it sets the same header itself. See default_headers().
    Headers headers;
    /// Strict-Transport-Security, on secure requests only; empty: none.
    std::string hsts = "max-age=31536000";

    std::function<void(std::string_view)> log = {};  ///< One line each; never the peer's text.
    /// After each response (for metrics and the access log).
    std::function<void(const Request&, int status, std::chrono::microseconds)> on_response = {};
    /// When draining begins: tell the open sockets to come back elsewhere.
    std::function<void()> on_drain = {};
    /// How the server's own refusals look; `request` is null before there is one.
    std::function<Response(const Request* request, int status)> refuse = {};

    ServerSettings();
};

/// nosniff, no referrer, own-origin resources, no powerful features, and a CSP that allows nothing.
Headers default_headers();

/// Counters since the start, but for the first three.
struct ServerStats {
    std::size_t connections = 0;  ///< Open now, sockets included.
    std::size_t sockets = 0;      ///< Open now.
    std::size_t streams = 0;      ///< Open now.
    std::uint64_t accepted = 0;
    std::uint64_t requests = 0;
    std::uint64_t refused = 0;  ///< Connections over a limit.
    std::uint64_t timeouts = 0;
    std::uint64_t slow = 0;      ///< Sockets and streams cut since their peer did not read.
    std::uint64_t failures = 0;  ///< Handlers that threw.
};

class Core;

/// HTTP/1.1, WebSocket and TLS on the one io thread.
///
///     Server server{io, std::move(router), settings};
///     if (auto up = server.listen(); !up) ...
///     io.run();
///
/// All calls on the io thread. Before the server goes, drain() must have ended or `io` stopped.
class Server {
public:
    Server(boost::asio::io_context& io, Router router, ServerSettings settings);
    ~Server();

    /// Opens every address, or none. invalid_input: a setting is wrong or a certificate unusable;
    /// unavailable: an address cannot be had.
    Result<void> listen();
    /// Where it listens, in the order of the settings, with the real ports.
    std::vector<Address> bound() const;

    /// Stops accepting, calls on_drain, closes idle connections, lets requests in flight finish,
    /// closes open sockets with 1001; after `limit` cuts whatever is left. Then ends.
    Task<void> drain(std::chrono::milliseconds limit);

    /// Reads certificate and key again. New connections get the new one, old ones go on. On
    /// invalid_input (file missing, broken, or not a pair) the old one stays.
    Result<void> reload_tls();

    ServerStats stats() const;

private:
    std::shared_ptr<Core> core_;
};

}  // namespace keydesk::net
