#include "net/server.hpp"

#include "net/connection.hpp"
#include "net/core.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace keydesk::net {

namespace {

using namespace std::chrono_literals;

constexpr auto kAcceptPause = 100ms;

/// Fine enough for the shortest timeout, coarse enough to cost nothing.
std::chrono::milliseconds tick_for(const Timeouts& timeouts)
{
    auto shortest = std::min(
        {timeouts.handshake,
         timeouts.header,
         timeouts.idle,
         timeouts.body,
         timeouts.write,
         timeouts.close});
    return std::clamp(shortest / 8, Timeouts::Time{5}, Timeouts::Time{250});
}

/// The loop of a coroutine that nobody waits for: only a bug can end it with an exception.
auto report_to(std::shared_ptr<Core> core)
{
    return [core = std::move(core)](std::exception_ptr failure) {
        if (!failure) return;
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& error) {
            core->log(std::string{"accepting stopped: "} + error.what());
        }
    };
}

}  // namespace

Headers default_headers()
{
    return Headers{
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"},
        {"Content-Security-Policy",
         "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"}};
}

ServerSettings::ServerSettings() : headers{default_headers()} {}

Core::Core(asio::io_context& io_, Router router_, ServerSettings settings_)
    : io{io_},
      router{std::move(router_)},
      settings{std::move(settings_)},
      deadlines{Deadlines::Clock::now(), tick_for(settings.timeouts)},
      ticker_{io_},
      gone_{io_}
{
}

Result<void> Core::listen()
{
    for (const auto& text : settings.trusted_proxies) {
        auto block = Network::parse(text);
        if (!block) return fail(ErrorKind::invalid_input, "trusted proxy is no address: " + text);
        trusted.push_back(*block);
    }
    bool wants_tls = std::ranges::any_of(settings.listen, &Listen::tls);
    if (wants_tls) {
        auto loaded = reload_tls();
        if (!loaded) return loaded;
    }
    for (const auto& where : settings.listen) {
        auto opened = open(where);
        if (!opened) {
            acceptors_.clear();
            return opened;
        }
    }
    for (std::size_t i = 0; i < acceptors_.size(); ++i) {
        asio::co_spawn(io.get_executor(), accept(i), report_to(shared_from_this()));
    }
    tick();
    return {};
}

Result<void> Core::open(const Listen& where)
{
    auto at = where.host + ":" + std::to_string(where.port);
    ErrorCode error;
    auto ip = asio::ip::make_address(where.host, error);
    if (error) return fail(ErrorKind::invalid_input, "listen address is no address: " + at);
    Acceptor acceptor{io.get_executor()};
    asio::ip::tcp::endpoint endpoint{ip, where.port};
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address{true}, error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        return fail(ErrorKind::unavailable, "cannot listen on " + at + ": " + error.message());
    acceptors_.push_back(std::move(acceptor));
    return {};
}

Result<void> Core::reload_tls()
{
    auto loaded = load_tls(settings.certificate, settings.key);
    if (!loaded) return fail(loaded.error());
    tls_ = std::move(*loaded);
    return {};
}

std::vector<Address> Core::bound() const
{
    std::vector<Address> list;
    for (const auto& acceptor : acceptors_) {
        ErrorCode error;
        auto endpoint = acceptor.local_endpoint(error);
        list.push_back(Address{endpoint.address().to_string(), endpoint.port()});
    }
    return list;
}

Task<void> Core::accept(std::size_t index)
{
    auto self = shared_from_this();
    bool tls = settings.listen[index].tls;
    bool complained = false;
    while (acceptors_[index].is_open()) {
        TcpSocket socket{io.get_executor()};
        ErrorCode error;
        co_await acceptors_[index].async_accept(
            socket, asio::redirect_error(asio::use_awaitable, error));
        if (!error) {
            complained = false;
            admit(std::move(socket), tls);
            continue;
        }
        if (!acceptors_[index].is_open() || error == asio::error::operation_aborted) co_return;
        if (error == asio::error::connection_aborted) continue;
        // Out of descriptors: the waiting connection stays readable, so trying again at once
        // would burn the whole thread. Open ones close meanwhile.
        if (!complained) log("cannot accept: " + error.message());
        complained = true;
        asio::steady_timer pause{io, kAcceptPause};
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
    }
}

