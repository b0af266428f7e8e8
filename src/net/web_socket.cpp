#include "net/web_socket.hpp"

#include "net/message.hpp"
#include "net/socket_line.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace keydesk::net {

namespace {

constexpr std::size_t kBulkStep = 16'384;  // Borrowed while a larger frame comes in.
constexpr std::size_t kBatchBytes = 65'536;
constexpr std::size_t kBatchFrames = 64;
constexpr std::size_t kCopyBytes = 4096;

}  // namespace

Task<bool> SocketLine::accept(const Request& request)
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

Task<Result<std::string>> SocketLine::receive()
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
std::optional<Result<std::string>> SocketLine::next()
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

asio::mutable_buffer SocketLine::room()
{
    auto missing = reader_.missing();
    if (missing <= kReadStep) {
        if (!bulk_.empty()) std::string{}.swap(bulk_);
        return asio::buffer(in_);
    }
    if (bulk_.empty()) bulk_.resize(kBulkStep);
    return asio::buffer(bulk_);
}

void SocketLine::took(std::size_t size)
{
    hear();
    unread_ = std::string_view{bulk_.empty() ? in_.data() : bulk_.data(), size};
}

/// Reads on behalf of a handler that no longer does, until the peer's close or the time is up.
void SocketLine::listen_for_close()
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

void SocketLine::send(std::shared_ptr<const std::string> frame)
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

void SocketLine::cut_slow()
{
    ++core_->stats.slow;
    queue_ = {};  // The batch under way belongs to the write.
    queued_bytes_ = 0;
    begin_close(4008, "slow");
}

void SocketLine::begin_close(std::uint16_t code, std::string reason)
{
    if (closing_ || closed_) return;
    closing_ = true;
    code_ = code;
    reason_ = std::move(reason);
    core_->deadlines.set(*this, Now::now() + core_->settings.timeouts.close);
    pump();
}

void SocketLine::pump()
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
void SocketLine::gather()
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

void SocketLine::write_batch()
{
    writing_ = true;
    writing_since_ = Now::now();
    auto done = [self = shared_from_this()](ErrorCode error, std::size_t) { self->wrote(error); };
    if (sending_.empty()) return asio::async_write(wire_, asio::buffer(small_), std::move(done));
    // Small frames are copied together: one plain send is cheaper than gathering. And TLS would
    // make a record of each piece.
    if (sending_bytes_ <= kCopyBytes || wire_.tls() != nullptr) {
        for (const auto& frame : sending_) {
            put_frame_header(small_, Opcode::text, frame->size());
            small_ += *frame;
        }
        return asio::async_write(wire_, asio::buffer(small_), std::move(done));
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

void SocketLine::wrote(ErrorCode error)
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

void SocketLine::end()
{
    if (std::exchange(closed_, true)) return;
    core_->deadlines.clear(*this);
    queue_ = {};
    queued_bytes_ = 0;
    wire_.close();
    if (end_) end_->cancel();
}

void SocketLine::drop()
{
    wire_.reset();
    end();
}

Task<void> SocketLine::closed()
{
    auto self = shared_from_this();
    if (closed_) co_return;
    if (!end_) end_ = std::make_unique<asio::steady_timer>(core_->io, Now::time_point::max());
    ErrorCode ended;
    co_await end_->async_wait(asio::redirect_error(asio::use_awaitable, ended));
}

/// Looks again when the peer will have been silent for too long, or a write takes too long.
void SocketLine::watch()
{
    auto now = Now::now();
    auto next = (unanswered_ ? now : heard_) + options_.heartbeat;
    core_->deadlines.set(*this, std::min(next, now + core_->settings.timeouts.write));
}

void SocketLine::expire()
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

void SocketLine::hear()
{
    heard_ = Now::now();
    unanswered_ = false;
}

Socket::Socket(Wire wire, Core& core, const SocketOptions& options)
    : line_{std::make_shared<SocketLine>(std::move(wire), core, options)}
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
