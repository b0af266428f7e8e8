#pragma once

#include "base/result.hpp"
#include "net/headers.hpp"

#include <string>
#include <string_view>

namespace keydesk::chains {

/// How a node is spoken to.
enum class Dialect {
    unknown,       ///< Bitcoin: Core's JSON-RPC or Esplora's REST; asked once.
    evm,           ///< JSON-RPC 2.0.
    bitcoin_core,  ///< JSON-RPC 1.0, basic auth or a cookie file.
    esplora,       ///< REST, answers in JSON or plain text.
    tron           ///< POST of JSON to base/method.
};

std::string_view name_of(Dialect dialect) noexcept;

struct EndpointSettings {
    std::string url;  ///< Base, without user and password.
    Dialect dialect = Dialect::unknown;
    std::string name;              ///< Shown to people: "host:port". Unique in its chain.
    std::string basic = {};        ///< "user:password"; empty: none.
    std::string cookie_file = {};  ///< Bitcoin Core's .cookie; read anew when it is refused.
    net::Headers headers = {};     ///< API keys.
    std::string proxy = {};        ///< As net::HttpAsk::proxy.
    std::string authorities = {};  ///< As net::HttpAsk::authorities.
    bool exposed = false;          ///< Plain http to another machine: anybody on the way may lie.
};

/// Reads "https://user:password@host:port/path?key=…". `dialect` is a word of name_of; empty means
/// what the chain's `family` speaks (Bitcoin: found out by asking).
/// Errors: `invalid_input`; it never repeats the URL, which may hold a key.
Result<EndpointSettings> read_endpoint(
    std::string_view url, std::string_view family, std::string_view dialect = {});

}  // namespace keydesk::chains
