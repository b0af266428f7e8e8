#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "net/head.hpp"
#include "net/headers.hpp"

#include <chrono>
#include <cstddef>
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

/// One request to somebody else's server.
struct HttpAsk {
    Method method = Method::get;
    std::string url;  ///< http or https; a user and password in it are sent as basic auth.
    Headers headers = {};
    std::string body = {};
    std::chrono::milliseconds deadline{10'000};  ///< From resolving the name to the last byte.
    std::size_t limit = 4 << 20;                 ///< Bytes of the answer's body, unpacked.
    std::string basic = {};                      ///< "user:password"; empty: none.
    /// "http://…", "https://…" or "socks5h://user:password@host:port"; empty: none. Proxies named
    /// by the environment are never used: what leaves this machine is decided by its configuration.
    std::string proxy = {};
    std::string authorities = {};  ///< PEM file of the CAs to trust; empty: the system's.
    /// For what must not happen twice: set to true just before the request leaves, so false beside
    /// an error means that nothing was sent. It then leaves once, while without this libcurl sends
    /// it again when a kept connection turns out to be dead. Must outlive the sending.
    bool* written = nullptr;
    /// Which addresses may be connected to, asked for each one at the moment of connecting, after
    /// the name was resolved; empty: all. Use a client of its own for such asks: connections that
    /// others opened are not asked about again. With a proxy it is the proxy that is asked about.
    std::function<bool(std::string_view ip)> reach = {};
    /// "name:port:address[,address]": what the name resolves to, instead of the system's answer.
    std::vector<std::string> resolved = {};
    /// A longer body is no error: its first `limit` bytes are the answer, the rest is not read.
    bool cut = false;
};

struct HttpReply {
    int status = 0;  ///< Also 3xx: redirects are not followed.
    Headers headers = {};
    std::string body = {};
};

/// HTTP/1.1 and HTTP/2 to other people's servers, on the one io thread.
///
///     auto reply = co_await client.send({.url = "https://example.org/x", .deadline = 2s});
///
/// Connections are kept and shared by all requests; gzip is unpacked. A status such as 404 or 500
/// is a reply, no error. Errors: `invalid_input` (no http URL, a header with a line break),
/// `unavailable` (no such name, no connection, broken off, not done by the deadline), `bad_reply`
/// (no HTTP, longer than the limit, certificate not trusted), `denied` (HttpAsk::reach). An error
/// names host and port and nothing else of the URL, where keys stand.
///
/// Cancelling the awaiting coroutine aborts its transfers at once.
class HttpClient {
public:
    explicit HttpClient(boost::asio::io_context& io);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;

    Task<Result<HttpReply>> send(HttpAsk ask);
    /// All at once; the replies stand in the order of the asks.
    Task<std::vector<Result<HttpReply>>> send_all(std::vector<HttpAsk> asks);

    /// Connections opened since the start.
    std::uint64_t connections() const noexcept;
    /// Requests under way now.
    std::size_t under_way() const noexcept;

private:
    class Core;
    class Batch;
    std::shared_ptr<Core> core_;
};

}  // namespace keydesk::net
