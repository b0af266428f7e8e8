#pragma once

// Private to net's own sources.

#include "net/deadlines.hpp"
#include "net/server.hpp"
#include "net/wire.hpp"

#include <boost/asio/steady_timer.hpp>

#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace keydesk::net {

class Connection;

/// Reads a certificate chain and its key. invalid_input when they are unusable or no pair.
Result<std::shared_ptr<asio::ssl::context>> load_tls(
    const std::string& certificate, const std::string& key);

/// What all connections of a server share.
class Core : public std::enable_shared_from_this<Core> {
public:
    using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

    Core(asio::io_context& io, Router router, ServerSettings settings);

    Result<void> listen();
    Result<void> reload_tls();
    Task<void> drain(std::chrono::milliseconds limit);
    /// Stops accepting and ticking.
    void stop();
    std::vector<Address> bound() const;

    void log(std::string_view line) const;
    Response refusal(const Request* request, int status) const;
    /// "Date: …\r\n", made once a second.
    std::string_view date_line();
    bool trusts(std::string_view ip) const;
    bool draining() const noexcept { return draining_; }

    void enter(Connection& connection);
    void leave(Connection& connection) noexcept;

    asio::io_context& io;
    const Router router;
    const ServerSettings settings;
    Deadlines deadlines;
    ServerStats stats;
    std::vector<Network> trusted;

private:
    Result<void> open(const Listen& where);
    Task<void> accept(std::size_t index);
    void admit(TcpSocket socket, bool tls);
    Task<void> all_gone(std::chrono::milliseconds limit);
    std::vector<std::shared_ptr<Connection>> open_connections() const;
    void tick();

    asio::steady_timer ticker_;
    asio::steady_timer gone_;
    std::vector<Acceptor> acceptors_;
    std::shared_ptr<asio::ssl::context> tls_;
    std::unordered_set<Connection*> connections_;
    std::unordered_map<std::string, std::size_t> per_prefix_;
    std::time_t date_at_ = 0;
    std::string date_;
    bool draining_ = false;
};

}  // namespace keydesk::net
