#pragma once

#include "base/scope.hpp"
#include "chains/nodes/node.hpp"
#include "chains/nodes/pool.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace keydesk::chains {

/// Wakes one coroutine, which then looks for itself what has happened.
class Bell {
public:
    explicit Bell(const boost::asio::any_io_executor& io) : timer_{io} {}
    void ring() { timer_.cancel(); }
    /// Until it rings, at most until then. Looks after a false alarm are the caller's.
    Task<void> wait(Health::When until);

private:
    boost::asio::steady_timer timer_;
};

/// One question to one endpoint, under way or answered; any number may wait for it. It runs to its
/// end whoever still waits, since its outcome tells how the endpoint is.
struct Flight {
    std::size_t node = 0;
    std::vector<Call> calls;
    std::optional<Result<Answers>> answers;
    Health::When landed{};
    std::vector<std::weak_ptr<Bell>> bells;

    bool good() const noexcept { return answers && *answers; }
    bool failed() const noexcept { return answers && !*answers; }
    void land(Result<Answers> outcome);
};

/// The nodes of a pool, and the questions under way to them.
class Switchboard : public std::enable_shared_from_this<Switchboard> {
public:
    using When = Health::When;

    Switchboard(
        net::HttpClient& http,
        const Clock& clock,
        boost::asio::any_io_executor executor,
        PoolSettings given,
        Scope::Log log);

    /// Joins the same question under way, takes its answer when it is fresh, or asks.
    std::shared_ptr<Flight> start(
        std::size_t node, std::vector<Call> calls, const std::shared_ptr<Bell>& bell);
    /// Looks after endpoints that nobody asks just now: those untested, and those whose rest is
    /// over.
    void tend();

    /// Whom to ask, best first. Those that rest only when nobody else is left, and those that limit
    /// us or are on another chain not even then.
    std::vector<std::size_t> order(const std::string& source, const std::vector<Call>& calls) const;
    bool lagging(std::size_t node) const;
    EndpointState state(std::size_t node) const;

    const boost::asio::any_io_executor io;
    const PoolSettings settings;
    std::vector<Node> nodes;
    Scope scope;

private:
    static Task<void> fly(
        std::shared_ptr<Switchboard> board, std::shared_ptr<Flight> flight, std::string key);
    Answers answers_of(const Flight& flight, std::vector<Reply> replies) const;
    void keep_or_drop(const Flight& flight, const std::string& key);
    void sweep(When now);
    bool behind_neighbours(std::size_t node) const;
    bool too_old(const Health& health) const;
    std::chrono::milliseconds budget(const std::vector<Call>& calls) const;

    const Clock* clock_;
    Scope::Log log_;
    std::unordered_map<std::string, std::shared_ptr<Flight>> flights_;
    std::vector<std::size_t> busy_;  ///< Flights under way, by node.
};

}  // namespace keydesk::chains
