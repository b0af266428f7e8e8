#include "chains/nodes/switchboard.hpp"

#include "chains/nodes/node_wire.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>

namespace keydesk::chains {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr std::int64_t kBlocksBehind = 3;
constexpr auto kBitcoinOldest = 3h;  ///< One block in about 10^8 takes longer.
/// Endpoints whose answers take about as long are equally good; the order of the settings decides.
constexpr auto kAlike = 50ms;

double seconds_of(const ChainSettings& chain)
{
    return std::max(chain.block_seconds, 0.1);
}

NodeManners manners_of(const PoolSettings& settings)
{
    auto half_block = milliseconds{std::llround(seconds_of(settings.chain) * 500)};
    return {
        .expected =
            {.chain_id = settings.chain.chain_id,
             .network = settings.network,
             .development = settings.development},
        .probe_every = settings.probe_every,
        .head_every = std::clamp<milliseconds>(half_block, 1s, 30s)};
}

/// Endpoints behind one host and port are told apart by a number.
void name_apart(std::vector<EndpointSettings>& endpoints)
{
    std::set<std::string> taken;
    for (auto& endpoint : endpoints) {
        auto name = endpoint.name;
        for (int i = 2; !taken.insert(endpoint.name).second; ++i) {
            endpoint.name = name + "#" + std::to_string(i);
        }
    }
}

PoolSettings told_apart(PoolSettings settings)
{
    name_apart(settings.endpoints);
    return settings;
}

std::string key_of(std::size_t node, const std::vector<Call>& calls)
{
    auto key = std::to_string(node);
    for (const auto& call : calls) {
        key += '\n' + call.method + ' ' + boost::json::serialize(call.params);
    }
    return key;
}

bool any_heavy(const std::vector<Call>& calls)
{
    return std::ranges::any_of(calls, heavy, &Call::method);
}

/// A question whose asker has been torn down must not leave the others waiting.
struct Landing {
    std::shared_ptr<Flight> flight;
    std::size_t& busy;
    ~Landing()
    {
        --busy;
        if (!flight->answers) flight->land(fail(ErrorKind::unavailable, "stopped"));
    }
};

}  // namespace

Task<void> Bell::wait(Health::When until)
{
    timer_.expires_at(until);
    boost::system::error_code rung;
    co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, rung));
}

void Flight::land(Result<Answers> outcome)
{
    answers = std::move(outcome);
    landed = Steady::now();
    for (const auto& weak : bells) {
        if (auto bell = weak.lock()) bell->ring();
    }
    bells.clear();
}

Switchboard::Switchboard(
    net::HttpClient& http,
    const Clock& clock,
    boost::asio::any_io_executor executor,
    PoolSettings given,
    Scope::Log log)
    : io{std::move(executor)},
      settings{told_apart(std::move(given))},
      scope{io, log},
      clock_{&clock},
      log_{std::move(log)},
      busy_(settings.endpoints.size())
{
    auto manners = manners_of(settings);
    for (const auto& endpoint : settings.endpoints)
        nodes.emplace_back(http, clock, endpoint, manners);
}

milliseconds Switchboard::budget(const std::vector<Call>& calls) const
{
    return any_heavy(calls) ? settings.heavy_budget : settings.budget;
}

std::shared_ptr<Flight> Switchboard::start(
    std::size_t node, std::vector<Call> calls, const std::shared_ptr<Bell>& bell)
{
    sweep(Steady::now());
    auto key = key_of(node, calls);
    auto& flight = flights_[key];
    if (!flight) {
        flight = std::make_shared<Flight>(node, std::move(calls));
        auto here = flight;  // Whoever flies may change the map.
        if (bell) here->bells.push_back(bell);
        ++busy_[node];
        scope.start("ask " + nodes[node].name(), fly(shared_from_this(), here, std::move(key)));
        return here;
    }
    if (bell && !flight->answers) flight->bells.push_back(bell);
    return flight;
}

Task<void> Switchboard::fly(
    std::shared_ptr<Switchboard> board, std::shared_ptr<Flight> flight, std::string key)
{
    auto at = flight->node;
    Landing landing{flight, board->busy_[at]};
    auto& node = board->nodes[at];
    auto before = board->state(at);
    auto replies = co_await node.ask(flight->calls, board->budget(flight->calls));
    auto after = board->state(at);
    if (before != after) {
        auto line =
            board->settings.chain.id + ": " + node.name() + " is " + std::string{name_of(after)};
        board->log_(after == EndpointState::ok ? line : line + ": " + node.health().error());
    }
    if (replies) {
        flight->land(board->answers_of(*flight, std::move(*replies)));
    } else {
        flight->land(fail(replies.error()));
    }
    board->keep_or_drop(*flight, key);
}

