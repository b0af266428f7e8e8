#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace keydesk::net {

/// The parts of "https://user:password@host:port/path?query", as HttpClient will take them: one
/// parser reads and connects, so that both mean the same host. (Boost.URL 1.81 reads the host of
/// http://127.0.0.1.example.org as 127.0.0.1.)
struct WebUrl {
    bool secure = false;         ///< https
    std::string host;            ///< In lower case where it is an address; IPv6 in brackets.
    std::uint16_t port = 0;      ///< The scheme's own when none is written.
    std::string user, password;  ///< Decoded.
    std::string bare;            ///< The URL without them.

    /// "host:port": what may be shown of it.
    std::string where() const { return host + ":" + std::to_string(port); }
    /// The host is this machine.
    bool loopback() const;
};

/// Errors: `invalid_input` when it is no whole http or https URL, or has a fragment. What it says
/// repeats nothing of the URL.
Result<WebUrl> read_web_url(std::string_view text);

/// Whether HttpAsk::proxy may be this: http://, https:// or socks5h://, or empty for none.
bool is_proxy_or_none(std::string_view url) noexcept;

}  // namespace keydesk::net
