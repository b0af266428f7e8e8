#pragma once

// Private to net's own sources.

#include "net/core.hpp"
#include "net/socket.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace keydesk::net {

class SocketLine;

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
    std::shared_ptr<SocketLine> line_;  ///< Shared with the operations under way.
};

}  // namespace keydesk::net
