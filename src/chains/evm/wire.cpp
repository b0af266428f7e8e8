#include "chains/evm/wire.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace keydesk::chains::evm {

namespace json = boost::json;

namespace {

constexpr std::size_t kMostLogs = 1000;

const json::value& field(const json::value& value, std::string_view key)
{
    static const json::value nothing;
    const auto* object = value.if_object();
    const auto* found = object ? object->if_contains(key) : nullptr;
    return found ? *found : nothing;
}

std::string_view text(const json::value& value)
{
    const auto* string = value.if_string();
    return string ? std::string_view{*string} : std::string_view{};
}

std::string hash_field(const json::value& value, std::string_view key)
{
    return fixed_bytes(text(field(value, key)), 32);
}

std::string address_field(const json::value& value, std::string_view key)
{
    return fixed_bytes(text(field(value, key)), 20);
}

std::optional<Log> read_log(const json::value& value)
{
    Log log{address_field(value, "address"), {}, std::string{text(field(value, "data"))}};
    const auto* topics = field(value, "topics").if_array();
    if (log.address.empty() || !topics) return std::nullopt;
    for (const auto& topic : *topics) log.topics.push_back(fixed_bytes(text(topic), 32));
    return log;
}

void append_pool(const json::value& part, std::vector<Transaction>& out)
{
    const auto* object = part.if_object();
    if (!object) return;
    for (const auto& entry : *object) {
        if (auto one = read_transaction(entry.value())) out.push_back(std::move(*one));
    }
}

/// What the pool says of one sender; nodes write his address in capitals or not.
const json::value& of_sender(const json::value& part, const std::string& from)
{
    static const json::value nothing;
    const auto* object = part.if_object();
    if (!object) return nothing;
    for (const auto& entry : *object) {
        if (fixed_bytes(entry.key(), 20) == from) return entry.value();
    }
    return nothing;
}

/// txpool_content has senders as keys, txpool_contentFrom has nonces.
bool by_sender(const json::value& part)
{
    const auto* object = part.if_object();
    return object && !object->empty() && !fixed_bytes(object->begin()->key(), 20).empty();
}

}  // namespace

std::optional<Amount> read_amount(const json::value& value)
{
    if (const auto* whole = value.if_int64()) {
        if (*whole < 0) return std::nullopt;
        return Amount{static_cast<std::uint64_t>(*whole)};
    }
    if (const auto* whole = value.if_uint64()) return Amount{*whole};
    return parse_amount(text(value));
}

