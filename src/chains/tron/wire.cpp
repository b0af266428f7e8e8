#include "chains/tron/wire.hpp"
#include "chains/tron/json.hpp"

#include <algorithm>
#include <charconv>

namespace keydesk::chains::tron {

namespace json = boost::json;

namespace {

constexpr std::size_t kMostLogs = 500;
constexpr std::size_t kMostKeys = 20;
constexpr std::size_t kLongestMemo = 300;

std::string memo_of(std::string_view said)
{
    auto bytes = bytes_of(said);
    return printable(bytes ? *bytes : said, kLongestMemo).value_or("");
}

/// The single contract of a transaction: what it does.
void read_contract(const json::value& raw, Transaction& out)
{
    const auto& contract = first(field(raw, "contract"));
    const auto& value = field(field(contract, "parameter"), "value");
    out.type = std::string{text(field(contract, "type"))};
    out.from = address_from(text(field(value, "owner_address")));
    for (auto name : {"to_address", "contract_address", "receiver_address", "account_address"}) {
        if (out.to.empty()) out.to = address_from(text(field(value, name)));
    }
    out.value = number_in(value, "amount").value_or(number_in(value, "call_value").value_or(0));
    if (out.type == "TransferAssetContract") out.asset = text(field(value, "asset_name"));
    out.data = hex_in(value, "data");
}

std::optional<Log> read_log(const json::value& value)
{
    Log log{address_from(text(field(value, "address"))), {}, hex_in(value, "data")};
    const auto* topics = field(value, "topics").if_array();
    if (log.address.empty() || !topics) return std::nullopt;
    for (const auto& topic : *topics) {
        auto said = text(topic);
        if (said.size() != 64 || !is_hex(said) || log.topics.size() == 4) return std::nullopt;
        log.topics.emplace_back(said);
    }
    return log;
}

std::optional<Permission> read_permission(const json::value& value)
{
    const auto* keys = field(value, "keys").if_array();
    if (!keys) return std::nullopt;
    Permission out{std::string{text(field(value, "permission_name"))}, 1, {}};
    out.threshold = number_in(value, "threshold").value_or(1);
    if (out.threshold < 1) return std::nullopt;
    for (const auto& key : *keys) {
        auto address = address_from(text(field(key, "address")));
        if (address.empty() || out.keys.size() == kMostKeys) return std::nullopt;
        // A weight that cannot be read must not look like one that is missing.
        auto weight = number_in(key, "weight");
        if (!weight || *weight > 1'000'000'000) return std::nullopt;
        out.keys.emplace_back(std::move(address), *weight);
    }
    return out;
}

void read_usage(const json::value& value, Receipt& out)
{
    const auto& receipt = field(value, "receipt");
    out.fee = number_in(value, "fee").value_or(0);
    out.energy_fee = number_in(receipt, "energy_fee").value_or(0);
    out.energy_staked = number_in(receipt, "energy_usage").value_or(0);
    out.energy_origin = number_in(receipt, "origin_energy_usage").value_or(0);
    out.energy_total = number_in(receipt, "energy_usage_total").value_or(0);
    out.energy_penalty = number_in(receipt, "energy_penalty_total").value_or(0);
    out.net_used = number_in(receipt, "net_usage").value_or(0);
    out.net_fee = number_in(receipt, "net_fee").value_or(0);
}

}  // namespace

bool is_nothing(const json::value& value) noexcept
{
    const auto* object = value.if_object();
    return object && object->empty();
}

std::optional<Transaction> read_transaction(const json::value& value)
{
    Transaction out;
    out.id = id_in(value, "txID");
    const auto& raw = field(value, "raw_data");
    if (out.id.empty() || !raw.is_object()) return std::nullopt;
    read_contract(raw, out);
    if (out.from.empty()) return std::nullopt;
    out.memo = memo_of(text(field(raw, "data")));
    out.fee_limit = number_in(raw, "fee_limit").value_or(0);
    out.built = time_in(raw, "timestamp").value_or(Time{});
    out.expires = time_in(raw, "expiration").value_or(Time{});
    out.raw = hex_in(value, "raw_data_hex");
    auto result = text(field(first(field(value, "ret")), "contractRet"));
    if (!result.empty()) out.result = std::string{result};
    return out;
}

std::optional<Receipt> read_receipt(const json::value& value)
{
    Receipt out;
    out.id = id_in(value, "id");
    auto block = number_in(value, "blockNumber");
    if (out.id.empty() || !block) return std::nullopt;
    out.block = *block;
    out.time = time_in(value, "blockTimeStamp").value_or(Time{});
    read_usage(value, out);
    auto result = text(field(field(value, "receipt"), "result"));
    if (!result.empty()) out.result = std::string{result};
    out.failed = text(field(value, "result")) == "FAILED";
    auto output = text(first(field(value, "contractResult")));
    if (is_hex(output)) out.output = std::string{output};
    if (const auto* logs = field(value, "log").if_array()) {
        for (const auto& one : *logs) {
            auto log = out.logs.size() < kMostLogs ? read_log(one) : std::nullopt;
            if (log) out.logs.push_back(std::move(*log));
        }
    }
    return out;
}

std::optional<Head> read_head(const json::value& value)
{
    const auto& raw = field(field(value, "block_header"), "raw_data");
    Head out;
    out.id = id_in(value, "blockID");
    out.parent = id_in(raw, "parentHash");
    // The first block of all has no number: zero is what is left out.
    auto number = raw.is_object() ? number_in(raw, "number").value_or(0) : -1;
    if (out.id.empty() || number < 0) return std::nullopt;
    out.number = number;
    out.time = time_in(raw, "timestamp").value_or(Time{});
    return out;
}

std::optional<Account> read_account(const json::value& value)
{
    if (!value.is_object()) return std::nullopt;
    Account out;
    if (is_nothing(value)) return out;
    if (address_from(text(field(value, "address"))).empty()) return std::nullopt;
    out.exists = true;
    out.contract = text(field(value, "type")) == "Contract";
    out.balance = number_in(value, "balance").value_or(0);
    out.owner = read_permission(field(value, "owner_permission"));
    if (const auto* active = field(value, "active_permission").if_array()) {
        for (const auto& one : *active) {
            auto permission = out.active.size() < 8 ? read_permission(one) : std::nullopt;
            if (permission) out.active.push_back(std::move(*permission));
        }
    }
    return out;
}

std::optional<Resources> read_resources(const json::value& value)
{
    if (!value.is_object()) return std::nullopt;
    auto left = [&](const char* limit, const char* used) {
        auto rest = number_in(value, limit).value_or(0) - number_in(value, used).value_or(0);
        return std::max<std::int64_t>(rest, 0);
    };
    return Resources{
        left("EnergyLimit", "EnergyUsed"),
        left("freeNetLimit", "freeNetUsed"),
        left("NetLimit", "NetUsed")};
}

void read_energy_prices(const json::value& value, Prices& prices)
{
    auto list = text(field(value, "prices"));
    std::vector<std::pair<Time, std::int64_t>> out;
    while (!list.empty()) {
        auto comma = std::min(list.find(','), list.size());
        auto entry = list.substr(0, comma);
        list.remove_prefix(std::min(comma + 1, list.size()));
        auto colon = entry.find(':');
        if (colon == entry.npos) return;
        auto since = parse_number(entry.substr(0, colon));
        auto price = parse_number(entry.substr(colon + 1));
        if (!since || !price || out.size() == 1000) return;
        out.emplace_back(from_millis(*since), *price);
    }
    std::ranges::sort(out);
    prices.energy = std::move(out);
    if (!prices.energy.empty() && !prices.energy_now) {
        prices.energy_now = prices.energy.back().second;
    }
}

void read_parameters(const json::value& value, Prices& prices)
{
    const auto* list = field(value, "chainParameter").if_array();
    if (!list) return;
    std::optional<std::int64_t> burned, charged;
    for (const auto& one : *list) {
        auto key = text(field(one, "key"));
        auto number = number_in(one, "value");
        if (!number) continue;
        if (key == "getEnergyFee") prices.energy_now = number;
        if (key == "getTransactionFee") prices.bandwidth = number;
        if (key == "getCreateAccountFee") burned = number;
        if (key == "getCreateNewAccountFeeInSystemContract") charged = number;
    }
    if (burned && charged) prices.activation = *burned + *charged;
}

std::optional<Run> read_run(const json::value& value)
{
    const auto* done = field(field(value, "result"), "result").if_bool();
    if (!done || !*done) return std::nullopt;  // It was not run at all.
    Run out;
    auto ret = text(field(first(field(field(value, "transaction"), "ret")), "ret"));
    out.ran =
        ret.empty() || ret == "SUCESS" || ret == "SUCCESS" ? Run::Ran::succeeded : Run::Ran::failed;
    out.energy = number_in(value, "energy_used").value_or(0);
    auto output = text(first(field(value, "constant_result")));
    if (is_hex(output)) out.output = std::string{output};
    return out;
}

std::vector<Mined> read_mined(const json::value& block)
{
    std::vector<Mined> out;
    const auto* list = field(block, "transactions").if_array();
    if (!list) return out;
    for (const auto& one : *list) {
        auto id = id_in(one, "txID");
        auto result = text(field(first(field(one, "ret")), "contractRet"));
        if (!id.empty()) out.push_back({std::move(id), !result.empty() && result != "SUCCESS"});
    }
    return out;
}

}  // namespace keydesk::chains::tron
