#pragma once

#include "base/clock.hpp"
#include "base/task.hpp"
#include "chains/nodes/endpoint.hpp"
#include "chains/nodes/health.hpp"
#include "chains/nodes/node_probe.hpp"
#include "chains/nodes/nodes.hpp"
#include "net/http_client.hpp"

#include <chrono>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::chains {

/// How a node is spoken to, whatever chain it is on.
struct NodeManners {
    Expected expected;
    std::chrono::milliseconds probe_every{180'000};  ///< Which chain it is on.
    std::chrono::milliseconds head_every{5'000};     ///< How far it has come.
    std::size_t longest_list = 50;                   ///< Calls in one JSON-RPC list.
    std::size_t answer_limit = 4 << 20;              ///< Bytes.
    std::size_t heavy_limit = 24 << 20;              ///< Bytes of an answer to a heavy() call.
};

/// One endpoint: asks it, learns from every answer what it is and can, and keeps its health.
/// Lives on the io thread; `http` and `clock` outlive it.
class Node {
public:
    using When = Health::When;

    Node(
        net::HttpClient& http,
        const Clock& clock,
        EndpointSettings settings,
        const NodeManners& manners);

    /// Replies in the order of the calls. What it is and how far it has come is asked along with
    /// them when that is not known well enough; no calls at all is a probe.
    /// Errors: as read_replies and net::HttpClient; `conflict` when it is on another chain.
    Task<Result<std::vector<Reply>>> ask(std::vector<Call> calls, std::chrono::milliseconds budget);

    const std::string& name() const noexcept { return settings_.name; }
    const EndpointSettings& settings() const noexcept { return settings_; }
    Dialect dialect() const noexcept { return dialect_; }
    const Health& health() const noexcept { return health_; }
    /// As far as its answers have told: nothing is known to be missing before it was asked.
    bool knows(std::string_view method) const;
    bool probe_due(When now) const noexcept { return now >= identity_until_; }

private:
    using Replies = Result<std::vector<Reply>>;
    using Lists = std::vector<std::vector<Call>>;

    // `spare`: so many calls at the front may fail, each alone, without harm to the others.
    Task<Replies> ask_it(std::vector<Call> calls, When end);
    Task<Replies> talk(std::vector<Call> calls, std::size_t spare, When end);
    Task<Replies> send_allowed(Lists lists, std::size_t spare, When end);
    Task<Replies> send(Lists lists, std::size_t spare, When end);
    Task<Result<void>> find_dialect(When end);
    Result<net::HttpAsk> written(const std::vector<Call>& calls, When end) const;
    Replies read(const Result<net::HttpReply>& reply, const std::vector<Call>& calls) const;

    Result<void> learn(
        const std::vector<Call>& probes, const std::vector<Reply>& replies, When now);
    void note_missing(const std::vector<Call>& calls, const std::vector<Reply>& replies);
    bool read_cookie();

    net::HttpClient* http_;
    const Clock* clock_;
    EndpointSettings settings_;
    NodeManners manners_;
    Dialect dialect_;
    Health health_;
    When identity_until_{};  ///< When it has to say again where it is.
    When head_until_{};
    bool one_by_one_ = false;   ///< It takes no lists.
    bool whole_block_ = false;  ///< TRON: as ProbePlan::whole_block.
    std::set<std::string, std::less<>> missing_;
};

}  // namespace keydesk::chains
