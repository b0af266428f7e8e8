#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::chains {

/// One question to a node.
///
///     JSON-RPC   {"eth_getBalance", ["0x…", "latest"]}
///     TRON       {"wallet/getaccount", {"address": "T…"}}      POST, the parameters as body
///     Esplora    {"tx/242f…/status"}                           GET, no parameters
struct Call {
    std::string method;
    boost::json::value params = nullptr;
};

/// What a node said when it was asked something it would not or could not do (JSON-RPC `error`,
/// HTTP 4xx of a REST API). It is an answer: Bitcoin Core's -5 is evidence.
struct Refusal {
    std::int64_t code = 0;               ///< JSON-RPC code or HTTP status.
    std::string message;                 ///< English of the node: show it, never decide by it.
    boost::json::value extra = nullptr;  ///< JSON-RPC `error.data`.
};

struct Reply {
    boost::json::value result = nullptr;  ///< Plain text bodies of REST come as a string.
    std::optional<Refusal> refusal;
    bool good() const noexcept { return !refusal; }
};

/// The replies of one endpoint to a list of calls, in their order.
struct Answers {
    std::vector<Reply> replies;
    std::string source;        ///< Name of the endpoint: its host and port, nothing secret.
    std::string dialect;       ///< evm, bitcoin-core, esplora, tron
    std::int64_t height = -1;  ///< Its newest known head when it answered.
    bool lagging = false;      ///< Its head is older than it should be, or behind its neighbours'.
    Time at{};
};

/// The endpoints of one chain. An endpoint that hangs, answers with rubbish, is on another chain,
/// limits us or lies about nothing being there lowers what is known; it never stops an answer.
class Nodes {
public:
    virtual ~Nodes() = default;

    /// Asks one endpoint: `source` if it is named and well, else the best; when that one fails,
    /// the next. All calls go to the same endpoint, so they belong to one view of the chain.
    /// Errors: `unavailable` when no endpoint answered in its time.
    virtual Task<Result<Answers>> ask(std::vector<Call> calls, std::string source = {}) = 0;

    /// Asks every endpoint that is well, all at once, and returns what came in time. Absence is
    /// believed only when at least two say it (or all, of those that are configured).
    virtual Task<std::vector<Answers>> ask_all(std::vector<Call> calls) = 0;

    /// How many endpoints are configured.
    virtual std::size_t count() const = 0;
    /// Whether some endpoint knows this method; probed once and remembered.
    virtual bool knows(std::string_view method) const = 0;
};

}  // namespace keydesk::chains