Answers Switchboard::answers_of(const Flight& flight, std::vector<Reply> replies) const
{
    const auto& node = nodes[flight.node];
    return {
        .replies = std::move(replies),
        .source = node.name(),
        .dialect = std::string{name_of(node.dialect())},
        .height = node.health().height(),
        .lagging = lagging(flight.node),
        .at = clock_->now()};
}

void Switchboard::keep_or_drop(const Flight& flight, const std::string& key)
{
    // Whole blocks are not kept: they are large, and asked for once.
    bool keep = flight.good() && !flight.calls.empty() && !any_heavy(flight.calls) &&
                settings.cache_for > 0ms;
    if (!keep) flights_.erase(key);
}

void Switchboard::sweep(When now)
{
    std::erase_if(flights_, [&](const auto& entry) {
        return entry.second && entry.second->answers &&
               now >= entry.second->landed + settings.cache_for;
    });
}

void Switchboard::tend()
{
    auto now = Steady::now();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const auto& health = nodes[i].health();
        bool due = !health.tested() || health.on_trial(now) || nodes[i].probe_due(now);
        if (due && !health.resting(now) && busy_[i] == 0) start(i, {}, nullptr);
    }
}

bool Switchboard::too_old(const Health& health) const
{
    if (!health.head_age()) return false;
    auto six_blocks = std::chrono::seconds{std::llround(seconds_of(settings.chain) * 6)};
    std::chrono::seconds usual = settings.chain.family == "bitcoin"
                                     ? std::chrono::seconds{kBitcoinOldest}
                                     : std::max<std::chrono::seconds>(six_blocks, 60s);
    auto limit = settings.oldest_head.value_or(usual);
    return limit > 0s && *health.head_age() > limit;
}

bool Switchboard::behind_neighbours(std::size_t node) const
{
    const auto& mine = nodes[node].health();
    std::vector<std::int64_t> ahead;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const auto& other = nodes[i].health();
        if (i == node || other.height() < 0 || other.elsewhere()) continue;
        // Heads were read at different times; the chain went on in between.
        std::chrono::duration<double> later = other.head_at() - mine.head_at();
        auto grown = std::max(0.0, later.count() / seconds_of(settings.chain));
        ahead.push_back(other.height() - mine.height() - static_cast<std::int64_t>(grown));
    }
    std::ranges::sort(ahead, std::greater{});
    // One neighbour that invents a height must not make everybody else look late.
    auto counts = ahead.size() > 1 ? std::size_t{1} : std::size_t{0};
    return !ahead.empty() && ahead[counts] >= kBlocksBehind;
}

bool Switchboard::lagging(std::size_t node) const
{
    const auto& health = nodes[node].health();
    if (health.height() < 0) return false;
    return health.syncing() || too_old(health) || behind_neighbours(node);
}

EndpointState Switchboard::state(std::size_t node) const
{
    const auto& health = nodes[node].health();
    if (health.elsewhere()) return EndpointState::wrong_chain;
    if (health.limits()) return EndpointState::limited;
    if (!health.well()) return EndpointState::down;
    if (!health.tested()) return EndpointState::untested;
    return lagging(node) ? EndpointState::lagging : EndpointState::ok;
}

std::vector<std::size_t> Switchboard::order(
    const std::string& source, const std::vector<Call>& calls) const
{
    using Rank = std::tuple<bool, bool, bool, std::int64_t, std::size_t>;
    std::vector<Rank> well, resting;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const auto& health = nodes[i].health();
        if (health.elsewhere() || (health.limits() && health.resting(Steady::now()))) continue;
        bool able =
            std::ranges::all_of(calls, [&](auto& call) { return nodes[i].knows(call.method); });
        auto& list = health.well() ? well : resting;
        list.emplace_back(lagging(i), nodes[i].name() != source, !able, health.p50() / kAlike, i);
    }
    auto& list = well.empty() ? resting : well;
    std::ranges::sort(list);
    std::vector<std::size_t> out;
    for (const auto& rank : list) out.push_back(std::get<4>(rank));
    return out;
}

}  // namespace keydesk::chains
