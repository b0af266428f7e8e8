#include "net/line_stream.hpp"

#include "net/accepted_stream.hpp"
#include "net/address.hpp"
#include "net/proxy_talk.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <openssl/ssl.h>

#include <array>
#include <utility>

namespace keydesk::net {

namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using Socket = asio::generic::stream_protocol::socket;
using TlsStream = asio::ssl::stream<Socket>;

constexpr std::size_t kChunk = 16 << 10;

/// Cancels what `act` cancels when time is up. It never fires after it is gone.
class Limit {
public:
    template <class Act>
    Limit(const asio::any_io_executor& io, std::chrono::milliseconds time, Act act)
        : timer_{io, time},
          state_{std::make_shared<State>()}
    {
        timer_.async_wait([state = state_, act](ErrorCode stopped) {
            if (stopped || state->over) return;
            state->fired = true;
            act();
        });
    }
    ~Limit() { state_->over = true; }
    Limit(const Limit&) = delete;

    bool fired() const noexcept { return state_->fired; }

private:
    struct State {
        bool over = false, fired = false;
    };
    asio::steady_timer timer_;
    std::shared_ptr<State> state_;
};

class Stream final : public LineStream {
public:
    Stream(asio::any_io_executor io, DialTo to)
        : io_{std::move(io)},
          to_{std::move(to)},
          socket_{io_}
    {
    }

    Stream(Socket accepted, DialTo from)
        : io_{accepted.get_executor()},
          to_{std::move(from)},
          socket_{std::move(accepted)}
    {
    }

    Task<Result<void>> connect();
    Task<Result<void>> secure() override;
    bool is_secure() const noexcept override { return tls_ != nullptr; }
    Task<Result<std::string>> receive(std::chrono::milliseconds limit) override;
    Task<Result<void>> send(std::string bytes, std::chrono::milliseconds limit) override;
    void close() noexcept override
    {
        closed_ = true;
        ErrorCode ignored;
        lowest().close(ignored);
    }

private:
    Task<Result<void>> reach(std::string host, std::uint16_t port);
    Task<Result<void>> reach_unix();
    Task<Result<void>> pass_proxy(ProxyTalk talk);
    Result<void> prepare_tls();
    Socket& lowest() noexcept { return tls_ ? tls_->next_layer() : socket_; }
    void cancel() noexcept
    {
        ErrorCode ignored;
        lowest().cancel(ignored);
    }
    Error broken(bool late) const
    {
        auto what = late ? "no answer in time from " : "broken off by ";
        return {ErrorKind::unavailable, what + to_.where()};
    }

