#include "chains/bitcoin/esplora.hpp"

#include "chains/bitcoin/core.hpp"
#include "chains/bitcoin/json.hpp"
#include "chains/bitcoin/read.hpp"
#include "chains/bitcoin/words.hpp"

#include <algorithm>

namespace keydesk::chains::bitcoin {

namespace json = boost::json;

namespace {

constexpr std::int64_t kNotFound = 404;
/// Each input is two requests, so fewer of them than where a batch is one.
constexpr std::size_t kMostInputs = 5;

/// Places of esplora_first_calls.
enum First { kTransaction, kPool, kHead, kPackage, kReplaced, kFees, kFirstCount };

void read_policy(const json::value& fees, Gathered& gathered)
{
    const auto* floor = at(fees, {"minimumFee"});
    auto rate = floor ? rate_of_sats(*floor) : std::nullopt;
    if (rate) gathered.policy.pool_floor = *rate;
    const auto* fast = at(fees, {"fastestFee"});
    if (fast) gathered.estimate = rate_of_sats(*fast);
}

void note_transaction(const Answers& from, Gathered& gathered)
{
    const auto& transaction = *gathered.transaction;
    if (transaction.fee >= 0) {
        auto rate = rate_text(rate_of(transaction.fee, transaction.size));
        note(gathered, from, "tx", {.what = "fee_rate", .value = rate});
    }
    if (!gathered.place) return;
    auto count = std::to_string(gathered.place->confirmations);
    note(gathered, from, "tx", {.what = "confirmations", .value = count});
    note(gathered, from, "tx", {.what = "block", .value = gathered.place->block});
}

/// outspend of one input, and whether the transaction that made the coin is there.
void read_coin(const Reply& spent, const Reply& maker, Coin& coin)
{
    if (maker.good()) coin.exists = true;
    if (maker.refusal && maker.refusal->code == kNotFound) coin.exists = false;
    auto confirmed = truth_at(maker.result, {"confirmed"});
    coin.made_in_pool = maker.good() && confirmed == false;
    auto gone = spent.good() ? truth_at(spent.result, {"spent"}) : std::nullopt;
    if (!gone) return;
    // A coin that was never made is not unspent, though that is what outspend says of it.
    if (coin.exists == false) {
        coin.in_pool = coin.in_blocks = false;
        return;
    }
    bool in_block = truth_at(spent.result, {"status", "confirmed"}).value_or(false);
    coin.in_pool = !*gone;
    coin.in_blocks = (!*gone || !in_block) && !coin.made_in_pool;
    auto spender = text_at(spent.result, {"txid"});
    if (*gone && is_txid(spender)) coin.spender = std::move(spender);
}

std::vector<Call> coin_calls(const Transaction& transaction)
{
    std::vector<Call> calls;
    for (const auto& input : transaction.inputs) {
        if (input.txid.empty()) continue;
        if (calls.size() >= kMostInputs * 2) break;
        calls.push_back({"tx/" + input.txid + "/outspend/" + std::to_string(input.vout), nullptr});
        calls.push_back({"tx/" + input.txid + "/status", nullptr});
    }
    return calls;
}

void read_coins(const Answers& answers, Gathered& gathered)
{
    gathered.coins.clear();
    std::size_t at = 0;
    for (const auto& input : gathered.transaction->inputs) {
        if (input.txid.empty()) continue;
        if (at + 2 > answers.replies.size()) break;
        Coin coin{.claim = input.claim()};
        read_coin(answers.replies[at], answers.replies[at + 1], coin);
        auto state = coin.in_pool == true    ? "unspent"
                     : coin.in_pool == false ? "spent"
                                             : "not known";
        note(gathered, answers, "outspend", {.what = "input " + coin.claim, .value = state});
        gathered.coins.push_back(std::move(coin));
        at += 2;
    }
}

std::string spender_of(const Gathered& gathered)
{
    for (const auto& coin : gathered.coins) {
        if (!coin.spender.empty() && coin.spender != gathered.id) return coin.spender;
    }
    return gathered.coins.empty() ? gathered.replaced_by : std::string{};
}

}  // namespace

std::vector<Call> esplora_first_calls(const std::string& id)
{
    return {
        {"tx/" + id, nullptr},
        {"mempool", nullptr},
        {"blocks/tip/height", nullptr},
        {"v1/cpfp/" + id, nullptr},
        {"v1/tx/" + id + "/rbf", nullptr},
        {"v1/fees/recommended", nullptr}};
}

bool esplora_denies(std::span<const Reply> replies)
{
    if (replies.size() < kFirstCount) return false;
    const auto& refusal = replies[kTransaction].refusal;
    return refusal && refusal->code == kNotFound;
}

void read_esplora_first(std::span<const Reply> replies, const Answers& from, Gathered& gathered)
{
    if (replies.size() < kFirstCount) return;
    gathered.complete = true;
    gathered.head = number_at(replies[kHead].result, {}).value_or(from.height);
    if (replies[kPool].good()) gathered.queue = read_esplora_queue(replies[kPool].result);
    gathered.policy.count = number_at(replies[kPool].result, {"count"}).value_or(0);
    read_policy(replies[kFees].result, gathered);
    if (replies[kReplaced].good()) {
        gathered.replaced_by = read_replacement(replies[kReplaced].result, gathered.id);
    }
    if (!replies[kTransaction].good()) return;
    auto transaction = read_esplora_transaction(replies[kTransaction].result);
    if (!transaction || transaction->id != gathered.id) return;
    gathered.transaction = std::move(transaction);
    if (const auto* status = at(replies[kTransaction].result, {"status"})) {
        gathered.place = read_esplora_place(*status, gathered.head);
    }
    gathered.pending = !gathered.place;
    if (gathered.pending && replies[kPackage].good()) {
        gathered.entry = read_cpfp(replies[kPackage].result, *gathered.transaction);
    }
    const auto& known = *gathered.transaction;
    if (gathered.pending && !gathered.entry && known.fee >= 0 && known.size > 0) {
        gathered.entry = Entry{
            .size = known.size,
            .fee = known.fee,
            .ancestor_size = known.size,
            .descendant_size = known.size,
            .ancestor_fees = known.fee,
            .descendant_fees = known.fee};
    }
    note_transaction(from, gathered);
}

Task<Gathered> complete_esplora(std::shared_ptr<Nodes> nodes, Gathered gathered, std::string source)
{
    if (gathered.pending || gathered.place) co_return gathered;
    if (gathered.transaction) {
        auto coins = co_await nodes->ask(coin_calls(*gathered.transaction), source);
        if (!coins || coins->dialect != "esplora") co_return gathered;
        read_coins(*coins, gathered);
    }
    auto spender = spender_of(gathered);
    if (spender.empty()) co_return gathered;
    std::vector<Call> calls{{"tx/" + spender, nullptr}};
    auto answers = co_await nodes->ask(std::move(calls), source);
    if (!answers || answers->replies.empty() || !answers->replies[0].good()) co_return gathered;
    const auto& answer = answers->replies[0].result;
    auto other = read_esplora_transaction(answer);
    if (!other || other->id != spender) co_return gathered;
    Winner winner{.transaction = std::move(*other), .place = {}, .since = {}};
    if (const auto* status = at(answer, {"status"})) {
        winner.place = read_esplora_place(*status, gathered.head);
    }
    note(gathered, *answers, "tx", {.what = "spender", .value = spender});
    gathered.winner = std::move(winner);
    co_return gathered;
}

}  // namespace keydesk::chains::bitcoin
