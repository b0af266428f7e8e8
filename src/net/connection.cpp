#include "net/connection.hpp"

#include "base/crypto.hpp"
#include "net/event_stream.hpp"
#include "net/frames.hpp"
#include "net/web_socket.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cstring>

namespace keydesk::net {

namespace {

constexpr std::size_t kReadStep = 2048;
constexpr std::size_t kBodyStep = 16'384;

}  // namespace

Connection::Connection(
    std::shared_ptr<Core> core,
    TcpSocket socket,
    Address peer,
    std::string prefix,
    std::shared_ptr<asio::ssl::context> tls)
    : core_{std::move(core)},
      wire_{std::move(socket)},
      peer_{std::move(peer)},
      prefix_{std::move(prefix)},
      tls_{std::move(tls)}
{
    core_->enter(*this);
}

Connection::~Connection()
{
    core_->leave(*this);
}

void Connection::start()
{
    auto ended = [self = shared_from_this()](std::exception_ptr failure) {
        if (!failure || self->cut_) return;
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& error) {
            self->core_->log(std::string{"connection ended by a fault: "} + error.what());
        }
    };
    asio::co_spawn(
        core_->io.get_executor(),
        run(),
        asio::bind_cancellation_slot(cancel_.slot(), std::move(ended)));
}

void Connection::drain()
{
    keep_alive_ = false;
    if (stage_ == Stage::idle || stage_ == Stage::handshake) wire_.close();
    if (socket_) socket_->begin_close(1001, "going away");
    if (stream_) stream_->close();
}

void Connection::cut()
{
    cut_ = true;
    if (socket_) socket_->drop();
    if (stream_) stream_->drop();
    wire_.reset();
    cancel_.emit(asio::cancellation_type::terminal);
}

void Connection::expire()
{
    if (stage_ == Stage::stream) {
        if (stream_) stream_->check();
        core_->deadlines.set(*this, Deadlines::Clock::now() + core_->settings.timeouts.write);
        return;
    }
    timed_out_ = true;
    ++core_->stats.timeouts;
    bool answers = stage_ == Stage::header || stage_ == Stage::body;
    if (answers)
        wire_.cancel();
    else if (stage_ == Stage::write)
        wire_.reset();
    else
        wire_.close();
}

void Connection::stage(Stage stage, std::chrono::milliseconds limit)
{
    stage_ = stage;
    core_->deadlines.set(*this, Deadlines::Clock::now() + limit);
}

/// At least the minimum rate on average, after a grace, and some progress at all times. Only
/// time spent waiting for the peer counts.
Connection::When Connection::paced(
    Span waited, std::chrono::milliseconds grace, std::uint64_t moved) const
{
    auto earned = std::chrono::milliseconds{
        moved * 1000 / std::max<std::uint64_t>(core_->settings.timeouts.least_rate, 1)};
    return Deadlines::Clock::now() + std::min<Span>(grace, grace + earned - waited);
}

Task<void> Connection::run()
{
    if (tls_) {
        bool ready = co_await handshake();
        if (!ready) co_return;
    }
    bool more = true;
    while (more) {
        more = co_await serve_one();
        core_->deadlines.clear(*this);
    }
    wire_.close();
}

Task<bool> Connection::handshake()
{
    stage(Stage::handshake, core_->settings.timeouts.handshake);
    auto& tls = wire_.secure(*tls_);
    ErrorCode error;
    co_await tls.async_handshake(
        asio::ssl::stream_base::server, asio::redirect_error(asio::use_awaitable, error));
    if (error) wire_.close();
    co_return !error;
}

/// One request and its answer; whether another may follow.
Task<bool> Connection::serve_one()
{
    std::string text;
    int status = co_await read_head(text);
    if (status < 0) co_return false;
    std::expected<Head, int> head = std::unexpected{status};
    if (status == 0) head = parse_head(std::move(text));
    if (!head) co_return co_await refuse(nullptr, head.error());
    if (head->target.size() > core_->settings.target_limit) co_return co_await refuse(nullptr, 414);
    auto target = parse_target(head->target);
    if (!target) co_return co_await refuse(nullptr, 400);

    keep_alive_ = head->keep_alive && !core_->draining();
    begin_body(*head);
    auto request = request_of(std::move(*head), std::move(*target));
    auto match = core_->router.match(request.method, request.path, request.params);
    request.route = match.pattern;
    core_->deadlines.clear(*this);
    stage_ = Stage::handler;
    ++core_->stats.requests;
    auto began = Deadlines::Clock::now();

    if (match.socket != nullptr && (request.head().wants_upgrade || match.handler == nullptr)) {
        status = judge_upgrade(request, *match.socket);
        if (status != 0) co_return co_await refuse(&request, status);
        co_await open_socket(request, *match.socket);
        co_return false;
    }
    Response response;
    if (match.handler != nullptr) {
        response = co_await ask(request, *match.handler);
    } else if (match.asset != nullptr) {
        response = asset(*match.asset);
    } else {
        response = core_->refusal(&request, match.allow.empty() ? 404 : 405);
        if (!match.allow.empty()) response.headers.set("Allow", match.allow);
    }
    status = response.status;
    bool sent = co_await answer(request, response);
    if (core_->settings.on_response) {
        auto took = Deadlines::Clock::now() - began;
        core_->settings.on_response(
            request, status, std::chrono::duration_cast<std::chrono::microseconds>(took));
    }
    if (!sent) co_return false;
    bool clean = co_await finish_body();
    if (!clean) co_await linger();
    co_return clean&& keep_alive_;
}

