#include "chains/nodes/endpoint.hpp"

#include "net/web_url.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

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
    auto parsed = net::read_web_url(url);
    if (!parsed) return fail(parsed.error());
    auto speaks = dialect_of(family, dialect);
    if (!speaks || !fits(family, *speaks)) {
        return fail(ErrorKind::invalid_input, "an endpoint's dialect is none of its chain");
    }
    EndpointSettings out;
    out.dialect = *speaks;
    out.exposed = !parsed->secure && !parsed->loopback();
    out.name = parsed->where();
    if (!parsed->user.empty()) out.basic = parsed->user + ":" + parsed->password;
    out.url = std::move(parsed->bare);
    return out;
}

}  // namespace keydesk::chains
