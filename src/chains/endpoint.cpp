#include "chains/endpoint.hpp"

#include "net/address.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace keydesk::chains {

namespace {

constexpr std::array kDialects{
    Dialect::evm, Dialect::bitcoin_core, Dialect::esplora, Dialect::tron};

std::optional<Dialect> dialect_of(std::string_view family, std::string_view word)
{
    if (!word.empty()) {
        auto* found = std::ranges::find(kDialects, word, name_of);
        return found == kDialects.end() ? std::nullopt : std::optional{*found};
    }
    if (family == "evm") return Dialect::evm;
    if (family == "tron") return Dialect::tron;
    if (family == "bitcoin") return Dialect::unknown;
    return std::nullopt;
}

bool fits(std::string_view family, Dialect dialect)
{
    bool core = dialect == Dialect::bitcoin_core || dialect == Dialect::esplora;
    if (family == "bitcoin") return core || dialect == Dialect::unknown;
    return family == name_of(dialect);
}

std::string port_of(const boost::urls::url_view& url)
{
    if (url.has_port() && url.port_number() != 0) return std::to_string(url.port_number());
    return url.scheme() == "https" ? "443" : "80";
}

bool loopback(const boost::urls::url_view& url)
{
    std::string host{url.host_address()};
    // A name such as 127.0.0.1.example.org is no address.
    bool address = url.host_type() == boost::urls::host_type::ipv4 ||
                   url.host_type() == boost::urls::host_type::ipv6;
    return host == "localhost" || (address && net::Address{.ip = host}.loopback());
}

}  // namespace

std::string_view name_of(Dialect dialect) noexcept
{
    switch (dialect) {
        case Dialect::unknown:
            return "unknown";
        case Dialect::evm:
            return "evm";
        case Dialect::bitcoin_core:
            return "bitcoin-core";
        case Dialect::esplora:
            return "esplora";
        case Dialect::tron:
            return "tron";
    }
    return "unknown";
}

Result<EndpointSettings> read_endpoint(
    std::string_view url, std::string_view family, std::string_view dialect)
{
    auto parsed = boost::urls::parse_uri({url.data(), url.size()});
    if (!parsed || (parsed->scheme() != "http" && parsed->scheme() != "https")) {
        return fail(ErrorKind::invalid_input, "an endpoint is no http or https URL");
    }
    if (parsed->encoded_host().empty() || parsed->has_fragment()) {
        return fail(ErrorKind::invalid_input, "the URL of an endpoint is not whole");
    }
    auto speaks = dialect_of(family, dialect);
    if (!speaks || !fits(family, *speaks)) {
        return fail(ErrorKind::invalid_input, "an endpoint's dialect is none of its chain");
    }
    EndpointSettings out;
    out.dialect = *speaks;
    out.exposed = parsed->scheme() == "http" && !loopback(*parsed);
    out.name = std::string{parsed->encoded_host()} + ":" + port_of(*parsed);
    boost::urls::url bare{*parsed};
    if (bare.has_userinfo()) out.basic = std::string{bare.user()} + ":" + bare.password();
    bare.remove_userinfo();
    out.url = std::string{bare.buffer()};
    return out;
}

}  // namespace keydesk::chains
