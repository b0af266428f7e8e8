#pragma once

// Private to net's own sources.

#include "net/core.hpp"
#include "net/socket.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace keydesk::net {

/// Whether a Sec-WebSocket-Protocol list offers that word (case counts: RFC 6455, 11.3.4).
bool offers(std::string_view list, std::string_view word);

/// The WebSocket behind an upgraded connection. Frames come from frames.hpp.
class Socket final : public WebSocket {
public:
    Socket(Wire wire, Core& core, const SocketOptions& options);
    ~Socket() override;

    /// Answers the handshake; false when the peer did not stay for it.
    Task<bool> accept(const Request& request);
    /// Closes at once, without words.
    void drop();

    Task<Result<std::string>> receive() override;
    void send(std::shared_ptr<const std::string> frame) override;
    Task<void> close(std::uint16_t code, std::string reason) override;
    void begin_close(std::uint16_t code, std::string reason) override;
    bool open() const override;
    std::size_t queued() const override;

private:
    class Line;  ///< Shared with the operations under way.
    std::shared_ptr<Line> line_;
};

}  // namespace keydesk::net