/// 0 and the head; a status to refuse with; or -1 when the peer is simply gone.
Task<int> Connection::read_head(std::string& text)
{
    const auto& limits = core_->settings;
    stage(Stage::idle, limits.timeouts.idle);
    std::size_t seen = 0;
    while (true) {
        // One empty line before a request is forgiven (RFC 9112, section 2.2).
        if (seen == 0 && std::string_view{in_}.substr(in_at_).starts_with("\r\n")) in_at_ += 2;
        std::string_view have = std::string_view{in_}.substr(in_at_);
        if (!have.empty() && stage_ == Stage::idle) stage(Stage::header, limits.timeouts.header);
        auto end = find_head_end(have, seen);
        if (end && *end <= limits.header_limit) {
            text.assign(have.substr(0, *end));
            in_at_ += *end;
            if (in_at_ == in_.size()) in_.clear(), in_at_ = 0;
            co_return 0;
        }
        bool long_line = have.size() > limits.target_limit + 32 && !have.contains('\n');
        if (long_line) co_return 414;
        if (end || have.size() >= limits.header_limit) co_return 431;
        seen = have.size();
        auto error = co_await read_more();
        // Asked of the flag, not of the error: a deadline that strikes while bytes are on their way
        // finds no read to cancel, and whoever drips must not win by it.
        if (timed_out_) co_return stage_ == Stage::header ? 408 : -1;
        if (error) co_return -1;
    }
}

Task<ErrorCode> Connection::read_more()
{
    if (in_at_ > 0) in_.erase(0, std::exchange(in_at_, 0));
    auto filled = in_.size();
    in_.resize(filled + kReadStep);
    ErrorCode error;
    auto buffer = asio::buffer(in_.data() + filled, kReadStep);
    auto size =
        co_await wire_.async_read_some(buffer, asio::redirect_error(asio::use_awaitable, error));
    in_.resize(filled + size);
    co_return error;
}

Request Connection::request_of(Head head, Target target)
{
    Request request{std::move(head), std::move(target), *this};
    request.secure = tls_ != nullptr;
    request.peer = peer_;
    if (core_->trusted.empty() || !core_->trusts(peer_.ip)) return request;
    request.peer.ip = forwarded_peer(peer_.ip, request.header("x-forwarded-for"), core_->trusted);
    request.peer.port = 0;
    request.secure = request.secure || same_name(request.header("x-forwarded-proto"), "https");
    return request;
}

Task<Response> Connection::ask(Request& request, const Handler& handler)
{
    std::string what;
    try {
        auto response = co_await handler(request);
        co_return response;
    } catch (const std::exception& error) {
        if (cut_) throw;
        what = error.what();
    }
    co_return failed(request, what);
}

Response Connection::failed(const Request& request, std::string_view what)
{
    ++core_->stats.failures;
    auto id = random_token(9);
    std::string line = "handler failed, id " + id + ", ";
    line.append(name_of(request.method))
        .append(" ")
        .append(request.route)
        .append(": ")
        .append(what);
    core_->log(line);
    keep_alive_ = false;
    auto response = core_->refusal(&request, 500);
    response.headers.set("Keydesk-Failure", id);
    return response;
}

/// Closing with unread bytes would reset the connection and could take our answer away from the
/// peer before he reads it: so first say that we are done, then let him finish.
Task<void> Connection::linger()
{
    stage(Stage::linger, core_->settings.timeouts.close);
    ErrorCode error;
    if (!wire_.tls()) wire_.lowest_layer().shutdown(asio::socket_base::shutdown_send, error);
    in_.resize(kBodyStep);
    while (!error) {
        co_await wire_.async_read_some(
            asio::buffer(in_), asio::redirect_error(asio::use_awaitable, error));
    }
}

int Connection::judge_upgrade(const Request& request, const SocketRoute& route) const
{
    if (!request.head().wants_upgrade) return 426;
    if (request.header("sec-websocket-version") != "13") return 426;
    if (accept_key(request.header("sec-websocket-key")).empty() || request.content_length() != 0)
        return 400;
    if (core_->draining()) return 503;
    // Frames before our 101 would be bytes that some proxy took for a second request.
    if (in_at_ < in_.size()) return 400;
    const auto& wanted = route.options.subprotocol;
    if (!wanted.empty() && !offers(request.header("sec-websocket-protocol"), wanted)) return 400;
    if (route.may_open && !route.may_open(request.header("origin"), request)) return 403;
    return 0;
}

Task<void> Connection::open_socket(Request& request, const SocketRoute& route)
{
    stage(Stage::write, core_->settings.timeouts.write);
    std::string{}.swap(in_);
    std::string{}.swap(out_);
    socket_ = std::make_shared<Socket>(std::move(wire_), *core_, route.options);
    auto socket = socket_;
    bool up = co_await socket->accept(request);
    core_->deadlines.clear(*this);
    stage_ = Stage::socket;
    if (!up) co_return;
    ++core_->stats.sockets;
    std::uint16_t code = 1000;
    try {
        co_await route.handler(request, socket);
    } catch (const std::exception& error) {
        code = 1011;
        if (!cut_) failed(request, error.what());
    }
    --core_->stats.sockets;
    if (cut_) co_return;
    co_await socket->close(code, "");
}

}  // namespace keydesk::net