std::optional<std::int64_t> read_number(const json::value& value)
{
    auto amount = read_amount(value);
    if (!amount || *amount > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    return static_cast<std::int64_t>(*amount);
}

std::optional<std::string> read_bytes(const json::value& value)
{
    auto said = text(value);
    if (!is_bytes(said)) return std::nullopt;
    return std::string{said};
}

std::optional<Transaction> read_transaction(const json::value& value)
{
    Transaction out;
    out.id = hash_field(value, "hash");
    out.from = address_field(value, "from");
    out.to = address_field(value, "to");
    auto nonce = read_number(field(value, "nonce"));
    auto gas = read_number(field(value, "gas"));
    auto amount = read_amount(field(value, "value"));
    if (out.id.empty() || out.from.empty() || !nonce || !gas || !amount) return std::nullopt;
    out.nonce = *nonce;
    out.gas = *gas;
    out.value = *amount;
    auto price = read_amount(field(value, "gasPrice"));
    out.fee_cap = read_amount(field(value, "maxFeePerGas")).value_or(price.value_or(0));
    out.tip_cap = read_amount(field(value, "maxPriorityFeePerGas")).value_or(out.fee_cap);
    out.input = read_bytes(field(value, "input")).value_or("0x");
    out.block = read_number(field(value, "blockNumber")).value_or(-1);
    out.block_hash = hash_field(value, "blockHash");
    if (out.block_hash.empty()) out.block = -1;  // Some nodes name the pending block's number.
    return out;
}

std::optional<Receipt> read_receipt(const json::value& value)
{
    Receipt out;
    out.id = hash_field(value, "transactionHash");
    auto status = read_number(field(value, "status"));
    auto used = read_number(field(value, "gasUsed"));
    auto block = read_number(field(value, "blockNumber"));
    if (out.id.empty() || !status || !used || !block) return std::nullopt;
    out.success = *status == 1;
    out.gas_used = *used;
    out.block = *block;
    out.block_hash = hash_field(value, "blockHash");
    out.gas_price = read_amount(field(value, "effectiveGasPrice")).value_or(0);
    out.logs = read_logs(field(value, "logs"));
    return out;
}

std::vector<Log> read_logs(const json::value& value)
{
    std::vector<Log> out;
    const auto* list = value.if_array();
    if (!list) return out;
    for (const auto& item : *list) {
        if (out.size() == kMostLogs) break;
        if (auto log = read_log(item)) out.push_back(std::move(*log));
    }
    return out;
}

std::optional<Head> read_head(const json::value& value)
{
    auto number = read_number(field(value, "number"));
    auto time = read_number(field(value, "timestamp"));
    // A time beyond the year 9999 is no time.
    if (!number || !time || *time > 253'402'300'799) return std::nullopt;
    Head out;
    out.number = *number;
    out.hash = hash_field(value, "hash");
    out.parent = hash_field(value, "parentHash");
    out.time = Time{std::chrono::seconds{*time}};
    out.base_fee = read_amount(field(value, "baseFeePerGas"));
    out.gas_limit = read_number(field(value, "gasLimit")).value_or(0);
    out.gas_used = read_number(field(value, "gasUsed")).value_or(0);
    return out;
}

std::vector<Transaction> read_transactions(const json::value& block)
{
    std::vector<Transaction> out;
    const auto* list = field(block, "transactions").if_array();
    if (!list) return out;
    for (const auto& item : *list) {
        if (auto one = read_transaction(item)) out.push_back(std::move(*one));
    }
    return out;
}

std::optional<FeeHistory> read_fee_history(const json::value& value)
{
    const auto* bases = field(value, "baseFeePerGas").if_array();
    const auto* ratios = field(value, "gasUsedRatio").if_array();
    const auto* rewards = field(value, "reward").if_array();
    if (!bases || !ratios || bases->size() != ratios->size() + 1) return std::nullopt;
    FeeHistory out;
    for (const auto& base : *bases) out.base_fees.push_back(read_amount(base).value_or(0));
    for (std::size_t i = 0; i < ratios->size(); ++i) {
        const auto& said = (*ratios)[i];
        auto ratio = said.is_double() ? said.get_double() : said.is_int64() && said.get_int64() > 0;
        out.fullness.push_back(std::isfinite(ratio) ? std::clamp(ratio, 0.0, 1.0) : 0.0);
        std::array<Amount, 3> tips{};
        const auto* row = rewards && i < rewards->size() ? (*rewards)[i].if_array() : nullptr;
        for (std::size_t j = 0; row && j < tips.size() && j < row->size(); ++j) {
            tips[j] = read_amount((*row)[j]).value_or(0);
        }
        out.tips.push_back(tips);
    }
    return out;
}

std::optional<std::vector<Transaction>> read_pool(const json::value& value, const std::string& from)
{
    if (!field(value, "pending").is_object() && !field(value, "queued").is_object()) {
        return std::nullopt;
    }
    std::vector<Transaction> out;
    for (auto key : {"pending", "queued"}) {
        const auto& part = field(value, key);
        append_pool(by_sender(part) ? of_sender(part, from) : part, out);
    }
    std::erase_if(out, [&](const auto& one) { return one.from != from; });
    std::ranges::sort(out, {}, &Transaction::nonce);
    return out;
}

std::optional<std::string> revert_bytes(const Refusal& refusal)
{
    const auto* value = &refusal.extra;
    for (int depth = 0; depth < 3; ++depth) {
        if (auto bytes = read_bytes(*value)) return bytes;
        value = &field(*value, "data");
    }
    return std::nullopt;
}

std::optional<std::string> read_trace(const json::value& value)
{
    if (!field(value, "error").is_string()) return std::nullopt;
    return read_bytes(field(value, "output")).value_or("0x");
}

}  // namespace keydesk::chains::evm
