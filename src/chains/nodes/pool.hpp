#pragma once

#include "base/clock.hpp"
#include "base/scope.hpp"
#include "chains/chain.hpp"
#include "chains/nodes/endpoint.hpp"
#include "chains/nodes/health.hpp"
#include "chains/nodes/nodes.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::net {
class HttpClient;
}

namespace keydesk::chains {

class Switchboard;

struct PoolSettings {
    using Span = std::chrono::milliseconds;

    ChainSettings chain;
    std::vector<EndpointSettings> endpoints;
    /// Bitcoin and TRON; an endpoint elsewhere is never used. Empty takes what comes.
    std::string network = "main";
    bool development = false;  ///< EVM: ids 1337 and 31337 are right as well.
    Span budget{800};          ///< For one endpoint's answer.
    Span heavy_budget{8000};   ///< For calls whose answers are large: whole blocks, traces.
    Span hedge_after{250};     ///< When the first has not answered, the next is asked as well.
    Span cache_for{1000};      ///< An identical question within this time is not sent again.
    Span probe_every{180'000};
    /// An older head means that the endpoint lags; 0 judges none. Nothing: six blocks, at least a
    /// minute, for Bitcoin three hours.
    std::optional<std::chrono::seconds> oldest_head;
};

/// The endpoints of one chain.
///
/// The best is asked, the next when it fails or dawdles; what came first and is not behind is the
/// answer. Every answer also tells how the endpoint is: one that fails rests, longer each time, and
/// is tried again beside the others' work and not in its way. The same question asked twice at once
/// goes out once. Keys stay in the requests: no name, error or line of the log holds one.
///
/// Lives on the io thread; `http` and `clock` outlive it. Before it goes, stop() must have ended or
/// the io thread stopped.
class Pool final : public Nodes {
public:
    Pool(
        net::HttpClient& http,
        const Clock& clock,
        boost::asio::any_io_executor io,
        PoolSettings settings,
        Scope::Log log = [](std::string_view) {});
    ~Pool() override;
    Pool(const Pool&) = delete;

    Task<Result<Answers>> ask(std::vector<Call> calls, std::string source = {}) override;
    Task<std::vector<Answers>> ask_all(std::vector<Call> calls) override;
    std::size_t count() const override;
    bool knows(std::string_view method) const override;

    /// Asks every endpoint how it is, so that the first customer need not wait for it.
    Task<void> probe();
    std::vector<EndpointHealth> health() const;
    Task<void> stop();

private:
    std::shared_ptr<Switchboard> board_;
};

}  // namespace keydesk::chains
