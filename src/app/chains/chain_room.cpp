#include "app/chains/chain_room.hpp"

#include "chains/advice.hpp"
#include "chains/bitcoin/bitcoin.hpp"
#include "chains/evm/evm.hpp"
#include "chains/nodes/endpoint.hpp"
#include "chains/nodes/pool.hpp"
#include "chains/registry.hpp"
#include "chains/tron/tron.hpp"
#include "net/http_client.hpp"

#include <boost/url/parse.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace keydesk::app {

namespace {

using chains::ChainSettings;

/// "evm-1313": an EVM chain that the registry does not know, by the number after the dash.
std::optional<ChainSettings> other_evm_chain(const std::string& name)
{
    constexpr std::string_view kStart = "evm-";
    if (!name.starts_with(kStart)) return std::nullopt;
    std::int64_t number = 0;
    const char* end = name.data() + name.size();
    const auto read = std::from_chars(name.data() + kStart.size(), end, number);
    if (read.ec != std::errc{} || read.ptr != end || number <= 0) return std::nullopt;
    ChainSettings settings;
    settings.id = name;
    settings.family = "evm";
    settings.name = "EVM chain " + std::to_string(number);
    settings.coin = "ETH";
    settings.chain_id = number;
    settings.final_after = 64;
    return settings;
}

/// Chains to come stand here as well: one line each.
std::unique_ptr<chains::Chain> make_chain(
    ChainSettings settings, std::shared_ptr<chains::Nodes> nodes)
{
    if (settings.family == "evm") {
        return chains::evm::make_chain(std::move(settings), std::move(nodes));
    }
    if (settings.family == "bitcoin") {
        return chains::bitcoin::make_chain(std::move(settings), std::move(nodes));
    }
    if (settings.family == "tron") {
        return chains::tron::make_chain(std::move(settings), std::move(nodes));
    }
    return nullptr;
}

/// On this machine: a node for development or tests, whose chain may be young, old or its own.
bool is_local(const std::string& url)
{
    const auto parsed = boost::urls::parse_uri(url);
    if (!parsed) return false;
    switch (parsed->host_type()) {
        case boost::urls::host_type::ipv4:
            return parsed->host_ipv4_address().is_loopback();
        case boost::urls::host_type::ipv6:
            return parsed->host_ipv6_address().is_loopback();
        default:
            return parsed->encoded_host() == "localhost";
    }
}

/// On this machine or in a network of its own (RFC 1918, RFC 4193): nobody else hears what is
/// asked.
bool is_own(const std::string& url)
{
    if (is_local(url)) return true;
    const auto parsed = boost::urls::parse_uri(url);
    if (!parsed) return false;
    const std::string host{parsed->encoded_host_address()};
    constexpr std::array kPrivate{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"};
    return std::ranges::any_of(kPrivate, [&](const char* text) {
        const auto block = net::Network::parse(text);
        return block && block->contains(host);
    });
}

Result<chains::PoolSettings> pool_of(
    const ChainSettings& chain, const std::vector<std::string>& urls)
{
    chains::PoolSettings pool;
    pool.chain = chain;
    for (const auto& url : urls) {
        auto endpoint = chains::read_endpoint(url, chain.family);
        if (!endpoint) return fail(endpoint.error().kind, chain.id + ": " + endpoint.error().what);
        pool.endpoints.push_back(std::move(*endpoint));
    }
    if (std::ranges::all_of(urls, is_local)) {
        pool.development = true;
        pool.network = "";
        pool.oldest_head = std::chrono::seconds{0};
    }
    return pool;
}

struct Group {
    ChainSettings chain;
    std::vector<std::string> urls;
};

/// The nodes by chain, in the order in which the chains were first named.
Result<std::vector<Group>> groups_of(const std::vector<NodeSettings>& nodes)
{
    auto known = chains::known_chains();
    if (!known) return fail(known.error());
    std::vector<Group> groups;
    for (const auto& node : nodes) {
        auto chain = read_chain(*known, node.chain);
        if (!chain) return fail(chain.error());
        auto group = std::ranges::find(
            groups, chain->id, [](const Group& one) -> const std::string& { return one.chain.id; });
        if (group == groups.end()) group = groups.insert(group, {std::move(*chain), {}});
        group->urls.push_back(node.url);
    }
    return groups;
}

}  // namespace

struct ChainRoom::Parts {
    explicit Parts(boost::asio::io_context& io) : http{io} {}

    net::HttpClient http;
    std::vector<std::shared_ptr<chains::Pool>> pools;
    std::optional<chains::Explainer> explainer;
};

ChainRoom::ChainRoom(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}
ChainRoom::~ChainRoom() = default;

chains::Explainer& ChainRoom::explainer()
{
    return *parts_->explainer;
}

Result<std::unique_ptr<ChainRoom>> ChainRoom::open(
    boost::asio::io_context& io, const Clock& clock, const std::vector<NodeSettings>& nodes)
{
    auto groups = groups_of(nodes);
    if (!groups) return fail(groups.error());
    chains::AdviceBook book;
    // Before the first customer asks, where customers may.
    if (!nodes.empty()) (void)book.knows("unknown");
    auto parts = std::make_unique<Parts>(io);
    std::vector<std::unique_ptr<chains::Chain>> made;
    for (auto& group : *groups) {
        auto settings = pool_of(group.chain, group.urls);
        if (!settings) return fail(settings.error());
        group.chain.network = settings->network;
        auto pool = std::make_shared<chains::Pool>(
            parts->http, clock, io.get_executor(), std::move(*settings));
        auto chain = make_chain(group.chain, pool);
        if (!chain) {
            return fail(ErrorKind::invalid_input, group.chain.id + " cannot be explained yet");
        }
        parts->pools.push_back(std::move(pool));
        made.push_back(std::move(chain));
    }
    bool own = std::ranges::all_of(nodes, [](const NodeSettings& n) { return is_own(n.url); });
    parts->explainer.emplace(
        std::move(made), std::move(book), clock, std::chrono::milliseconds{2500}, own);
    return std::make_unique<ChainRoom>(std::move(parts));
}

Result<ChainSettings> read_chain(const std::vector<ChainSettings>& known, const std::string& name)
{
    const auto found = std::ranges::find(known, name, &ChainSettings::id);
    if (found != known.end()) return *found;
    if (auto other = other_evm_chain(name)) return *other;
    std::string names;
    for (const auto& chain : known) names += chain.id + ", ";
    return fail(
        ErrorKind::invalid_input,
        "unknown chain '" + name + "'; known are " + names + "and evm-<chain id>");
}

}  // namespace keydesk::app
