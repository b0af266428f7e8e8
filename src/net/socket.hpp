#pragma once

#include "base/result.hpp"
#include "base/task.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace keydesk::net {

class Request;

/// One open WebSocket (RFC 6455), text frames only. Lives on the io thread.
class WebSocket {
public:
    virtual ~WebSocket() = default;

    /// The next text frame, whole. unavailable when the socket is closed, by whomever; a binary
    /// frame closes it with 1003, an oversized one with 1009, broken UTF-8 with 1007.
    virtual Task<Result<std::string>> receive() = 0;

    /// Queues a frame; never blocks, never suspends. The payload is shared, not copied, so that a
    /// fan-out costs one string. When the queue is over its limit the peer is too slow: everything
    /// queued is freed and the socket closed with 4008 "slow"; the client resumes from the store.
    virtual void send(std::shared_ptr<const std::string> frame) = 0;

    /// Sends what is queued, then the close frame, and waits for the peer's: at most two seconds.
    virtual Task<void> close(std::uint16_t code, std::string reason) = 0;
    /// The same without waiting for it.
    virtual void begin_close(std::uint16_t code, std::string reason) = 0;

    /// False from the moment a close has begun.
    virtual bool open() const = 0;
    virtual std::size_t queued() const = 0;  ///< Bytes.
};

struct SocketOptions {
    std::string subprotocol = {};  ///< A client that does not offer it is refused (400).
    std::size_t max_frame = 65536;
    std::size_t max_queued_bytes = 1 << 20;
    std::size_t max_queued_frames = 2000;
    /// A ping goes out after this much silence; after twice as much the peer is gone.
    std::chrono::milliseconds heartbeat{25'000};
};

/// Whether a page of `origin` (empty: not a browser) may open this socket; else 403.
using OriginCheck = std::function<bool(std::string_view origin, const Request&)>;

/// Runs as long as the socket is wanted; when it returns, the socket is closed with 1000.
using SocketHandler = std::function<Task<void>(Request&, std::shared_ptr<WebSocket>)>;

}  // namespace keydesk::net
