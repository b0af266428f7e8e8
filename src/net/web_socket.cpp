#include "net/web_socket.hpp"

#include "net/message.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <algorithm>
#include <vector>

namespace keydesk::net {

namespace beast = boost::beast;

// Beast closes the layer below it through these two, found by the name of our type.
template <class Handler>
void async_teardown(beast::role_type, Wire& wire, Handler&& handler)
{
    ErrorCode ignored;
    wire.lowest_layer().shutdown(asio::socket_base::shutdown_send, ignored);
    asio::post(wire.get_executor(), [handler = std::forward<Handler>(handler)]() mutable {
        handler(ErrorCode{});
    });
}

inline void teardown(beast::role_type, Wire& wire, ErrorCode& error)
{
    error = {};
    wire.close();
}

}  // namespace keydesk::net

#include <boost/beast/websocket/stream.hpp>

namespace keydesk::net {

namespace websocket = beast::websocket;

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

/// One write at a time, in this order: a ping that is due, queued frames, the close. Plain
/// callbacks, since a coroutine per socket that mostly sleeps would cost memory for nothing.
class Socket::Line : public std::enable_shared_from_this<Line>, public Deadlines::Entry {
public:
    Line(Wire wire, Core& core, const SocketOptions& options)
        : core_{core.shared_from_this()},
          options_{options},
          stream_{std::move(wire)}
    {
        stream_.set_option(websocket::stream_base::timeout{
            websocket::stream_base::none(), websocket::stream_base::none(), false});
        stream_.auto_fragment(false);
        stream_.read_message_max(options_.max_frame);
        stream_.text(true);
    }

    Task<bool> accept(const Request& request);
    Task<Result<std::string>> receive();
    void send(std::shared_ptr<const std::string> frame);
    void begin_close(std::uint16_t code, std::string reason);
    Task<void> closed();
    void drop();
    void abandon();

    bool open() const noexcept { return accepted_ && !closing_ && !closed_; }
    std::size_t queued() const noexcept { return queued_bytes_; }

    void expire() override;

private:
    using Now = Deadlines::Clock;

    void pump();
    void write_frame();
    void write_close();
    void wrote(ErrorCode error);
    void cut_slow();
    void end();
    void watch();
    void hear();

    std::shared_ptr<Core> core_;
    const SocketOptions& options_;  // In the router, which lives as long as the core.
    websocket::stream<Wire, false> stream_;
    std::vector<std::shared_ptr<const std::string>> queue_;
    std::vector<std::shared_ptr<const std::string>> sending_;  ///< From sent_ on still to send.
    std::size_t sent_ = 0;
    std::size_t queued_bytes_ = 0;
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
    bool closed_ = false;
};

Task<bool> Socket::Line::accept(const Request& request)
{
    using namespace beast::http;
    request_header<> head;
    head.method(verb::get);
    head.target("/");
    head.version(11);
    for (const auto& [name, value] : request.head().fields) {
        bool wanted = same_name(name, "host") || same_name(name, "connection") ||
                      same_name(name, "upgrade") || same_name(name.substr(0, 14), "sec-websocket-");
        if (wanted) head.insert(name, value);
    }
    watch();
    auto protocol = options_.subprotocol;
    stream_.set_option(
        websocket::stream_base::decorator([protocol](websocket::response_type& answer) {
            answer.erase(field::server);
            if (!protocol.empty()) answer.set(field::sec_websocket_protocol, protocol);
        }));
    beast::http::request<empty_body> handshake{std::move(head)};
    ErrorCode error;
    co_await stream_.async_accept(handshake, asio::redirect_error(asio::use_awaitable, error));
    stream_.set_option(websocket::stream_base::decorator([](websocket::response_type&) {}));
    accepted_ = !error;
    if (error) end();
    stream_.control_callback([this](websocket::frame_type, std::string_view) { hear(); });
    co_return !error && !closed_;
}

Task<Result<std::string>> Socket::Line::receive()
{
    auto self = shared_from_this();
    if (closed_ || closing_) co_return fail(ErrorKind::unavailable, "socket is closed");
    std::string frame;
    ErrorCode error;
    reading_ = true;
    auto buffer = asio::dynamic_buffer(frame);
    co_await stream_.async_read(buffer, asio::redirect_error(asio::use_awaitable, error));
    reading_ = false;
    hear();
    if (!error && stream_.got_text() && !closing_) co_return frame;
    if (!error && !closing_) begin_close(1003, "text only");
    if (error) end();
    co_return fail(ErrorKind::unavailable, "socket is closed");
}

void Socket::Line::send(std::shared_ptr<const std::string> frame)
{
    if (!open()) return;
    queued_bytes_ += frame->size();
    queue_.push_back(std::move(frame));
    auto frames = queue_.size() + sending_.size() - sent_;
    if (queued_bytes_ > options_.max_queued_bytes || frames > options_.max_queued_frames) {
        return cut_slow();
    }
    pump();
}

void Socket::Line::cut_slow()
{
    ++core_->stats.slow;
    begin_close(4008, "slow");
    queue_.clear();
    queue_.shrink_to_fit();
    // The frame under way belongs to the write; what stands behind it goes.
    if (sending_.size() > sent_ + 1) sending_.resize(sent_ + 1);
    queued_bytes_ = 0;
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
    if (writing_ || closed_ || !accepted_) return;
    if (std::exchange(ping_due_, false) && !closing_) {
        writing_ = true;
        writing_since_ = Now::now();
        stream_.async_ping(
            {}, [self = shared_from_this()](ErrorCode error) { self->wrote(error); });
        return;
    }
    if (sent_ == sending_.size()) {
        sending_.clear();
        sent_ = 0;
        std::swap(queue_, sending_);
    }
    if (sent_ < sending_.size()) return write_frame();
    if (closing_ && !close_sent_) write_close();
}

void Socket::Line::write_frame()
{
    writing_ = true;
    writing_since_ = Now::now();
    const auto& frame = *sending_[sent_];
    stream_.async_write(
        asio::buffer(frame), [self = shared_from_this()](ErrorCode error, std::size_t) {
            if (self->sent_ < self->sending_.size()) {
                auto size = self->sending_[self->sent_]->size();
                self->queued_bytes_ -= std::min(size, self->queued_bytes_);
                self->sending_[self->sent_++].reset();
            }
            self->wrote(error);
        });
}

void Socket::Line::wrote(ErrorCode error)
{
    writing_ = false;
    if (error) return end();
    pump();
}

/// Beast sends the close frame and, when nobody reads, reads on until the peer's.
void Socket::Line::write_close()
{
    close_sent_ = true;
    writing_ = true;
    websocket::close_reason reason{code_};
    reason_.resize(std::min<std::size_t>(reason_.size(), 123));
    reason.reason = reason_.c_str();
    stream_.async_close(reason, [self = shared_from_this()](ErrorCode) {
        self->writing_ = false;
        self->end();
    });
}

void Socket::Line::end()
{
    if (std::exchange(closed_, true)) return;
    core_->deadlines.clear(*this);
    queue_ = {};
    if (!writing_) sending_ = {}, sent_ = 0;
    queued_bytes_ = 0;
    stream_.next_layer().close();
    if (end_) end_->cancel();
}

void Socket::Line::drop()
{
    stream_.next_layer().reset();
    end();
}

void Socket::Line::abandon()
{
    if (!closed_ && !closing_) begin_close(1000, "");
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
    line_->abandon();
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
