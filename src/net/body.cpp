#include "net/connection.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <cstring>

namespace keydesk::net {

namespace {

constexpr std::size_t kBodyStep = 16'384;
constexpr std::uint64_t kWorthReading = 65'536;  // Unread body that is cheaper read than cut off.

std::unexpected<Error> peer_gone()
{
    return fail(ErrorKind::unavailable, "peer left or was too slow");
}

}  // namespace

void Connection::begin_body(const Head& head)
{
    body_left_ = head.length.value_or(0);
    body_moved_ = 0;
    body_waited_ = {};
    body_failed_ = false;
    chunks_.reset();
    if (!head.length) chunks_.emplace();
    owes_continue_ = head.expects_continue && (body_left_ > 0 || chunks_);
}

Task<Result<std::size_t>> Connection::read(std::span<char> into)
{
    bool ended = chunks_ ? chunks_->done() : body_left_ == 0;
    if (ended || into.empty()) co_return std::size_t{0};
    if (body_failed_) co_return peer_gone();
    if (std::exchange(owes_continue_, false)) {
        bool asked = co_await write_all("HTTP/1.1 100 Continue\r\n\r\n", {});
        if (!asked) co_return peer_gone();
    }
    Result<std::size_t> size{0};
    if (chunks_)
        size = co_await read_chunked(into);
    else
        size = co_await read_plain(into);
    if (!size) body_failed_ = true;
    co_return size;
}

Task<Result<std::size_t>> Connection::read_plain(std::span<char> into)
{
    auto wanted =
        into.first(static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), body_left_)));
    auto size = co_await read_some(wanted);
    if (size) body_left_ -= *size;
    co_return size;
}

Task<Result<std::size_t>> Connection::read_chunked(std::span<char> into)
{
    while (true) {
        auto have = std::string_view{in_}.substr(in_at_);
        auto step = chunks_->feed(have.substr(0, into.size()));
        if (!step) co_return fail(ErrorKind::invalid_input, "chunked body is malformed");
        std::ranges::copy(step->body, into.begin());
        auto size = step->body.size();
        in_at_ += step->used;
        if (size > 0 || chunks_->done()) co_return size;
        if (in_at_ < in_.size()) continue;
        in_.resize(kBodyStep);
        auto more = co_await read_some(std::span{in_}.first(0));
        if (!more) co_return more;
    }
}

/// Bytes that follow, from what was read ahead or from the wire, within the pace of a body.
/// With an empty `into`, the read-ahead itself is filled again.
Task<Result<std::size_t>> Connection::read_some(std::span<char> into)
{
    bool refill = into.empty();
    auto ahead = refill ? 0 : std::min(into.size(), in_.size() - in_at_);
    if (ahead > 0) {
        std::memcpy(into.data(), in_.data() + in_at_, ahead);
        in_at_ += ahead;
        if (in_at_ == in_.size()) in_.clear(), in_at_ = 0;
        body_moved_ += ahead;
        co_return ahead;
    }
    stage_ = Stage::body;
    auto began = Deadlines::Clock::now();
    core_->deadlines.set(*this, paced(body_waited_, core_->settings.timeouts.body, body_moved_));
    ErrorCode error;
    auto buffer = refill ? asio::buffer(in_) : asio::buffer(into.data(), into.size());
    auto size =
        co_await wire_.async_read_some(buffer, asio::redirect_error(asio::use_awaitable, error));
    if (refill) in_.resize(size), in_at_ = 0;
    core_->deadlines.clear(*this);
    stage_ = Stage::handler;
    body_moved_ += size;
    body_waited_ += Deadlines::Clock::now() - began;
    if (error) co_return peer_gone();
    co_return size;
}

/// Leaves the connection at the start of the next request; false when it cannot.
Task<bool> Connection::finish_body()
{
    bool ended = chunks_ ? chunks_->done() : body_left_ == 0;
    if (ended) co_return true;
    // A client that waits for our 100 may send its body now or never: nobody can tell.
    if (body_failed_ || owes_continue_ || !keep_alive_) co_return false;
    if (body_left_ > kWorthReading) co_return false;
    std::array<char, 4096> rest;
    std::uint64_t dropped = 0;
    while (dropped <= kWorthReading) {
        auto size = co_await read(rest);
        if (!size) co_return false;
        if (*size == 0) co_return true;
        dropped += *size;
    }
    co_return false;
}

}  // namespace keydesk::net
