#pragma once

// Private to net's own sources.

#include "net/core.hpp"
#include "net/frames.hpp"
#include "net/socket.hpp"

#include <boost/asio/steady_timer.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::net {

/// One write at a time: control frames that are due with what is queued, at last the close.
/// Plain callbacks, since a coroutine per socket that mostly sleeps would cost memory for nothing.
class SocketLine : public std::enable_shared_from_this<SocketLine>, public Deadlines::Entry {
public:
    SocketLine(Wire wire, Core& core, const SocketOptions& options)
        : core_{core.shared_from_this()},
          options_{options},
          wire_{std::move(wire)},
          reader_{options.max_frame}
    {
    }

    Task<bool> accept(const Request& request);
    Task<Result<std::string>> receive();
    void send(std::shared_ptr<const std::string> frame);
    void begin_close(std::uint16_t code, std::string reason);
    Task<void> closed();
    void drop();

    bool open() const noexcept { return accepted_ && !closing_ && !closed_; }
    std::size_t queued() const noexcept { return queued_bytes_; }

    void expire() override;

private:
    static constexpr std::size_t kReadStep = 512;  ///< Holds the usual chat frame.
    using Now = Deadlines::Clock;
    using Frame = std::shared_ptr<const std::string>;

    std::optional<Result<std::string>> next();
    asio::mutable_buffer room();
    void took(std::size_t size);
    void listen_for_close();

    void pump();
    void gather();
    void write_batch();
    void wrote(ErrorCode error);
    void cut_slow();
    void end();
    void watch();
    void hear();

    std::shared_ptr<Core> core_;
    const SocketOptions& options_;  // In the router, which lives as long as the core.
    Wire wire_;
    FrameReader reader_;
    std::array<char, kReadStep> in_{};
    std::string bulk_;         ///< Instead of in_, while it is not empty.
    std::string_view unread_;  ///< Of in_ or bulk_.

    std::vector<Frame> queue_;
    std::vector<Frame> sending_;  ///< The batch under way.
    std::string small_;           ///< Its frame headers and control frames.
    std::size_t sending_bytes_ = 0;
    std::size_t queued_bytes_ = 0;
    std::optional<std::string> pong_;
    Now::time_point heard_ = Now::now();
    Now::time_point writing_since_{};
    std::unique_ptr<asio::steady_timer> end_;  ///< Made by whoever waits for the end.
    std::string reason_;
    std::uint16_t code_ = 0;
    bool accepted_ = false;
    bool writing_ = false;
    bool reading_ = false;
    bool ping_due_ = false;
    bool unanswered_ = false;  ///< A ping, since the peer was last heard.
    bool closing_ = false;
    bool close_sent_ = false;
    bool peer_closed_ = false;  ///< His close frame is here, or his bytes make no sense any more.
    bool deaf_ = false;         ///< After a violation bytes are dropped unread.
    bool closed_ = false;
};

}  // namespace keydesk::net
