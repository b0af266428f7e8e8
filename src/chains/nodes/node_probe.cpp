#include "chains/nodes/node_probe.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

namespace keydesk::chains {

namespace {

namespace json = boost::json;

/// Hashes of the first blocks, which name a network.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kBitcoinGenesis{{
    {"main", "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"},
    {"test", "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943"},
    {"signet", "00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6"},
    {"regtest", "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206"},
}};
/// The ends of TRON's first blocks, which are also its chain ids.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kTronGenesis{{
    {"main", "2b6653dc"},
    {"shasta", "94a9059e"},
    {"nile", "cd8690dc"},
}};

const json::value* at(const json::value& value, std::string_view pointer)
{
    boost::system::error_code missing;
    return value.find_pointer({pointer.data(), pointer.size()}, missing);
}

/// A natural number, or the text of one ("0x1b4", "840000"); -1: neither.
std::int64_t integer(const json::value* value)
{
    if (value == nullptr) return -1;
    if (const auto* text = value->if_string()) {
        std::string_view digits{*text};
        bool hex = digits.starts_with("0x");
        if (hex) digits.remove_prefix(2);
        std::int64_t number = -1;
        const auto* end = digits.data() + digits.size();
        auto read = std::from_chars(digits.data(), end, number, hex ? 16 : 10);
        return read.ec == std::errc{} && read.ptr == end ? std::max<std::int64_t>(number, -1) : -1;
    }
    boost::system::error_code failed;
    auto number = value->to_number<std::int64_t>(failed);
    return failed ? -1 : std::max<std::int64_t>(number, -1);
}

std::optional<Time> time_of(const json::value* value, std::int64_t unit_in_millis)
{
    constexpr std::int64_t latest = 32'503'680'000;  // The year 3000, in seconds.
    auto number = integer(value);
    if (number <= 0 || number > latest * 1000 / unit_in_millis) return std::nullopt;
    return from_millis(number * unit_in_millis);
}

std::string_view text_of(const json::value* value)
{
    const auto* text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string_view{} : std::string_view{*text};
}

bool development_chain(std::int64_t chain_id)
{
    return chain_id == 1337 || chain_id == 31337;
}

template <std::size_t Size>
std::optional<bool> known_genesis(
    const std::array<std::pair<std::string_view, std::string_view>, Size>& table,
    std::string_view network,
    std::string_view id)
{
    const auto* found = std::ranges::find(table, id, [](const auto& row) { return row.second; });
    if (found != table.end()) return found->first == network;
    // Unknown, and we know the right one: it is another chain.
    bool listed = std::ranges::any_of(table, [&](auto& row) { return row.first == network; });
    return listed ? std::optional{false} : std::nullopt;
}

void read_evm(
    Sighting& seen, const Expected& expected, std::string_view method, const json::value& result)
{
    if (method == "eth_chainId") {
        auto id = integer(&result);
        if (id < 0) return;
        const bool local = expected.development && development_chain(id);
        seen.right_chain = expected.chain_id == 0 || id == expected.chain_id || local;
        return;
    }
    seen.height = integer(at(result, "/number"));
    if (!development_chain(expected.chain_id))
        seen.head_time = time_of(at(result, "/timestamp"), 1000);
}

void read_core(Sighting& seen, const Expected& expected, const json::value& result)
{
    auto chain = text_of(at(result, "/chain"));
    if (!chain.empty()) seen.right_chain = expected.network.empty() || chain == expected.network;
    seen.height = integer(at(result, "/blocks"));
    if (chain != "main") return;
    // Before version 22 there is only the median of the last eleven: an hour older.
    seen.head_time = time_of(at(result, "/time"), 1000);
    if (!seen.head_time) seen.head_time = time_of(at(result, "/mediantime"), 1000);
    const auto* syncing = at(result, "/initialblockdownload");
    seen.syncing = syncing != nullptr && syncing->is_bool() && syncing->get_bool();
}

void read_esplora(
    Sighting& seen, const Expected& expected, std::string_view method, const json::value& result)
{
    if (method != "blocks") {
        auto id = text_of(&result);
        if (id.size() == 64)
            seen.right_chain = known_genesis(kBitcoinGenesis, expected.network, id);
        return;
    }
    seen.height = integer(at(result, "/0/height"));
    if (expected.network == "main") seen.head_time = time_of(at(result, "/0/timestamp"), 1000);
}

void read_tron(
    Sighting& seen, const Expected& expected, std::string_view method, const json::value& result)
{
    if (method == "wallet/getblockbynum") {
        auto id = text_of(at(result, "/blockID"));
        // A block's number stands in front of its hash.
        if (id.size() == 64 && id.starts_with("0000000000000000")) {
            seen.right_chain = known_genesis(kTronGenesis, expected.network, id.substr(56));
        }
        return;
    }
    seen.height = integer(at(result, "/block_header/raw_data/number"));
    seen.head_time = time_of(at(result, "/block_header/raw_data/timestamp"), 1);
}

}  // namespace

std::vector<Call> probe_calls(Dialect dialect, const ProbePlan& plan)
{
    std::vector<Call> calls;
    switch (dialect) {
        case Dialect::evm:
            if (plan.identity) calls.push_back({"eth_chainId"});
            if (plan.head) calls.push_back({"eth_getBlockByNumber", json::array{"latest", false}});
            break;
        case Dialect::bitcoin_core:
            if (plan.identity || plan.head) calls.push_back({"getblockchaininfo"});
            break;
        case Dialect::esplora:
            if (plan.identity) calls.push_back({"block-height/0"});
            if (plan.head) calls.push_back({"blocks"});
            break;
        case Dialect::tron:
            if (plan.identity) {
                calls.push_back({"wallet/getblockbynum", json::object{{"num", 0}}});
            }
            if (plan.head && plan.whole_block) calls.push_back({"wallet/getnowblock"});
            if (plan.head && !plan.whole_block) {
                calls.push_back({"wallet/getblock", json::object{{"detail", false}}});
            }
            break;
        case Dialect::unknown:
            break;
    }
    return calls;
}

Sighting read_probe(
    Dialect dialect,
    const Expected& expected,
    std::span<const Call> calls,
    std::span<const Reply> replies)
{
    Sighting seen;
    for (std::size_t i = 0; i < calls.size() && i < replies.size(); ++i) {
        if (!replies[i].good()) continue;
        const auto& method = calls[i].method;
        const auto& result = replies[i].result;
        switch (dialect) {
            case Dialect::evm:
                read_evm(seen, expected, method, result);
                break;
            case Dialect::bitcoin_core:
                read_core(seen, expected, result);
                break;
            case Dialect::esplora:
                read_esplora(seen, expected, method, result);
                break;
            case Dialect::tron:
                read_tron(seen, expected, method, result);
                break;
            case Dialect::unknown:
                break;
        }
    }
    return seen;
}

bool must_identify(Dialect dialect, const Expected& expected) noexcept
{
    if (dialect == Dialect::evm) return expected.chain_id != 0;
    return dialect == Dialect::bitcoin_core && !expected.network.empty();
}

}  // namespace keydesk::chains
