#include "chains/bitcoin/core.hpp"

#include "chains/bitcoin/json.hpp"
#include "chains/bitcoin/read.hpp"
#include "chains/bitcoin/winner.hpp"
#include "chains/bitcoin/words.hpp"

#include <algorithm>

namespace keydesk::chains::bitcoin {

namespace json = boost::json;

namespace {

constexpr std::int64_t kNoSuchTransaction = -5;
/// More inputs than these are of a sweep; the first tell as much as all.
constexpr std::size_t kMostInputs = 20;

/// Places of core_first_calls.
enum First { kTransaction, kEntry, kPool, kChain, kIndex, kEstimate, kFirstCount };

/// A list whose one member is that list. json::array{list} would be a copy of it.
json::array only(json::array list)
{
    json::array outer;
    outer.emplace_back(std::move(list));
    return outer;
}

bool indexed(const Reply& reply)
{
    return reply.good() && truth_at(reply.result, {"txindex", "synced"}).value_or(false);
}

void note_transaction(const Answers& from, Gathered& gathered)
{
    if (gathered.place) {
        auto count = std::to_string(gathered.place->confirmations);
        note(gathered, from, "getrawtransaction", {.what = "confirmations", .value = count});
        note(
            gathered, from, "getrawtransaction", {.what = "block", .value = gathered.place->block});
    }
    if (gathered.entry) {
        const auto& entry = *gathered.entry;
        auto rate = rate_text(rate_of(entry.fee, entry.size));
        note(gathered, from, "getmempoolentry", {.what = "fee_rate", .value = rate});
        auto package = rate_text(mining_rate(entry));
        note(gathered, from, "getmempoolentry", {.what = "package_rate", .value = package});
    }
}

/// One coin of those that it spends: as the blocks have it, as the pool has it, and its maker.
void read_coin(std::span<const Reply> replies, Input& input, Coin& coin)
{
    const auto& pool = replies[0];
    const auto& blocks = replies[1];
    const auto& maker = replies[2];
    if (pool.good()) coin.in_pool = pool.result.is_object();
    if (blocks.good()) coin.in_blocks = blocks.result.is_object();
    const auto& unspent = coin.in_blocks == true ? blocks.result : pool.result;
    if (unspent.is_object()) {
        coin.exists = true;
        coin.coinbase = truth_at(unspent, {"coinbase"}).value_or(false);
        coin.confirmations = number_at(unspent, {"confirmations"}).value_or(-1);
        coin.made_in_pool = coin.in_blocks == false;
        if (const auto* value = at(unspent, {"value"})) {
            input.amount = sats_of_coins(*value).value_or(input.amount);
        }
        auto script = text_at(unspent, {"scriptPubKey", "hex"});
        if (!script.empty()) input.script = script;
    }
    auto made = maker.good() ? read_core_transaction(maker.result) : std::nullopt;
    if (made) {
        coin.exists = true;
        coin.made_in_pool = number_at(maker.result, {"confirmations"}).value_or(0) < 1;
        if (input.vout < made->outputs.size() && input.amount < 0) {
            input.amount = made->outputs[input.vout].amount;
            input.script = made->outputs[input.vout].script;
        }
    } else if (!coin.exists && maker.refusal && maker.refusal->code == kNoSuchTransaction) {
        coin.exists = false;
    }
}

std::vector<Call> coin_calls(const Transaction& transaction)
{
    std::vector<Call> calls;
    for (const auto& input : transaction.inputs) {
        if (calls.size() >= kMostInputs * 3) break;
        if (input.txid.empty()) continue;
        calls.push_back({"gettxout", json::array{input.txid, input.vout, true}});
        calls.push_back({"gettxout", json::array{input.txid, input.vout, false}});
        calls.push_back({"getrawtransaction", json::array{input.txid, true}});
    }
    return calls;
}

/// Returns how many replies it took.
std::size_t read_coins(const Answers& answers, Gathered& gathered)
{
    std::size_t at = 0;
    auto& transaction = *gathered.transaction;
    for (auto& input : transaction.inputs) {
        if (at >= kMostInputs * 3 || at + 3 > answers.replies.size()) break;
        if (input.txid.empty()) continue;
        Coin coin{.claim = input.claim()};
        read_coin(std::span{answers.replies}.subspan(at, 3), input, coin);
        // Without an index the maker of a spent coin is not found though it is there.
        if (coin.exists == false && !gathered.complete) coin.exists.reset();
        gathered.coins.push_back(std::move(coin));
        at += 3;
    }
    Sats sum = 0;
    bool whole = !transaction.coinbase() && transaction.fee < 0;
    for (const auto& input : transaction.inputs) {
        whole &= input.amount >= 0 && sum < 9'000'000'000'000'000;
        sum += std::max<Sats>(input.amount, 0);
    }
    for (const auto& output : transaction.outputs) sum -= output.amount;
    if (whole && sum >= 0) transaction.fee = sum;
    return at;
}

void note_coins(const Answers& answers, Gathered& gathered)
{
    for (const auto& coin : gathered.coins) {
        std::string state = coin.in_pool == true      ? "unspent"
                            : coin.in_blocks == true  ? "spent in the pool"
                            : coin.in_blocks == false ? "spent or never made"
                                                      : "not known";
        note(gathered, answers, "gettxout", {.what = "input " + coin.claim, .value = state});
    }
    if (!gathered.trial) return;
    auto said = gathered.trial->allowed ? std::string{"allowed"} : gathered.trial->reason;
    note(gathered, answers, "testmempoolaccept", {.what = "trial", .value = said});
}

Task<Gathered> complete_pending(std::shared_ptr<Nodes> nodes, Gathered gathered, std::string source)
{
    auto calls = coin_calls(*gathered.transaction);
    auto coins = calls.size();
    calls.push_back({"getmempoolancestors", json::array{gathered.id, true}});
    calls.push_back({"getmempooldescendants", json::array{gathered.id, true}});
    auto answers = co_await nodes->ask(std::move(calls), source);
    if (!answers || answers->dialect != "bitcoin-core") co_return gathered;
    read_coins(*answers, gathered);
    gathered.coins.clear();  // It spends them itself: what is said of them here means nothing.
    if (answers->replies.size() < coins + 2) co_return gathered;
    const auto& above = answers->replies[coins];
    const auto& below = answers->replies[coins + 1];
    if (above.good()) gathered.ancestors = read_relatives(above.result);
    if (below.good()) gathered.descendants = read_relatives(below.result);
    co_return gathered;
}

Task<Gathered> complete_gone(std::shared_ptr<Nodes> nodes, Gathered gathered, std::string source)
{
    const auto& transaction = *gathered.transaction;
    auto calls = coin_calls(transaction);
    auto coins = calls.size();
    json::array claims;
    for (const auto& input : transaction.inputs) {
        if (input.txid.empty() || claims.size() >= kMostInputs) continue;
        claims.push_back(json::object{{"txid", input.txid}, {"vout", input.vout}});
    }
    calls.push_back({"gettxspendingprevout", only(std::move(claims))});
    if (!transaction.raw.empty()) {
        calls.push_back({"testmempoolaccept", only(json::array{transaction.raw})});
    }
    auto answers = co_await nodes->ask(std::move(calls), source);
    if (!answers || answers->dialect != "bitcoin-core") co_return gathered;
    read_coins(*answers, gathered);
    std::span<const Reply> rest{answers->replies};
    rest = rest.subspan(std::min(coins, rest.size()));
    if (!rest.empty() && rest[0].good()) read_spenders(rest[0].result, gathered);
    if (rest.size() > 1 && rest[1].good()) gathered.trial = read_trial(rest[1].result);
    note_coins(*answers, gathered);
    co_return co_await find_winner(nodes, std::move(gathered), answers->source);
}

}  // namespace

void note(Gathered& gathered, const Answers& from, std::string_view method, desk::Evidence seen)
{
    seen.source = from.source;
    seen.method = method;
    seen.height = from.height;
    seen.at = from.at;
    gathered.evidence.push_back(std::move(seen));
}

std::vector<Call> core_first_calls(const std::string& id)
{
    return {
        {"getrawtransaction", json::array{id, true}},
        {"getmempoolentry", json::array{id}},
        {"getmempoolinfo", json::array{}},
        {"getblockchaininfo", json::array{}},
        {"getindexinfo", json::array{}},
        {"estimatesmartfee", json::array{2}}};
}

bool core_denies(std::span<const Reply> replies)
{
    if (replies.size() < kFirstCount) return false;
    const auto& reply = replies[kTransaction];
    return indexed(replies[kIndex]) && reply.refusal && reply.refusal->code == kNoSuchTransaction;
}

void read_core_first(std::span<const Reply> replies, const Answers& from, Gathered& gathered)
{
    if (replies.size() < kFirstCount) return;
    gathered.head = number_at(replies[kChain].result, {"blocks"}).value_or(from.height);
    gathered.head_block = text_at(replies[kChain].result, {"bestblockhash"});
    gathered.complete = indexed(replies[kIndex]);
    if (auto policy = read_policy(replies[kPool].result)) gathered.policy = *policy;
    if (const auto* rate = at(replies[kEstimate].result, {"feerate"})) {
        gathered.estimate = rate_of_coins(*rate);
    }
    if (replies[kTransaction].good()) {
        auto transaction = read_core_transaction(replies[kTransaction].result);
        if (transaction && transaction->id == gathered.id) {
            gathered.transaction = std::move(transaction);
            gathered.place = read_core_place(replies[kTransaction].result, gathered.head);
        }
    }
    if (replies[kEntry].good() && !gathered.place) {
        gathered.entry = read_entry(replies[kEntry].result);
        if (gathered.entry && gathered.transaction) {
            gathered.transaction->fee = gathered.entry->fee;
            gathered.pending = true;
        }
    }
    note_transaction(from, gathered);
}

Task<Gathered> complete_core(std::shared_ptr<Nodes> nodes, Gathered gathered, std::string source)
{
    if (!gathered.transaction) co_return gathered;
    if (gathered.pending) co_return co_await complete_pending(nodes, std::move(gathered), source);
    if (gathered.place) co_return gathered;
    co_return co_await complete_gone(nodes, std::move(gathered), source);
}

}  // namespace keydesk::chains::bitcoin
