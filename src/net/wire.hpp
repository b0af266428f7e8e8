#pragma once

// Private to net's own sources: the one header of the house that shows Asio's sockets.

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <memory>
#include <utility>

namespace keydesk::net {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
/// Typed, not any_io_executor: a fifth less work per message (docs/net.md).
using Executor = asio::io_context::executor_type;
using TcpSocket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using TlsSocket = asio::ssl::stream<TcpSocket>;

/// A connection's bytes, in the clear or through TLS, as one type, so that HTTP and WebSocket are
/// compiled once. An AsyncReadStream and AsyncWriteStream.
class Wire {
public:
    using executor_type = Executor;
    using next_layer_type = TcpSocket;
    using lowest_layer_type = TcpSocket;

    explicit Wire(TcpSocket socket) : plain_{std::move(socket)} {}

    executor_type get_executor() noexcept { return plain_.get_executor(); }
    TcpSocket& lowest_layer() noexcept { return tls_ ? tls_->next_layer() : plain_; }
    const TcpSocket& lowest_layer() const noexcept { return tls_ ? tls_->next_layer() : plain_; }
    TcpSocket& next_layer() noexcept { return lowest_layer(); }
    TlsSocket* tls() noexcept { return tls_.get(); }

    TlsSocket& secure(asio::ssl::context& context)
    {
        tls_ = std::make_unique<TlsSocket>(std::move(plain_), context);
        return *tls_;
    }

    /// Stops what is under way with operation_aborted; the connection stays.
    void cancel() noexcept
    {
        ErrorCode ignored;
        lowest_layer().cancel(ignored);
    }

    void close() noexcept
    {
        ErrorCode ignored;
        lowest_layer().close(ignored);
    }

    /// Closes and throws away what the kernel still holds for a peer that does not read.
    void reset() noexcept
    {
        ErrorCode ignored;
        lowest_layer().set_option(asio::socket_base::linger{true, 0}, ignored);
        lowest_layer().close(ignored);
    }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token)
    {
        return asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
            [this](auto&& handler, const Buffers& into) {
                if (tls_) {
                    tls_->async_read_some(into, std::forward<decltype(handler)>(handler));
                } else {
                    plain_.async_read_some(into, std::forward<decltype(handler)>(handler));
                }
            },
            token,
            buffers);
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token)
    {
        return asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
            [this](auto&& handler, const Buffers& from) {
                if (tls_) {
                    tls_->async_write_some(from, std::forward<decltype(handler)>(handler));
                } else {
                    plain_.async_write_some(from, std::forward<decltype(handler)>(handler));
                }
            },
            token,
            buffers);
    }

private:
    TcpSocket plain_;
    std::unique_ptr<TlsSocket> tls_;
};

}  // namespace keydesk::net
