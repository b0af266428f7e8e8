#include "chains/bitcoin/winner.hpp"

#include "chains/bitcoin/core.hpp"
#include "chains/bitcoin/json.hpp"
#include "chains/bitcoin/read.hpp"

#include <algorithm>
#include <set>

namespace keydesk::chains::bitcoin {

namespace json = boost::json;

namespace {

constexpr std::int64_t kMostInPool = 5000;  ///< Above it the pool is not listed.
constexpr std::size_t kMostLooked = 200;    ///< Newest of the pool that are read.
constexpr std::int64_t kMostBlocks = 12;    ///< Newest blocks that are looked at…
constexpr std::int64_t kMostWeight =
    1'500'000;  ///< …of those that are together no heavier than this.

bool spent_in_pool(const Gathered& gathered)
{
    return std::ranges::any_of(gathered.coins, [](const Coin& coin) {
        return coin.in_pool == false && (coin.in_blocks == true || coin.made_in_pool);
    });
}

bool spent_in_blocks(const Gathered& gathered)
{
    return std::ranges::any_of(gathered.coins, [](const Coin& coin) {
        return coin.in_pool == false && coin.in_blocks == false && coin.exists != false;
    });
}

std::string named_spender(const Gathered& gathered)
{
    for (const auto& coin : gathered.coins) {
        if (!coin.spender.empty() && coin.spender != gathered.id) return coin.spender;
    }
    return {};
}

/// Takes it as the winner when it really spends one of the coins: a node may name anything.
bool take(const json::value& answer, const Answers& from, Gathered& gathered)
{
    auto other = read_core_transaction(answer);
    if (!other || other->id == gathered.id) return false;
    auto claim = shared_claim(*gathered.transaction, *other);
    if (claim.empty()) return false;
    note(gathered, from, "getrawtransaction", {.what = "spender " + claim, .value = other->id});
    gathered.winner.emplace(Winner{.transaction = std::move(*other), .place = {}, .since = {}});
    return true;
}

/// The winner by its name, with what it pays.
Task<Gathered> read_named(std::shared_ptr<Nodes> nodes, Gathered gathered, std::string source)
{
    auto name = named_spender(gathered);
    std::vector<Call> calls{
        {"getrawtransaction", json::array{name, true}}, {"getmempoolentry", json::array{name}}};
    auto answers = co_await nodes->ask(std::move(calls), source);
    if (!answers || answers->replies.size() < 2 || !answers->replies[0].good()) co_return gathered;
    if (!take(answers->replies[0].result, *answers, gathered)) co_return gathered;
    gathered.winner->place = read_core_place(answers->replies[0].result, gathered.head);
    auto entry = read_entry(answers->replies[1].result);
    if (entry) {
        gathered.winner->transaction.fee = entry->fee;
        gathered.winner->since = entry->since;
    }
    co_return gathered;
}

/// The newest of the pool: whoever replaced it came after it.
Task<Gathered> search_pool(std::shared_ptr<Nodes> nodes, Gathered gathered, std::string source)
{
    if (gathered.policy.count > kMostInPool) co_return gathered;
    std::vector<Call> list{{"getrawmempool", json::array{true}}};
    auto pool = co_await nodes->ask(std::move(list), source);
    if (!pool || pool->replies.empty() || !pool->replies[0].good()) co_return gathered;
    auto waiting = read_relatives(pool->replies[0].result);
    std::ranges::sort(waiting, [](auto& a, auto& b) { return a.entry.since > b.entry.since; });
    if (waiting.size() > kMostLooked) waiting.resize(kMostLooked);
    std::vector<Call> calls;
    for (const auto& one : waiting) {
        calls.push_back({"getrawtransaction", json::array{one.id, true}});
    }
    if (calls.empty()) co_return gathered;
    auto answers = co_await nodes->ask(std::move(calls), source);
    if (!answers) co_return gathered;
    for (std::size_t at = 0; at < std::min(waiting.size(), answers->replies.size()); ++at) {
        const auto& reply = answers->replies[at];
        if (!reply.good() || !take(reply.result, *answers, gathered)) continue;
        gathered.winner->transaction.fee = waiting[at].entry.fee;
        gathered.winner->since = waiting[at].entry.since;
        break;
    }
    co_return gathered;
}

/// Hashes of the newest blocks that are small enough to be read whole.
Task<std::vector<std::string>> small_blocks(
    std::shared_ptr<Nodes> nodes, std::int64_t head, std::string source)
{
    std::vector<std::string> hashes;
    std::vector<Call> calls;
    for (auto height = head; height > std::max<std::int64_t>(head - kMostBlocks, 0); --height) {
        calls.push_back({"getblockhash", json::array{height}});
    }
    auto named = co_await nodes->ask(std::move(calls), source);
    if (!named) co_return hashes;
    calls.clear();
    for (const auto& reply : named->replies) {
        auto hash = text_at(reply.result, {});
        if (is_txid(hash)) calls.push_back({"getblock", json::array{hash, 1}});
    }
    if (calls.empty()) co_return hashes;
    auto headers = co_await nodes->ask(std::move(calls), named->source);
    if (!headers) co_return hashes;
    std::int64_t total = 0;
    for (const auto& reply : headers->replies) {
        auto weight = number_at(reply.result, {"weight"}).value_or(kMostWeight);
        // A full block with all details takes a node longer than anybody waits for us.
        if (weight < 0 || total + weight > kMostWeight) continue;
        total += weight;
        hashes.push_back(text_at(reply.result, {"hash"}));
    }
    co_return hashes;
}

/// Looks for the winner in a block; finds the lost one itself where a node without an index could
/// not.
void read_block(const json::value& block, const Answers& from, Gathered& gathered)
{
    const auto* list = list_at(block, {"tx"});
    auto place = read_core_place(
        json::object{
            {"confirmations", number_at(block, {"confirmations"}).value_or(1)},
            {"blockhash", text_at(block, {"hash"})},
            {"blocktime", number_at(block, {"time"}).value_or(0)}},
        gathered.head);
    for (std::size_t at = 0; list && at < list->size(); ++at) {
        const auto& one = (*list)[at];
        if (text_at(one, {"txid"}) == gathered.id) gathered.place = place;
        if (take(one, from, gathered)) gathered.winner->place = place;
        if (gathered.place || gathered.winner) return;
    }
}

Task<Gathered> search_blocks(std::shared_ptr<Nodes> nodes, Gathered gathered, std::string source)
{
    auto hashes = co_await small_blocks(nodes, gathered.head, source);
    std::vector<Call> calls;
    for (const auto& hash : hashes) calls.push_back({"getblock", json::array{hash, 2}});
    if (calls.empty()) co_return gathered;
    auto answers = co_await nodes->ask(std::move(calls), source);
    if (!answers) co_return gathered;
    for (const auto& reply : answers->replies) {
        if (!gathered.winner && !gathered.place && reply.good()) {
            read_block(reply.result, *answers, gathered);
        }
    }
    co_return gathered;
}

}  // namespace

void read_spenders(const json::value& answer, Gathered& gathered)
{
    const auto* list = answer.if_array();
    for (std::size_t at = 0; list && at < list->size(); ++at) {
        auto claim = text_at((*list)[at], {"txid"}) + ":" +
                     std::to_string(number_at((*list)[at], {"vout"}).value_or(-1));
        auto spender = text_at((*list)[at], {"spendingtxid"});
        for (auto& coin : gathered.coins) {
            if (coin.claim == claim && is_txid(spender)) coin.spender = spender;
        }
    }
}

std::string shared_claim(const Transaction& one, const Transaction& other)
{
    std::set<std::string> claims;
    for (const auto& input : one.inputs) {
        if (!input.txid.empty()) claims.insert(input.claim());
    }
    for (const auto& input : other.inputs) {
        if (!input.txid.empty() && claims.contains(input.claim())) return input.claim();
    }
    return {};
}

Task<Gathered> find_winner(std::shared_ptr<Nodes> nodes, Gathered gathered, std::string source)
{
    if (!named_spender(gathered).empty()) {
        gathered = co_await read_named(nodes, std::move(gathered), source);
    }
    if (!gathered.winner && spent_in_pool(gathered)) {
        gathered = co_await search_pool(nodes, std::move(gathered), source);
    }
    if (!gathered.winner && spent_in_blocks(gathered)) {
        gathered = co_await search_blocks(nodes, std::move(gathered), source);
    }
    co_return gathered;
}

}  // namespace keydesk::chains::bitcoin
