#pragma once

#include "base/result.hpp"
#include "base/scope.hpp"
#include "base/task.hpp"
#include "net/lmtp_wire.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace boost::asio {
class io_context;
}

namespace keydesk::net {

struct LmtpSettings {
    /// "/path/of.sock" (made with 0660) or "127.0.0.1:2424". LMTP knows no password: nothing but
    /// this machine may speak to it.
    std::string listen;
    std::string host = "localhost";  ///< In the greeting.
    LmtpLimits limits = {};
    std::chrono::milliseconds patience{300'000};  ///< Silence of the peer (RFC 5321, 4.5.3.2).
    std::size_t most_connections = 50;
};

/// Takes mail from the MTA of this machine: one verdict for each recipient, after it is stored.
/// Lives on the io thread.
class LmtpServer {
public:
    using Knows = LmtpSession::Knows;
    using Take = std::function<Task<LmtpVerdict>(
        std::string sender, std::string recipient, std::string raw)>;

    LmtpServer(
        boost::asio::io_context& io, LmtpSettings settings, Knows knows, Take take, Scope::Log log);
    ~LmtpServer();
    LmtpServer(const LmtpServer&) = delete;

    /// Errors: `invalid_input` (an address that is not of this machine), `unavailable`.
    Result<void> listen();
    /// 0: a unix socket.
    std::uint16_t port() const;
    /// Stops listening and lets mails under way end, at most `limit`.
    Task<void> stop(std::chrono::milliseconds limit);

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace keydesk::net