    asio::any_io_executor io_;
    DialTo to_;
    Socket socket_;
    std::unique_ptr<asio::ssl::context> context_;
    std::unique_ptr<TlsStream> tls_;
    std::array<char, kChunk> chunk_{};
    bool closed_ = false;
};

Task<Result<void>> Stream::connect()
{
    if (to_.host.starts_with('/')) co_return co_await reach_unix();
    if (to_.proxy.empty()) co_return co_await reach(to_.host, to_.port);
    auto proxy = ProxyTalk::make(to_.proxy, to_.host, to_.port);
    if (!proxy) co_return fail(proxy.error());
    auto reached = co_await reach(proxy->proxy_host(), proxy->proxy_port());
    if (!reached) co_return reached;
    co_return co_await pass_proxy(std::move(*proxy));
}

Task<Result<void>> Stream::reach_unix()
{
    ErrorCode error;
    asio::local::stream_protocol::endpoint place{to_.host};
    co_await socket_.async_connect(place, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return fail(ErrorKind::unavailable, "no connection to " + to_.where());
    co_return Result<void>{};
}

Task<Result<void>> Stream::reach(std::string host, std::uint16_t port)
{
    auto where = host + ":" + std::to_string(port);
    asio::ip::tcp::resolver resolver{io_};
    ErrorCode error;
    // An address must not be looked up, and a name of a service must not be guessed from a number.
    auto found = co_await resolver.async_resolve(
        host,
        std::to_string(port),
        asio::ip::resolver_query_base::numeric_service,
        asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return fail(ErrorKind::unavailable, "no such name: " + where);
    error = asio::error::host_not_found;
    for (const auto& entry : found) {
        ErrorCode ignored;
        socket_.close(ignored);
        asio::generic::stream_protocol::endpoint place{entry.endpoint()};
        co_await socket_.async_connect(place, asio::redirect_error(asio::use_awaitable, error));
        if (!error || closed_) break;
    }
    if (error) co_return fail(ErrorKind::unavailable, "no connection to " + where);
    socket_.set_option(asio::ip::tcp::no_delay{true}, error);
    socket_.set_option(asio::socket_base::keep_alive{true}, error);
    co_return Result<void>{};
}

Task<Result<void>> Stream::pass_proxy(ProxyTalk talk)
{
    while (!talk.done()) {
        auto say = talk.say();
        ErrorCode error;
        co_await asio::async_write(
            socket_, asio::buffer(say), asio::redirect_error(asio::use_awaitable, error));
        while (!error && talk.listens()) {
            // Byte by byte: what follows the proxy's last word belongs to the server.
            char one = 0;
            co_await asio::async_read(
                socket_, asio::buffer(&one, 1), asio::redirect_error(asio::use_awaitable, error));
            if (error) break;
            auto heard = talk.hear(one);
            if (!heard) co_return heard;
        }
        if (error)
            co_return fail(ErrorKind::unavailable, "the proxy does not lead to " + to_.where());
    }
    co_return Result<void>{};
}

Result<void> Stream::prepare_tls()
{
    context_ = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
    SSL_CTX* raw = context_->native_handle();
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    ErrorCode error;
    if (to_.authorities.empty()) {
        context_->set_default_verify_paths(error);
    } else {
        context_->load_verify_file(to_.authorities, error);
    }
    if (error) return fail(ErrorKind::invalid_input, "the file of CAs cannot be read");
    tls_ = std::make_unique<TlsStream>(std::move(socket_), *context_);
    tls_->set_verify_mode(asio::ssl::verify_peer);
    tls_->set_verify_callback(asio::ssl::host_name_verification{to_.host});
    bool named = !Network::parse(to_.host);
    if (named) SSL_set_tlsext_host_name(tls_->native_handle(), to_.host.c_str());
    return {};
}

Task<Result<void>> Stream::secure()
{
    if (auto prepared = prepare_tls(); !prepared) co_return prepared;
    Limit limit{io_, to_.deadline, [this] { cancel(); }};
    ErrorCode error;
    co_await tls_->async_handshake(
        TlsStream::client, asio::redirect_error(asio::use_awaitable, error));
    if (!error) co_return Result<void>{};
    auto verdict = SSL_get_verify_result(tls_->native_handle());
    if (verdict != X509_V_OK && !limit.fired()) {
        co_return fail(ErrorKind::bad_reply, "certificate not trusted: " + to_.where());
    }
    if (error.category() == asio::error::get_ssl_category()) {
        co_return fail(ErrorKind::bad_reply, "no TLS from " + to_.where());
    }
    co_return fail(broken(limit.fired()));
}

Task<Result<std::string>> Stream::receive(std::chrono::milliseconds time)
{
    Limit limit{io_, time, [this] { cancel(); }};
    ErrorCode error;
    std::size_t size = 0;
    if (tls_) {
        size = co_await tls_->async_read_some(
            asio::buffer(chunk_), asio::redirect_error(asio::use_awaitable, error));
    } else {
        size = co_await socket_.async_read_some(
            asio::buffer(chunk_), asio::redirect_error(asio::use_awaitable, error));
    }
    if (size > 0) co_return std::string{chunk_.data(), size};
    if (limit.fired()) co_return std::string{};
    co_return fail(broken(false));
}

Task<Result<void>> Stream::send(std::string bytes, std::chrono::milliseconds time)
{
    Limit limit{io_, time, [this] { cancel(); }};
    ErrorCode error;
    if (tls_) {
        co_await asio::async_write(
            *tls_, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, error));
    } else {
        co_await asio::async_write(
            socket_, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, error));
    }
    if (error) co_return fail(broken(limit.fired()));
    co_return Result<void>{};
}

}  // namespace

std::unique_ptr<LineStream> speak_on(Socket accepted)
{
    return std::make_unique<Stream>(std::move(accepted), DialTo{.host = "the client"});
}

bool this_machine(std::string_view host)
{
    if (host.starts_with('/') || host == "localhost") return true;
    return Address{std::string{host}, 0}.loopback();
}

Task<Result<std::unique_ptr<LineStream>>> LineStream::open(DialTo to)
{
    auto io = co_await asio::this_coro::executor;
    auto time = to.deadline;
    auto where = to.where();
    auto stream = std::make_unique<Stream>(io, std::move(to));
    // A name server that is silent cannot be cancelled; closing ends everything after it.
    Limit limit{io, time, [raw = stream.get()] { raw->close(); }};
    auto connected = co_await stream->connect();
    if (limit.fired()) co_return fail(ErrorKind::unavailable, "no answer in time from " + where);
    if (!connected) co_return fail(connected.error());
    co_return std::move(stream);
}

}  // namespace keydesk::net
