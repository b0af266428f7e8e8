#include "net/event_stream.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <charconv>

namespace keydesk::net {

Stream::Stream(Wire& wire, Core& core, bool chunked) : wire_{&wire}, core_{&core}, chunked_{chunked}
{
}

void Stream::begin()
{
    change_ = std::make_unique<asio::steady_timer>(core_->io, Deadlines::When::max());
    watch();
    pump();
}

/// The peer has nothing to say here; what matters is the end of his bytes.
void Stream::watch()
{
    watching_ = true;
    wire_->async_read_some(
        asio::buffer(ignored_), [self = shared_from_this()](ErrorCode error, std::size_t) {
            self->watching_ = false;
            if (self->cut_ || self->whole_) return self->wake();
            if (!error) return self->watch();
            self->cut();
        });
}

bool Stream::write(std::shared_ptr<const std::string> piece)
{
    if (!open()) return false;
    if (piece->empty()) return true;
    queued_bytes_ += piece->size();
    queue_.push_back(std::move(piece));
    if (queued_bytes_ > core_->settings.stream_limit) {
        ++core_->stats.slow;
        cut();
        return false;
    }
    pump();
    return true;
}

/// Everything queued becomes one chunk; the last one says the end.
void Stream::pump()
{
    if (writing_ || cut_ || whole_ || !change_) return;
    bool last = closing_ && queue_.empty();
    if (queue_.empty() && !last) return;
    std::swap(queue_, sending_);
    std::size_t size = 0;
    for (const auto& piece : sending_) size += piece->size();
    sending_bytes_ = size;

    frame_.clear();
    if (chunked_) {
        char digits[20];
        auto end = std::to_chars(digits, digits + sizeof digits, size, 16).ptr;
        frame_.append(digits, end).append("\r\n");
        if (last) frame_.append("\r\n");
    }
    std::vector<asio::const_buffer> buffers{asio::buffer(frame_)};
    for (const auto& piece : sending_) buffers.push_back(asio::buffer(*piece));
    if (chunked_ && !last) buffers.push_back(asio::buffer("\r\n", 2));

    writing_ = true;
    writing_since_ = Deadlines::Clock::now();
    asio::async_write(
        *wire_, buffers, [self = shared_from_this(), last](ErrorCode error, std::size_t) {
            self->writing_ = false;
            if (error) self->cut();
            self->wrote(last);
        });
}

void Stream::wrote(bool last)
{
    sending_.clear();
    queued_bytes_ -= std::min(queued_bytes_, std::exchange(sending_bytes_, 0));
    if (cut_) return wake();
    if (last) {
        whole_ = true;
        // The read that watches must end before the connection goes on.
        wire_->cancel();
        return wake();
    }
    pump();
}

void Stream::check()
{
    auto limit = core_->settings.timeouts.write;
    if (!writing_ || Deadlines::Clock::now() - writing_since_ < limit) return;
    ++core_->stats.slow;
    cut();
}

void Stream::cut()
{
    if (std::exchange(cut_, true)) return;
    closing_ = true;
    queue_ = {};
    if (!writing_) sending_ = {};
    queued_bytes_ = 0;
    wire_->reset();
    wake();
}

void Stream::drop()
{
    cut();
}

void Stream::close()
{
    if (std::exchange(closing_, true)) return;
    pump();
    wake();
}

void Stream::wake()
{
    if (change_) change_->cancel();
}

Task<void> Stream::closed()
{
    auto self = shared_from_this();
    while (open()) {
        ErrorCode ended;
        co_await change_->async_wait(asio::redirect_error(asio::use_awaitable, ended));
    }
}

Task<bool> Stream::finish()
{
    auto self = shared_from_this();
    close();
    while (writing_ || watching_ || (!cut_ && !whole_)) {
        ErrorCode ended;
        co_await change_->async_wait(asio::redirect_error(asio::use_awaitable, ended));
    }
    co_return whole_;
}

}  // namespace keydesk::net
