#pragma once

#include "base/result.hpp"
#include "base/task.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace keydesk::net {

/// When a connection is secured.
enum class Security {
    none,      ///< Never: for this machine only, see `this_machine`.
    starttls,  ///< After a command in the clear; without it nothing is said.
    tls        ///< From the first byte.
};

struct DialTo {
    std::string host;  ///< A name or an address; "/path": a unix socket.
    std::uint16_t port = 0;
    /// "http://user:password@host:port" (CONNECT) or "socks5h://…" (the proxy resolves the name);
    /// empty: none.
    std::string proxy = {};
    std::string authorities = {};  ///< PEM file of the CAs to trust; empty: the system's.
    std::chrono::milliseconds deadline{20'000};  ///< Name, proxy and connection together.

    /// "host:port": what an error may say.
    std::string where() const { return port == 0 ? host : host + ":" + std::to_string(port); }
};

/// Whether a host needs no TLS, since its bytes never leave this machine.
bool this_machine(std::string_view host);

/// One connection of a protocol that speaks lines: IMAP, SMTP, LMTP. Lives on the io thread; one
/// reader and one writer at a time.
///
/// Errors: `unavailable` (no such name, no connection, broken off, too slow), `bad_reply` (the
/// certificate is not trusted, the proxy speaks no proxy), `denied` (the proxy wants a password),
/// `invalid_input` (no such proxy scheme, unreadable authorities). They name host and port only.
class LineStream {
public:
    virtual ~LineStream() = default;

    static Task<Result<std::unique_ptr<LineStream>>> open(DialTo to);

    /// The TLS handshake, with the certificate's name checked.
    virtual Task<Result<void>> secure() = 0;
    virtual bool is_secure() const noexcept = 0;

    /// The next bytes; empty when none came within `limit`.
    virtual Task<Result<std::string>> receive(std::chrono::milliseconds limit) = 0;
    virtual Task<Result<void>> send(std::string bytes, std::chrono::milliseconds limit) = 0;
    virtual void close() noexcept = 0;
};

}  // namespace keydesk::net
