#pragma once

// Private to net's own sources.

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace keydesk::net {

/// What is said to a proxy before the connection through it begins, without any socket: HTTP
/// CONNECT (RFC 9110, section 9.3.6) or SOCKS5 (RFC 1928, RFC 1929) with the name sent along.
///
///     while (!talk.done()) { send(talk.say()); while (talk.listens()) talk.hear(next byte); }
class ProxyTalk {
public:
    /// `url`: "http://user:password@host:port" or "socks5h://…". Errors: `invalid_input`.
    static Result<ProxyTalk> make(std::string_view url, std::string_view host, std::uint16_t port);

    const std::string& proxy_host() const noexcept { return proxy_host_; }
    std::uint16_t proxy_port() const noexcept { return proxy_port_; }

    /// What to send now.
    std::string say();
    /// Whether more must be heard before the next word.
    bool listens() const noexcept { return listens_; }
    /// Errors: `denied` (password), `unavailable` (no way there), `bad_reply` (no proxy).
    Result<void> hear(char byte);
    bool done() const noexcept { return step_ == Step::done; }

private:
    enum class Step { hello, password, connect, http, done };

    Result<void> hear_hello();
    Result<void> hear_connect();
    Result<void> hear_http();
    std::string socks_connect() const;
    std::string http_connect() const;

    std::string proxy_host_, user_, password_, host_;
    std::uint16_t proxy_port_ = 0, port_ = 0;
    Step step_ = Step::hello;
    bool listens_ = false;
    std::string heard_;
};

}  // namespace keydesk::net
