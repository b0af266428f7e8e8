#include "chains/bitcoin/causes.hpp"

#include "chains/bitcoin/words.hpp"

#include <algorithm>
#include <set>

namespace keydesk::chains::bitcoin {

namespace {

constexpr std::int64_t kMature = 100;  ///< Confirmations after which a block's reward may be spent.

desk::Values values_of(const Place& place, std::int64_t final_after)
{
    desk::Values values;
    values["confirmations"] = std::to_string(place.confirmations);
    values["needed"] = std::to_string(final_after);
    if (place.height >= 0) values["height"] = std::to_string(place.height);
    if (millis(place.time) > 0) values["time"] = time_text(place.time);
    return values;
}

desk::Cause immature(const Gathered& gathered, desk::Values values)
{
    const auto& place = *gathered.place;
    values["missing"] = std::to_string(kMature + 1 - place.confirmations);
    if (place.height >= 0) values["mature_height"] = std::to_string(place.height + kMature);
    return {.id = "btc.coinbase_immature", .confidence = 0.99, .values = std::move(values)};
}

const Output* same_receiver(const Transaction& transaction, const Output& output)
{
    auto found = std::ranges::find(transaction.outputs, output.script, &Output::script);
    return found == transaction.outputs.end() ? nullptr : &*found;
}

}  // namespace

bool Transaction::signals_replacement() const
{
    return std::ranges::any_of(
        inputs, [](const Input& input) { return input.sequence < 0xfffffffe; });
}

Intent intent_of(const Transaction& before, const Transaction& now)
{
    std::set<std::string> own;
    for (const auto& input : before.inputs) {
        if (!input.script.empty()) own.insert(input.script);
    }
    bool missing = false;
    bool same = false;
    bool grew = false;
    for (const auto& output : before.outputs) {
        if (output.data() || own.contains(output.script)) continue;
        const auto* kept = same_receiver(now, output);
        missing |= !kept;
        same |= kept && kept->amount == output.amount;
        // What a sender pays himself grows when he takes the payment back.
        grew |= kept && kept->amount > output.amount;
    }
    if (!missing || (same && !grew)) return Intent::speed_up;
    bool to_himself = std::ranges::all_of(now.outputs, [&](const Output& output) {
        return output.data() || own.contains(output.script) || same_receiver(before, output);
    });
    return to_himself ? Intent::cancel : Intent::redirected;
}

Verdict judge_mined(const Gathered& gathered, std::int64_t final_after)
{
    const auto& place = *gathered.place;
    auto values = values_of(place, final_after);
    if (gathered.transaction) values.merge(bitcoin::values_of(*gathered.transaction));
    Verdict verdict{.confirmations = place.confirmations, .seen = true};
    verdict.state = place.confirmations >= final_after ? "final" : "included";
    // A reorganisation that took it back and put it into another block leaves this trace.
    bool moved = gathered.memory && !gathered.memory->block.empty() && !place.block.empty() &&
                 gathered.memory->block != place.block;
    bool young =
        gathered.transaction && gathered.transaction->coinbase() && place.confirmations <= kMature;
    if (young) verdict.causes.push_back(immature(gathered, values));
    auto moved_values = values;
    verdict.causes.push_back(
        {.id = "btc.confirmed", .confidence = 0.99, .values = std::move(values)});
    if (moved) {
        moved_values["was_height"] = std::to_string(gathered.memory->height);
        verdict.causes.push_back(
            {.id = "btc.reorged", .confidence = 0.8, .values = std::move(moved_values)});
    }
    return verdict;
}

Verdict judge(const Gathered& gathered, std::int64_t final_after)
{
    // A block of a branch that lost has no confirmations: its transactions are where the pool says.
    bool mined = gathered.place && gathered.place->confirmations > 0;
    auto verdict = mined              ? judge_mined(gathered, final_after)
                   : gathered.pending ? judge_pending(gathered)
                                      : judge_gone(gathered);
    bool free = verdict.state == "dropped" || verdict.state == "expired";
    for (auto& cause : verdict.causes) {
        // "Your coins are free" on one node's word alone could make somebody pay twice.
        if (free && gathered.denied_by < 2) cause.confidence = std::min(cause.confidence, 0.75);
        // Who is behind may know nothing of the block that has it.
        if (gathered.lagging) cause.confidence *= 0.6;
    }
    return verdict;
}

}  // namespace keydesk::chains::bitcoin
