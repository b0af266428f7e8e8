#include "chains/bitcoin/read.hpp"

#include "chains/bitcoin/json.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>

namespace keydesk::chains::bitcoin {

namespace json = boost::json;

namespace {

using Path = std::initializer_list<std::string_view>;

constexpr Sats kMostSats = 9'000'000'000'000'000;
constexpr std::int64_t kMostSize = 4'000'000'000;  // larger than any pool

/// A number between nothing and `most`: sums of such numbers cannot overflow.
std::int64_t bounded_at(const json::value& value, Path path, std::int64_t most, std::int64_t other)
{
    auto number = number_at(value, path);
    return number ? std::clamp<std::int64_t>(*number, 0, most) : other;
}

Sats sats_at(const json::value& value, Path path, Sats other)
{
    return bounded_at(value, path, kMostSats, other);
}

Vbytes size_at(const json::value& value, Path path, Vbytes other)
{
    return bounded_at(value, path, kMostSize, other);
}

/// Of an amount that is written in coins.
Sats coins_at(const json::value& value, Path path, Sats other)
{
    const auto* coins = at(value, path);
    auto sats = coins ? sats_of_coins(*coins) : std::nullopt;
    return sats && *sats >= 0 ? *sats : other;
}

Vbytes size_of_weight(std::int64_t weight)
{
    return (weight + 3) / 4;
}

std::uint32_t small_at(const json::value& value, std::string_view name, std::uint32_t otherwise)
{
    auto number = number_at(value, {name});
    if (!number || *number < 0 || *number > 0xffffffffLL) return otherwise;
    return static_cast<std::uint32_t>(*number);
}

Input read_core_input(const json::value& answer)
{
    Input input{
        .txid = text_at(answer, {"txid"}),
        .vout = small_at(answer, "vout", 0),
        .sequence = small_at(answer, "sequence", 0xffffffff)};
    if (!is_txid(input.txid)) input.txid.clear();
    input.amount = coins_at(answer, {"prevout", "value"}, -1);
    input.script = text_at(answer, {"prevout", "scriptPubKey", "hex"});
    return input;
}

Output read_core_output(const json::value& answer)
{
    Output output{.script = text_at(answer, {"scriptPubKey", "hex"})};
    output.amount = coins_at(answer, {"value"}, 0);
    output.address = text_at(answer, {"scriptPubKey", "address"});
    const auto* addresses = list_at(answer, {"scriptPubKey", "addresses"});  // before Core 22
    if (output.address.empty() && addresses && addresses->size() == 1) {
        if (const auto* only = addresses->front().if_string()) output.address = only->c_str();
    }
    return output;
}

void add_relatives(const json::array* list, Entry& entry, bool above)
{
    if (!list) return;
    for (const auto& one : *list) {
        auto size = size_of_weight(size_at(one, {"weight"}, 0));
        auto fee = sats_at(one, {"fee"}, 0);
        (above ? entry.ancestors : entry.descendants) += 1;
        (above ? entry.ancestor_size : entry.descendant_size) += size;
        (above ? entry.ancestor_fees : entry.descendant_fees) += fee;
        auto id = text_at(one, {"txid"});
        if (above && is_txid(id)) entry.depends.push_back(std::move(id));
    }
}

}  // namespace

std::optional<Transaction> read_core_transaction(const json::value& answer)
{
    Transaction transaction{.id = text_at(answer, {"txid"}), .raw = text_at(answer, {"hex"})};
    const auto* inputs = list_at(answer, {"vin"});
    const auto* outputs = list_at(answer, {"vout"});
    if (!is_txid(transaction.id) || !inputs || !outputs) return std::nullopt;
    for (const auto& input : *inputs) transaction.inputs.push_back(read_core_input(input));
    for (const auto& output : *outputs) transaction.outputs.push_back(read_core_output(output));
    transaction.size = size_at(answer, {"vsize"}, 0);
    transaction.lock_time = bounded_at(answer, {"locktime"}, 0xffffffff, 0);
    transaction.fee = coins_at(answer, {"fee"}, -1);
    return transaction;
}

std::optional<Transaction> read_esplora_transaction(const json::value& answer)
{
    Transaction transaction{.id = text_at(answer, {"txid"})};
    const auto* inputs = list_at(answer, {"vin"});
    const auto* outputs = list_at(answer, {"vout"});
    if (!is_txid(transaction.id) || !inputs || !outputs) return std::nullopt;
    for (const auto& one : *inputs) {
        Input input{
            .txid = text_at(one, {"txid"}),
            .vout = small_at(one, "vout", 0),
            .sequence = small_at(one, "sequence", 0xffffffff)};
        if (truth_at(one, {"is_coinbase"}).value_or(false) || !is_txid(input.txid)) {
            input.txid.clear();
        }
        input.amount = sats_at(one, {"prevout", "value"}, -1);
        input.script = text_at(one, {"prevout", "scriptpubkey"});
        transaction.inputs.push_back(std::move(input));
    }
    for (const auto& one : *outputs) {
        transaction.outputs.push_back(
            {.amount = sats_at(one, {"value"}, 0),
             .script = text_at(one, {"scriptpubkey"}),
             .address = text_at(one, {"scriptpubkey_address"})});
    }
    transaction.size = size_of_weight(size_at(answer, {"weight"}, 0));
    transaction.fee = sats_at(answer, {"fee"}, -1);
    transaction.lock_time = bounded_at(answer, {"locktime"}, 0xffffffff, 0);
    return transaction;
}

std::optional<Entry> read_entry(const json::value& answer)
{
    Entry entry;
    entry.size = size_at(answer, {"vsize"}, 0);
    entry.fee = coins_at(answer, {"fees", "base"}, -1);
    if (entry.fee < 0 || entry.size <= 0) return std::nullopt;
    entry.ancestors = bounded_at(answer, {"ancestorcount"}, 10'000, 1);
    entry.descendants = bounded_at(answer, {"descendantcount"}, 10'000, 1);
    entry.ancestor_size = size_at(answer, {"ancestorsize"}, entry.size);
    entry.descendant_size = size_at(answer, {"descendantsize"}, entry.size);
    entry.ancestor_fees = coins_at(answer, {"fees", "ancestor"}, entry.fee);
    entry.descendant_fees = coins_at(answer, {"fees", "descendant"}, entry.fee);
    auto chunk = coins_at(answer, {"fees", "chunk"}, -1);
    auto weight = size_at(answer, {"chunkweight"}, 0);
    if (chunk >= 0 && weight > 0) entry.chunk = rate_of(chunk, size_of_weight(weight));
    if (const auto* parents = list_at(answer, {"depends"})) {
        for (const auto& parent : *parents) {
            if (const auto* id = parent.if_string(); id && is_txid(*id)) {
                entry.depends.emplace_back(*id);
            }
        }
    }
    entry.since = time_at(answer, {"time"});
    return entry;
}

std::vector<Relative> read_relatives(const json::value& answer)
{
    std::vector<Relative> relatives;
    const auto* object = answer.if_object();
    if (!object) return relatives;
    for (const auto& [id, value] : *object) {
        auto entry = read_entry(value);
        if (entry && is_txid(id)) relatives.push_back({std::string{id}, std::move(*entry)});
    }
    return relatives;
}

std::optional<Policy> read_policy(const json::value& answer)
{
    const auto* floor = at(answer, {"mempoolminfee"});
    if (!floor) return std::nullopt;
    Policy policy;
    if (const auto* relay = at(answer, {"minrelaytxfee"})) {
        policy.relay_floor = rate_of_coins(*relay).value_or(policy.relay_floor);
    }
    policy.pool_floor = rate_of_coins(*floor).value_or(policy.relay_floor);
    policy.step = policy.relay_floor;
    if (const auto* step = at(answer, {"incrementalrelayfee"})) {
        policy.step = rate_of_coins(*step).value_or(policy.step);
    }
    policy.count = number_at(answer, {"size"}).value_or(0);
    return policy;
}

std::optional<Entry> read_cpfp(const json::value& answer, const Transaction& transaction)
{
    const auto* ancestors = list_at(answer, {"ancestors"});
    if (!ancestors || transaction.size <= 0 || transaction.fee < 0) return std::nullopt;
    Entry entry{.size = transaction.size, .fee = transaction.fee};
    entry.ancestor_size = entry.descendant_size = transaction.size;
    entry.ancestor_fees = entry.descendant_fees = transaction.fee;
    add_relatives(ancestors, entry, true);
    add_relatives(list_at(answer, {"descendants"}), entry, false);
    if (const auto* rate = at(answer, {"effectiveFeePerVsize"})) entry.chunk = rate_of_sats(*rate);
    return entry;
}

std::string read_replacement(const json::value& answer, const std::string& id)
{
    auto last = text_at(answer, {"replacements", "tx", "txid"});
    return is_txid(last) && last != id ? last : std::string{};
}

std::optional<Place> read_core_place(const json::value& answer, std::int64_t head)
{
    Place place{
        .block = text_at(answer, {"blockhash"}),
        .confirmations = bounded_at(answer, {"confirmations"}, kMostSize, 0),
        .time = time_at(answer, {"blocktime"})};
    if (place.block.empty() || place.confirmations < 1) return std::nullopt;
    if (head >= place.confirmations) place.height = head - place.confirmations + 1;
    return place;
}

std::optional<Place> read_esplora_place(const json::value& status, std::int64_t head)
{
    if (!truth_at(status, {"confirmed"}).value_or(false)) return std::nullopt;
    Place place{
        .block = text_at(status, {"block_hash"}),
        .height = number_at(status, {"block_height"}).value_or(-1),
        .time = time_at(status, {"block_time"})};
    // A head that was read a moment before the block came counts one too few, never none.
    place.confirmations = head >= place.height && place.height >= 0 ? head - place.height + 1 : 1;
    return place;
}

std::optional<Trial> read_trial(const json::value& answer)
{
    const auto* list = answer.if_array();
    if (!list || list->empty()) return std::nullopt;
    auto allowed = truth_at(list->front(), {"allowed"});
    if (!allowed) return std::nullopt;
    return Trial{*allowed, text_at(list->front(), {"reject-reason"})};
}

FeeRate mining_rate(const Entry& entry)
{
    if (entry.chunk) return *entry.chunk;
    auto own = rate_of(entry.fee, entry.size);
    if (entry.ancestors <= 1) return own;
    return std::min(own, rate_of(entry.ancestor_fees, entry.ancestor_size));
}

}  // namespace keydesk::chains::bitcoin
