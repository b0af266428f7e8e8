#include "net/lmtp_server.hpp"

#include "net/accepted_stream.hpp"
#include "net/address.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <optional>
#include <utility>

namespace keydesk::net {

namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using Generic = asio::generic::stream_protocol;
using Socket = Generic::socket;

constexpr std::chrono::milliseconds kAcceptPause{100};

std::optional<asio::ip::tcp::endpoint> endpoint_of(const std::string& text)
{
    auto colon = text.rfind(':');
    if (colon == text.npos) return std::nullopt;
    std::uint16_t port = 0;
    auto read = std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
    auto host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    ErrorCode error;
    auto ip = asio::ip::make_address(host, error);
    bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    if (error || !whole || !ip.is_loopback()) return std::nullopt;
    return asio::ip::tcp::endpoint{ip, port};
}

}  // namespace

struct LmtpServer::State : std::enable_shared_from_this<LmtpServer::State> {
    State(asio::io_context& io_, LmtpSettings s, Knows k, Take t, Scope::Log log)
        : io{io_},
          settings{std::move(s)},
          knows{std::move(k)},
          take{std::move(t)},
          sessions{io_.get_executor(), std::move(log)}
    {
    }

    Result<void> open();
    void accept_next();
    void accept_later();
    void admit(Socket socket);
    static Task<void> serve(std::shared_ptr<State> self, std::unique_ptr<LineStream> stream);
    static Task<void> store(std::shared_ptr<State> self, LmtpSession& session);

    asio::io_context& io;
    LmtpSettings settings;
    Knows knows;
    Take take;
    Scope sessions;
    asio::steady_timer pause{io};
    std::optional<asio::ip::tcp::acceptor> tcp;
    std::optional<asio::local::stream_protocol::acceptor> local;
};

Result<void> LmtpServer::State::open()
{
    ErrorCode error;
    if (settings.listen.starts_with('/')) {
        ::unlink(settings.listen.c_str());
        local.emplace(io);
        local->open(asio::local::stream_protocol{}, error);
        if (!error) local->bind(settings.listen, error);
        if (!error) ::chmod(settings.listen.c_str(), 0660);
        if (!error) local->listen(asio::socket_base::max_listen_connections, error);
    } else {
        auto place = endpoint_of(settings.listen);
        if (!place) {
            return fail(
                ErrorKind::invalid_input, "LMTP listens on a path or an address of this machine");
        }
        tcp.emplace(io);
        tcp->open(place->protocol(), error);
        if (!error) tcp->set_option(asio::socket_base::reuse_address{true}, error);
        if (!error) tcp->bind(*place, error);
        if (!error) tcp->listen(asio::socket_base::max_listen_connections, error);
    }
    if (error) {
        return fail(
            ErrorKind::unavailable, "cannot listen on " + settings.listen + ": " + error.message());
    }
    accept_next();
    return {};
}

void LmtpServer::State::accept_next()
{
    auto came = [self = shared_from_this()](ErrorCode error, auto socket) {
        if (error == asio::error::operation_aborted) return;
        if (!error) self->admit(Socket{std::move(socket)});
        bool open = self->local ? self->local->is_open() : self->tcp->is_open();
        if (open && !error) self->accept_next();
        if (open && error) self->accept_later();
    };
    if (local) {
        local->async_accept(came);
    } else {
        tcp->async_accept(came);
    }
}

/// Out of descriptors: trying again at once would burn the whole thread.
void LmtpServer::State::accept_later()
{
    pause.expires_after(kAcceptPause);
    pause.async_wait([self = shared_from_this()](ErrorCode stopped) {
        bool open = self->local ? self->local->is_open() : self->tcp->is_open();
        if (!stopped && open) self->accept_next();
    });
}

void LmtpServer::State::admit(Socket socket)
{
    if (sessions.running() >= settings.most_connections) return;  // Closes it; the MTA comes again.
    sessions.start("lmtp session", serve(shared_from_this(), speak_on(std::move(socket))));
}

Task<void> LmtpServer::State::store(std::shared_ptr<State> self, LmtpSession& session)
{
    std::vector<LmtpVerdict> verdicts;
    const auto& mail = *session.mail();
    for (const auto& recipient : mail.recipients) {
        auto verdict = co_await self->take(mail.sender, recipient, mail.raw);
        verdicts.push_back(verdict);
    }
    session.judge(verdicts);
}

Task<void> LmtpServer::State::serve(std::shared_ptr<State> self, std::unique_ptr<LineStream> stream)
{
    LmtpSession session{self->settings.host, self->knows, self->settings.limits};
    while (true) {
        auto words = session.take_words();
        if (!words.empty()) {
            auto sent = co_await stream->send(std::move(words), self->settings.patience);
            if (!sent) co_return;
        }
        if (session.over()) break;
        if (session.mail()) {
            co_await store(self, session);
            continue;
        }
        auto bytes = co_await stream->receive(self->settings.patience);
        if (!bytes || bytes->empty()) break;
        session.feed(*bytes);
    }
    stream->close();
}

LmtpServer::LmtpServer(
    asio::io_context& io, LmtpSettings settings, Knows knows, Take take, Scope::Log log)
    : state_{std::make_shared<State>(
          io, std::move(settings), std::move(knows), std::move(take), std::move(log))}
{
}

LmtpServer::~LmtpServer()
{
    ErrorCode ignored;
    if (state_->tcp) state_->tcp->close(ignored);
    if (state_->local) state_->local->close(ignored);
}

Result<void> LmtpServer::listen()
{
    return state_->open();
}

std::uint16_t LmtpServer::port() const
{
    ErrorCode error;
    if (!state_->tcp) return 0;
    return state_->tcp->local_endpoint(error).port();
}

Task<void> LmtpServer::stop(std::chrono::milliseconds limit)
{
    ErrorCode ignored;
    auto state = state_;
    if (state->tcp) state->tcp->close(ignored);
    if (state->local) state->local->close(ignored);
    co_await state->sessions.stop(limit);
}

}  // namespace keydesk::net
