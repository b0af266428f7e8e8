#include "chains/bitcoin/causes.hpp"
#include "chains/bitcoin/reject.hpp"
#include "chains/bitcoin/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace keydesk::chains::bitcoin {

namespace {

constexpr std::chrono::hours kForgotten{336};

Verdict one(std::string state, std::string id, double confidence, desk::Values values)
{
    Verdict verdict{.state = std::move(state), .seen = true};
    verdict.causes.push_back({std::move(id), confidence, std::move(values)});
    return verdict;
}

desk::Values known_values(const Gathered& gathered)
{
    desk::Values values;
    if (gathered.transaction) values = values_of(*gathered.transaction);
    if (gathered.memory) values["since"] = time_text(gathered.memory->first_seen);
    const auto& policy = gathered.policy;
    values["relay_floor"] = rate_text(policy.relay_floor);
    values["pool_floor"] = rate_text(policy.pool_floor);
    if (gathered.transaction && gathered.transaction->size > 0) {
        auto floor = std::max(policy.pool_floor, policy.relay_floor);
        values["needed"] = sats_text(cost_of(floor, gathered.transaction->size));
    }
    return values;
}

/// What a replacement of `winner` of the size of `ours` must pay.
Sats least_replacement(const Transaction& winner, const Transaction& ours, const Policy& policy)
{
    auto over_rate = cost_of({rate_of(winner.fee, winner.size).per_kvb + 1}, ours.size);
    return std::max(over_rate, winner.fee + cost_of(policy.step, ours.size));
}

/// It wanted to replace the one in the pool and was refused, rather than being replaced by it.
bool came_too_cheap(const Gathered& gathered)
{
    const auto& winner = *gathered.winner;
    if (winner.place || gathered.memory->was_accepted || !gathered.transaction) return false;
    // A node that has it in front of it refuses it for that very reason.
    auto refused = gathered.trial ? reject_cause(gathered.trial->reason) : std::nullopt;
    return refused && refused->id == "btc.replacement_rejected";
}

Verdict rejected_replacement(const Gathered& gathered, desk::Values values)
{
    const auto& winner = *gathered.winner;
    values["blocked_by"] = winner.transaction.id;
    if (winner.transaction.fee >= 0 && gathered.transaction->size > 0) {
        const auto& ours = *gathered.transaction;
        auto least = least_replacement(winner.transaction, ours, gathered.policy);
        values["old_fee"] = sats_text(winner.transaction.fee);
        values["old_rate"] = rate_text(rate_of(winner.transaction.fee, winner.transaction.size));
        values["needed"] = sats_text(least);
        values["needed_rate"] = rate_text({(least * 1000 + ours.size - 1) / ours.size});
    }
    // Seen before the one that is there, it may have been first and lost.
    bool later = winner.since && gathered.memory->first_seen >= *winner.since;
    return one("failed", "btc.replacement_rejected", later ? 0.95 : 0.75, std::move(values));
}

void add_intent(const Gathered& gathered, Intent intent, desk::Values& values)
{
    auto total = coins_text(total_of(gathered.winner->transaction)) + " BTC";
    values["intent"] = intent == Intent::speed_up ? "speed_up"
                       : intent == Intent::cancel ? "cancel"
                                                  : "redirected";
    if (intent == Intent::speed_up) values["same_receiver"] = total;
    if (intent == Intent::cancel) values["taken_back"] = total;
    if (intent == Intent::redirected) values["moved"] = total;
    auto outputs = outputs_text(gathered.winner->transaction);
    if (!outputs.empty()) values["winner_outputs"] = outputs;
}

Verdict replaced(const Gathered& gathered, desk::Values values)
{
    const auto& winner = *gathered.winner;
    auto intent = Intent::redirected;
    // Without its outputs nobody can tell what the other one changed.
    if (gathered.transaction && !gathered.transaction->outputs.empty()) {
        intent = intent_of(*gathered.transaction, winner.transaction);
        add_intent(gathered, intent, values);
    }
    values["winner"] = winner.transaction.id;
    if (winner.transaction.fee >= 0 && winner.transaction.size > 0) {
        values["winner_rate"] = rate_text(rate_of(winner.transaction.fee, winner.transaction.size));
    }
    std::string id = "btc.replaced_in_mempool";
    if (winner.place) {
        bool known = values.contains("intent");
        id = known && intent == Intent::redirected ? "btc.double_spent" : "btc.replaced_confirmed";
        values["confirmations"] = std::to_string(winner.place->confirmations);
        if (winner.place->height >= 0) values["height"] = std::to_string(winner.place->height);
        if (millis(winner.place->time) > 0) values["time"] = time_text(winner.place->time);
    }
    auto verdict = one("replaced", std::move(id), 0.97, std::move(values));
    verdict.replaced_by = winner.transaction.id;
    return verdict;
}

/// Somebody spent a coin of it, and nobody says who.
std::optional<Verdict> spent_by_unknown(const Gathered& gathered, const desk::Values& values)
{
    for (const auto& coin : gathered.coins) {
        if (coin.in_pool != false || !coin.in_blocks) continue;
        auto named = values;
        named["coin"] = coin.claim;
        if (*coin.in_blocks || coin.made_in_pool) {
            return one("replaced", "btc.replaced_in_mempool", 0.85, std::move(named));
        }
        if (coin.exists == false) {
            named["missing_parent"] = coin.claim.substr(0, 64);
            return one("failed", "btc.bad_inputs", 0.85, std::move(named));
        }
        // A node without an index cannot tell whether it was this very transaction that spent it.
        if (!gathered.complete || !coin.exists) {
            return one("unknown", "unknown", 0.4, std::move(named));
        }
        return one("replaced", "btc.replaced_confirmed", 0.7, std::move(named));
    }
    return std::nullopt;
}

Time first_seen(const Gathered& gathered)
{
    return gathered.memory ? gathered.memory->first_seen : gathered.now;
}

/// Nodes would take it, or would take it with a better fee: why they do not have it any more.
Verdict dropped(const Gathered& gathered, desk::Values values, double sure)
{
    if (!gathered.memory->was_accepted) {
        // Somebody showed it to us, and no node ever had it: it was not sent.
        values["sources"] = std::to_string(gathered.denied_by);
        return one("not_found", "btc.not_found", std::min(sure, 0.85), std::move(values));
    }
    bool old = gathered.now - first_seen(gathered) >= kForgotten;
    if (old) {
        values["expired_at"] = time_text(forgotten_at(first_seen(gathered)));
        return one("expired", "btc.expired", sure, std::move(values));
    }
    // It waited less than two weeks, so a full pool is what is left; it may have drained since.
    return one("dropped", "btc.purged", gathered.policy.full() ? sure : 0.6, std::move(values));
}

void add_lock(const Gathered& gathered, desk::Values& values)
{
    if (!gathered.transaction || gathered.transaction->lock_time <= 0) return;
    auto lock = gathered.transaction->lock_time;
    constexpr std::int64_t kTimesFrom = 500'000'000;  // below it, a height
    if (lock >= kTimesFrom) {
        values["valid_from"] = time_text(Time{std::chrono::seconds{lock}});
    } else if (lock > gathered.head) {
        values["valid_height"] = std::to_string(lock);
    }
}

void add_smallest(const Gathered& gathered, desk::Values& values)
{
    if (!gathered.transaction) return;
    Sats smallest = -1;
    for (const auto& output : gathered.transaction->outputs) {
        if (output.data() || (smallest >= 0 && output.amount >= smallest)) continue;
        smallest = output.amount;
        if (!output.address.empty()) values["to"] = output.address;
    }
    if (smallest >= 0) values["smallest"] = sats_text(smallest);
}

void add_maturity(const Gathered& gathered, desk::Values& values)
{
    for (const auto& coin : gathered.coins) {
        if (!coin.coinbase || coin.confirmations < 0 || coin.confirmations >= 100) continue;
        values["missing"] = std::to_string(100 - coin.confirmations);
        values["mature_height"] = std::to_string(gathered.head + 100 - coin.confirmations);
    }
}

Verdict refused(const Gathered& gathered, desk::Values values)
{
    // It came back while we were asking: the next look will find it.
    if (gathered.trial->reason.starts_with("txn-already")) {
        return one("unknown", "unknown", 0.4, std::move(values));
    }
    auto cause = reject_cause(gathered.trial->reason);
    if (!cause) {
        // A rule that we do not know: it is refused, that is certain, but not why.
        values["rule"] = gathered.trial->reason;
        return one("failed", "btc.nonstandard", 0.5, std::move(values));
    }
    cause->values.merge(values);
    bool fee = cause->id == "btc.purged" || cause->id == "btc.below_min_relay";
    if (fee && gathered.now - first_seen(gathered) >= kForgotten && gathered.memory->was_accepted) {
        return dropped(gathered, std::move(cause->values), 0.8);
    }
    if (cause->id == "btc.timelocked") add_lock(gathered, cause->values);
    if (cause->id == "btc.dust") add_smallest(gathered, cause->values);
    if (cause->id == "btc.coinbase_immature") add_maturity(gathered, cause->values);
    auto state = cause->id == "btc.purged" ? "dropped" : "failed";
    return one(state, cause->id, 0.95, std::move(cause->values));
}

/// Nobody spent its coins and nobody would say what is wrong with it.
Verdict untried(const Gathered& gathered, desk::Values values)
{
    bool known = gathered.transaction && gathered.transaction->fee >= 0;
    auto rate = known ? rate_of(gathered.transaction->fee, gathered.transaction->size) : FeeRate{};
    if (known && rate < gathered.policy.relay_floor) {
        return one("failed", "btc.below_min_relay", 0.8, std::move(values));
    }
    bool cheap = known && gathered.policy.full() && rate < gathered.policy.pool_floor;
    return dropped(gathered, std::move(values), cheap ? 0.9 : 0.75);
}

Verdict never_seen(const Gathered& gathered)
{
    desk::Values values{{"sources", std::to_string(gathered.denied_by)}};
    if (!gathered.replaced_by.empty()) {
        values["winner"] = gathered.replaced_by;
        auto verdict = one("replaced", "btc.replaced_in_mempool", 0.9, std::move(values));
        verdict.replaced_by = gathered.replaced_by;
        return verdict;
    }
    bool certain = gathered.denied_by >= 2;
    Verdict verdict{.state = certain ? "not_found" : "unknown"};
    verdict.causes.push_back({"btc.not_found", certain ? 0.9 : 0.45, std::move(values)});
    return verdict;
}

}  // namespace

Verdict judge_gone(const Gathered& gathered)
{
    if (!gathered.memory || !gathered.transaction) {
        // An explorer that keeps replacements named it; nobody is left to contradict.
        if (gathered.winner) return replaced(gathered, {});
        return never_seen(gathered);
    }
    auto values = known_values(gathered);
    if (gathered.asked == 0) return one("unknown", "unknown", 0.3, std::move(values));
    if (gathered.winner) {
        if (came_too_cheap(gathered)) return rejected_replacement(gathered, std::move(values));
        return replaced(gathered, std::move(values));
    }
    if (auto spent = spent_by_unknown(gathered, values)) return *spent;
    if (gathered.trial && gathered.trial->allowed) {
        return dropped(gathered, std::move(values), 0.95);
    }
    if (gathered.trial) return refused(gathered, std::move(values));
    bool free = !gathered.coins.empty() && std::ranges::all_of(gathered.coins, [](auto& coin) {
        return coin.in_pool == true;
    });
    if (free) return untried(gathered, std::move(values));
    if (!gathered.replaced_by.empty()) return never_seen(gathered);
    return one("unknown", "unknown", 0.4, std::move(values));
}

}  // namespace keydesk::chains::bitcoin
