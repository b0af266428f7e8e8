#include "chains/bitcoin/memory.hpp"

#include "chains/bitcoin/json.hpp"
#include "chains/bitcoin/raw.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace keydesk::chains::bitcoin {

namespace json = boost::json;

namespace {

constexpr Sats kMostSats = 9'000'000'000'000'000;
constexpr Vbytes kMostSize = 4'000'000;

json::value details_of(const desk::Memory& memory)
{
    boost::system::error_code failed;
    auto details = json::parse(memory.details, failed);
    return failed ? json::value{} : details;
}

json::array written(const std::vector<Input>& inputs)
{
    json::array list;
    for (const auto& input : inputs) {
        json::object one{{"txid", input.txid}, {"vout", input.vout}, {"sequence", input.sequence}};
        if (input.amount >= 0) one["amount"] = input.amount;
        if (!input.script.empty()) one["script"] = input.script;
        list.push_back(std::move(one));
    }
    return list;
}

json::array written(const std::vector<Output>& outputs)
{
    json::array list;
    for (const auto& output : outputs) {
        json::object one{{"amount", output.amount}, {"script", output.script}};
        if (!output.address.empty()) one["address"] = output.address;
        list.push_back(std::move(one));
    }
    return list;
}

/// A file of memories may have been written by anybody: no sum of such numbers overflows.
std::int64_t bounded(
    const json::value& value, std::string_view name, std::int64_t most, std::int64_t otherwise)
{
    auto number = number_at(value, {name}).value_or(-1);
    return number < 0 ? otherwise : std::min(number, most);
}

std::uint32_t small(const json::value& value, std::string_view name, std::uint32_t otherwise)
{
    auto number = number_at(value, {name}).value_or(-1);
    bool fits = number >= 0 && number <= 0xffffffffLL;
    return fits ? static_cast<std::uint32_t>(number) : otherwise;
}

/// What a raw form does not hold: amounts and scripts of the inputs, addresses of the outputs.
void add_details(const json::value& details, Transaction& transaction)
{
    const auto* inputs = list_at(details, {"inputs"});
    for (std::size_t at = 0; inputs && at < inputs->size(); ++at) {
        const auto& from = (*inputs)[at];
        if (at >= transaction.inputs.size()) transaction.inputs.emplace_back();
        auto& input = transaction.inputs[at];
        input.txid = text_at(from, {"txid"});
        if (!is_txid(input.txid)) input.txid.clear();
        input.vout = small(from, "vout", 0);
        input.sequence = small(from, "sequence", 0xffffffff);
        input.amount = bounded(from, "amount", kMostSats, -1);
        input.script = text_at(from, {"script"});
    }
    const auto* outputs = list_at(details, {"outputs"});
    for (std::size_t at = 0; outputs && at < outputs->size(); ++at) {
        const auto& from = (*outputs)[at];
        if (at >= transaction.outputs.size()) transaction.outputs.emplace_back();
        auto& output = transaction.outputs[at];
        output.amount = bounded(from, "amount", kMostSats, 0);
        output.script = text_at(from, {"script"});
        output.address = text_at(from, {"address"});
    }
    transaction.size = bounded(details, "size", kMostSize, transaction.size);
    transaction.fee = bounded(details, "fee", kMostSats, transaction.fee);
    transaction.lock_time = bounded(details, "lock_time", 0xffffffff, transaction.lock_time);
}

std::string written(const Transaction& transaction, bool accepted)
{
    json::object details{
        {"inputs", written(transaction.inputs)}, {"outputs", written(transaction.outputs)}};
    if (!transaction.raw.empty()) details["raw"] = transaction.raw;
    if (transaction.fee >= 0) details["fee"] = transaction.fee;
    if (transaction.size > 0) details["size"] = transaction.size;
    if (transaction.lock_time > 0) details["lock_time"] = transaction.lock_time;
    details["accepted"] = accepted;
    return json::serialize(details);
}

}  // namespace

std::optional<desk::Memory> memory_of(
    const Gathered& gathered, const std::string& chain, const std::optional<desk::Memory>& before)
{
    if (!gathered.transaction) return before;
    auto transaction = *gathered.transaction;
    auto earlier = before ? remembered_transaction(*before) : std::nullopt;
    bool mined = gathered.place && gathered.place->confirmations > 0;
    bool accepted = mined || gathered.pending || (before && remembered(*before).was_accepted);
    if (earlier) {
        if (transaction.raw.empty()) transaction.raw = earlier->raw;
        if (transaction.fee < 0) transaction.fee = earlier->fee;
        for (std::size_t at = 0; at < transaction.inputs.size(); ++at) {
            if (at >= earlier->inputs.size() || transaction.inputs[at].amount >= 0) continue;
            transaction.inputs[at].amount = earlier->inputs[at].amount;
            transaction.inputs[at].script = earlier->inputs[at].script;
        }
    }
    desk::Memory memory{.chain = chain, .id = gathered.id, .first_seen = gathered.now};
    if (before) {
        memory = *before;
    } else if (gathered.entry && millis(gathered.entry->since) > 0) {
        memory.first_seen = std::min(gathered.now, gathered.entry->since);
    }
    memory.claims.clear();
    for (const auto& input : transaction.inputs) {
        if (!input.txid.empty()) memory.claims.push_back(input.claim());
    }
    memory.details = written(transaction, accepted);
    // Gone from its block: the trace of the reorganisation stays until it is in another one.
    if (mined) {
        memory.height = gathered.place->height;
        memory.block = gathered.place->block;
    }
    return memory;
}

std::optional<Transaction> remembered_transaction(const desk::Memory& memory)
{
    auto details = details_of(memory);
    auto raw = text_at(details, {"raw"});
    auto transaction = parse_raw(raw);
    if (transaction && transaction->id != memory.id) return std::nullopt;
    if (!transaction) transaction.emplace(Transaction{.id = memory.id, .raw = std::move(raw)});
    add_details(details, *transaction);
    if (transaction->inputs.empty()) return std::nullopt;
    return transaction;
}

Remembered remembered(const desk::Memory& memory)
{
    return {
        .first_seen = memory.first_seen,
        .height = memory.height,
        .block = memory.block,
        .was_accepted = truth_at(details_of(memory), {"accepted"}).value_or(false)};
}

}  // namespace keydesk::chains::bitcoin
