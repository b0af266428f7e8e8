#pragma once

// Private to net's own sources.

#include "net/core.hpp"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace keydesk::net {

/// The endless body of a response: queued pieces, sent as chunks, one write at a time.
class Stream final : public EventSink, public std::enable_shared_from_this<Stream> {
public:
    /// `wire` and `core` outlive the stream's finish(). `chunked` is false for HTTP/1.0.
    Stream(Wire& wire, Core& core, bool chunked);

    /// Watches for the peer to leave. Call once, after the head is sent.
    void begin();
    /// Ends when everything is sent or the stream was cut, and nothing is under way any more.
    /// True when the body is whole.
    Task<bool> finish();
    /// The clock: cuts a peer that takes nothing.
    void check();
    void drop();

    bool write(std::shared_ptr<const std::string> piece) override;
    bool open() const override { return !closing_ && !cut_; }
    std::size_t queued() const override { return queued_bytes_; }
    Task<void> closed() override;
    void close() override;

private:
    void watch();
    void pump();
    void wrote(bool last);
    void cut();
    void wake();

    Wire* wire_;
    Core* core_;
    std::unique_ptr<asio::steady_timer> change_;
    std::vector<std::shared_ptr<const std::string>> queue_;
    std::vector<std::shared_ptr<const std::string>> sending_;
    std::string frame_;
    std::array<char, 256> ignored_;
    std::size_t queued_bytes_ = 0;
    std::size_t sending_bytes_ = 0;
    Deadlines::When writing_since_{};
    bool chunked_;
    bool writing_ = false;
    bool watching_ = false;
    bool closing_ = false;
    bool cut_ = false;
    bool whole_ = false;
};

}  // namespace keydesk::net