void Core::admit(TcpSocket socket, bool tls)
{
    ErrorCode error;
    auto endpoint = socket.remote_endpoint(error);
    if (error) return;
    ++stats.accepted;
    auto ip = endpoint.address();
    if (ip.is_v6() && ip.to_v6().is_v4_mapped()) {
        ip = asio::ip::make_address_v4(asio::ip::v4_mapped, ip.to_v6());
    }
    Address peer{ip.to_string(), endpoint.port()};
    bool counted = !peer.loopback() && !trusts(peer.ip);
    auto prefix = counted ? peer.prefix() : std::string{};
    auto known = per_prefix_.find(prefix);
    bool crowded = counted && known != per_prefix_.end() &&
                   known->second >= settings.max_connections_per_prefix;
    socket.non_blocking(true, error);
    if (crowded || connections_.size() >= settings.max_connections) {
        ++stats.refused;
        static constexpr std::string_view busy =
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nConnection: close\r\n"
            "Content-Length: 0\r\n\r\n";
        if (!tls) socket.write_some(asio::buffer(busy), error);
        return;
    }
    socket.set_option(asio::ip::tcp::no_delay{true}, error);
    auto connection = std::make_shared<Connection>(
        shared_from_this(),
        std::move(socket),
        std::move(peer),
        std::move(prefix),
        tls ? tls_ : nullptr);
    connection->start();
}

void Core::enter(Connection& connection)
{
    connections_.insert(&connection);
    if (!connection.prefix().empty()) ++per_prefix_[connection.prefix()];
    ++stats.connections;
}

void Core::leave(Connection& connection) noexcept
{
    connections_.erase(&connection);
    auto known = per_prefix_.find(connection.prefix());
    if (known != per_prefix_.end() && --known->second == 0) per_prefix_.erase(known);
    --stats.connections;
    if (draining_ && connections_.empty()) gone_.cancel();
}

bool Core::trusts(std::string_view ip) const
{
    return std::ranges::any_of(trusted, [&](const Network& block) { return block.contains(ip); });
}

void Core::log(std::string_view line) const
{
    if (settings.log) settings.log(line);
}

Response Core::refusal(const Request* request, int status) const
{
    if (settings.refuse) return settings.refuse(request, status);
    return problem(status);
}

std::string_view Core::date_line()
{
    auto now = std::time(nullptr);
    if (now != date_at_) {
        date_at_ = now;
        std::tm parts{};
        gmtime_r(&now, &parts);
        char text[64];
        auto size = std::strftime(text, sizeof text, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
        date_.assign(text, size);
    }
    return date_;
}

void Core::tick()
{
    ticker_.expires_after(deadlines.tick());
    ticker_.async_wait([weak = weak_from_this()](ErrorCode error) {
        auto core = weak.lock();
        if (error || !core) return;
        core->deadlines.advance(Deadlines::Clock::now());
        core->tick();
    });
}

std::vector<std::shared_ptr<Connection>> Core::open_connections() const
{
    std::vector<std::shared_ptr<Connection>> list;
    for (auto* connection : connections_) {
        if (auto held = connection->weak_from_this().lock()) list.push_back(std::move(held));
    }
    return list;
}

Task<void> Core::drain(std::chrono::milliseconds limit)
{
    auto self = shared_from_this();
    draining_ = true;
    for (auto& acceptor : acceptors_) {
        ErrorCode ignored;
        acceptor.close(ignored);
    }
    if (settings.on_drain) settings.on_drain();
    for (auto& connection : open_connections()) connection->drain();
    co_await all_gone(limit);
    for (auto& connection : open_connections()) connection->cut();
    co_await all_gone(settings.timeouts.close);
    stop();
}

Task<void> Core::all_gone(std::chrono::milliseconds limit)
{
    if (connections_.empty()) co_return;
    gone_.expires_after(limit);
    ErrorCode ended;
    co_await gone_.async_wait(asio::redirect_error(asio::use_awaitable, ended));
}

void Core::stop()
{
    for (auto& acceptor : acceptors_) {
        ErrorCode ignored;
        acceptor.close(ignored);
    }
    ticker_.cancel();
}

Server::Server(asio::io_context& io, Router router, ServerSettings settings)
    : core_{std::make_shared<Core>(io, std::move(router), std::move(settings))}
{
}

Server::~Server()
{
    core_->stop();
}

Result<void> Server::listen()
{
    return core_->listen();
}

std::vector<Address> Server::bound() const
{
    return core_->bound();
}

Task<void> Server::drain(std::chrono::milliseconds limit)
{
    auto core = core_;
    co_await core->drain(limit);
}

Result<void> Server::reload_tls()
{
    return core_->reload_tls();
}

ServerStats Server::stats() const
{
    return core_->stats;
}

}  // namespace keydesk::net
