#include "net/web_socket.hpp"

#include "net/frames.hpp"
#include "net/message.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace keydesk::net {

namespace {

constexpr std::size_t kReadStep = 512;     // Holds the usual chat frame; stays with each socket.
constexpr std::size_t kBulkStep = 16'384;  // Borrowed while a larger frame comes in.
constexpr std::size_t kBatchBytes = 65'536;
constexpr std::size_t kBatchFrames = 64;

}  // namespace

bool offers(std::string_view list, std::string_view word)
{
    while (!list.empty()) {
        auto end = std::min(list.find(','), list.size());
        auto item = list.substr(0, end);
        while (item.starts_with(' ')) item.remove_prefix(1);
        while (item.ends_with(' ')) item.remove_suffix(1);
        if (item == word) return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

/// One write at a time: control frames that are due with what is queued, at last the close.
/// Plain callbacks, since a coroutine per socket that mostly sleeps would cost memory for nothing.
class Socket::Line : public std::enable_shared_from_this<Line>, public Deadlines::Entry {
public:
    Line(Wire wire, Core& core, const SocketOptions& options)
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

Task<bool> Socket::Line::accept(const Request& request)
{
    auto self = shared_from_this();
    small_ = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
    small_ += "Sec-WebSocket-Accept: " + accept_key(request.header("sec-websocket-key")) + "\r\n";
    if (!options_.subprotocol.empty()) {
        small_ += "Sec-WebSocket-Protocol: " + options_.subprotocol + "\r\n";
    }
    small_ += "\r\n";
    watch();
    ErrorCode error;
    co_await asio::async_write(
        wire_, asio::buffer(small_), asio::redirect_error(asio::use_awaitable, error));
    std::string{}.swap(small_);
    accepted_ = !error;
    if (error) end();
    pump();
    co_return !error && !closed_;
}

Task<Result<std::string>> Socket::Line::receive()
{
    auto self = shared_from_this();
    while (!closed_ && !deaf_ && !peer_closed_) {
        if (auto frame = next()) co_return std::move(*frame);
        if (closing_ && !reading_) break;
        reading_ = true;
        ErrorCode error;
        auto size = co_await wire_.async_read_some(
            room(), asio::redirect_error(asio::use_awaitable, error));
        reading_ = false;
        if (error) end();
        took(size);
        // A close that began meanwhile needs somebody to go on reading for the peer's.
        if (closing_ && close_sent_ && !closed_) listen_for_close();
    }
    co_return fail(ErrorKind::unavailable, "socket is closed");
}

/// What the bytes at hand mean; nothing when more are needed or the socket has ended.
std::optional<Result<std::string>> Socket::Line::next()
{
    while (!closed_ && !deaf_ && !peer_closed_) {
        auto event = reader_.feed(unread_);
        switch (event.kind) {
            case FrameReader::Kind::nothing:
                return std::nullopt;
            case FrameReader::Kind::text:
                if (!closing_) return Result<std::string>{std::move(event.payload)};
                break;
            case FrameReader::Kind::ping:
                pong_ = std::move(event.payload);
                pump();
                break;
            case FrameReader::Kind::pong:
                break;
            case FrameReader::Kind::close:
                peer_closed_ = true;
                // Ours is the answer, with his code, unless it is on its way already.
                begin_close(event.code == 1005 ? 1000 : event.code, "");
                if (close_sent_ && !writing_) end();
                break;
            case FrameReader::Kind::violation:
                deaf_ = true;
                begin_close(event.code, "");
                break;
        }
    }
    return std::nullopt;
}

asio::mutable_buffer Socket::Line::room()
{
    auto missing = reader_.missing();
    if (missing <= kReadStep) {
        if (!bulk_.empty()) std::string{}.swap(bulk_);
        return asio::buffer(in_);
    }
    if (bulk_.empty()) bulk_.resize(kBulkStep);
    return asio::buffer(bulk_);
}

void Socket::Line::took(std::size_t size)
{
    hear();
    unread_ = std::string_view{bulk_.empty() ? in_.data() : bulk_.data(), size};
}

/// Reads on behalf of a handler that no longer does, until the peer's close or the time is up.
void Socket::Line::listen_for_close()
{
    if (reading_ || closed_) return;
    next();
    if (closed_) return;
    reading_ = true;
    wire_.async_read_some(room(), [self = shared_from_this()](ErrorCode error, std::size_t size) {
        self->reading_ = false;
        if (error) return self->end();
        self->took(size);
        self->listen_for_close();
    });
}

void Socket::Line::send(std::shared_ptr<const std::string> frame)
{
    if (!open()) return;
    bool waiting = queued_bytes_ > 0;  // One frame may always stand, however large it is.
    queued_bytes_ += frame->size();
    queue_.push_back(std::move(frame));
    auto frames = queue_.size() + sending_.size();
    bool over = queued_bytes_ > options_.max_queued_bytes || frames > options_.max_queued_frames;
    if (waiting && over) return cut_slow();
    pump();
}

void Socket::Line::cut_slow()
{
    ++core_->stats.slow;
    queue_ = {};  // The batch under way belongs to the write.
    queued_bytes_ = 0;
    begin_close(4008, "slow");
}

void Socket::Line::begin_close(std::uint16_t code, std::string reason)
{
    if (closing_ || closed_) return;
    closing_ = true;
    code_ = code;
    reason_ = std::move(reason);
    core_->deadlines.set(*this, Now::now() + core_->settings.timeouts.close);
    pump();
}

void Socket::Line::pump()
{
    if (writing_ || closed_ || !accepted_ || close_sent_) return;
    small_.clear();
    if (pong_) {
        put_frame_header(small_, Opcode::pong, pong_->size());
        small_ += *pong_;
        pong_.reset();
    }
    if (std::exchange(ping_due_, false)) put_frame_header(small_, Opcode::ping, 0);
    gather();
    if (closing_ && queue_.empty()) {
        // Behind the last frames, in the same write only when there are none.
        if (sending_.empty()) put_close_frame(small_, code_, reason_), close_sent_ = true;
    }
    if (!small_.empty() || !sending_.empty()) write_batch();
}

/// Takes from the queue what one write shall carry.
void Socket::Line::gather()
{
    sending_bytes_ = 0;
    if (queue_.empty()) return;
    std::size_t count = 0;
    while (count < queue_.size() && count < kBatchFrames && sending_bytes_ < kBatchBytes) {
        sending_bytes_ += queue_[count++]->size();
    }
    if (count == queue_.size()) return std::swap(queue_, sending_);
    auto end = queue_.begin() + static_cast<std::ptrdiff_t>(count);
    sending_.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
    queue_.erase(queue_.begin(), end);
}

void Socket::Line::write_batch()
{
    writing_ = true;
    writing_since_ = Now::now();
    auto done = [self = shared_from_this()](ErrorCode error, std::size_t) { self->wrote(error); };
    if (sending_.empty()) return asio::async_write(wire_, asio::buffer(small_), std::move(done));
    if (wire_.tls() != nullptr) {
        // One piece makes one TLS record; several would make one each.
        for (const auto& frame : sending_) {
            put_frame_header(small_, Opcode::text, frame->size());
            small_ += *frame;
        }
        return asio::async_write(wire_, asio::buffer(small_), std::move(done));
    }
    if (sending_.size() == 1) {
        put_frame_header(small_, Opcode::text, sending_.front()->size());
        std::array<asio::const_buffer, 2> both{
            asio::buffer(small_), asio::buffer(*sending_.front())};
        return asio::async_write(wire_, both, std::move(done));
    }
    constexpr std::size_t kMaxHeader = 10;
    small_.reserve(small_.size() + sending_.size() * kMaxHeader);  // Buffers must not move below.
    std::vector<asio::const_buffer> buffers;
    buffers.reserve(2 * sending_.size() + 1);
    buffers.push_back(asio::buffer(small_));
    for (const auto& frame : sending_) {
        auto begin = small_.size();
        put_frame_header(small_, Opcode::text, frame->size());
        buffers.push_back(asio::buffer(small_.data() + begin, small_.size() - begin));
        buffers.push_back(asio::buffer(*frame));
    }
    asio::async_write(wire_, buffers, std::move(done));
}

void Socket::Line::wrote(ErrorCode error)
{
    writing_ = false;
    queued_bytes_ -= std::min(queued_bytes_, std::exchange(sending_bytes_, 0));
    sending_.clear();
    if (small_.capacity() > kReadStep) std::string{}.swap(small_);
    if (error || (close_sent_ && peer_closed_)) return end();
    if (close_sent_) {
        ErrorCode ignored;
        if (deaf_ && wire_.tls() == nullptr) {
            wire_.lowest_layer().shutdown(asio::socket_base::shutdown_send, ignored);
        }
        return listen_for_close();
    }
    pump();
}

void Socket::Line::end()
{
    if (std::exchange(closed_, true)) return;
    core_->deadlines.clear(*this);
    queue_ = {};
    queued_bytes_ = 0;
    wire_.close();
    if (end_) end_->cancel();
}

void Socket::Line::drop()
{
    wire_.reset();
    end();
}

Task<void> Socket::Line::closed()
{
    auto self = shared_from_this();
    if (closed_) co_return;
    if (!end_) end_ = std::make_unique<asio::steady_timer>(core_->io, Now::time_point::max());
    ErrorCode ended;
    co_await end_->async_wait(asio::redirect_error(asio::use_awaitable, ended));
}

/// Looks again when the peer will have been silent for too long, or a write takes too long.
void Socket::Line::watch()
{
    auto now = Now::now();
    auto next = (unanswered_ ? now : heard_) + options_.heartbeat;
    core_->deadlines.set(*this, std::min(next, now + core_->settings.timeouts.write));
}

void Socket::Line::expire()
{
    auto self = shared_from_this();
    auto now = Now::now();
    bool silent = now - heard_ >= options_.heartbeat;
    bool stuck = writing_ && now - writing_since_ >= core_->settings.timeouts.write;
    if (closing_) return drop();
    if (stuck || (silent && unanswered_)) {
        ++(stuck ? core_->stats.slow : core_->stats.timeouts);
        return drop();
    }
    if (silent) {
        unanswered_ = true;
        ping_due_ = true;
        pump();
    }
    watch();
}

void Socket::Line::hear()
{
    heard_ = Now::now();
    unanswered_ = false;
}

Socket::Socket(Wire wire, Core& core, const SocketOptions& options)
    : line_{std::make_shared<Line>(std::move(wire), core, options)}
{
}

Socket::~Socket()
{
    line_->begin_close(1000, "");
}

Task<bool> Socket::accept(const Request& request)
{
    return line_->accept(request);
}

void Socket::drop()
{
    line_->drop();
}

Task<Result<std::string>> Socket::receive()
{
    return line_->receive();
}

void Socket::send(std::shared_ptr<const std::string> frame)
{
    line_->send(std::move(frame));
}

Task<void> Socket::close(std::uint16_t code, std::string reason)
{
    line_->begin_close(code, std::move(reason));
    return line_->closed();
}

void Socket::begin_close(std::uint16_t code, std::string reason)
{
    line_->begin_close(code, std::move(reason));
}

bool Socket::open() const
{
    return line_->open();
}

std::size_t Socket::queued() const
{
    return line_->queued();
}

}  // namespace keydesk::net
