#include "chains/tron/json.hpp"
#include "chains/tron/wire.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace keydesk::chains::tron {

namespace json = boost::json;

namespace {

/// Longer ones (a contract being made) are not kept whole.
constexpr std::size_t kLongestRaw = 8192;
constexpr std::string_view kTransferTopic =
    "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

}  // namespace

std::string json_of_memory(const Transaction& transaction)
{
    json::object out;
    out["type"] = transaction.type;
    out["from"] = transaction.from;
    out["to"] = transaction.to;
    out["value"] = transaction.value;
    out["asset"] = transaction.asset;
    out["fee_limit"] = transaction.fee_limit;
    out["built"] = millis(transaction.built);
    out["expires"] = millis(transaction.expires);
    // Enough to say later what a token transfer would have moved.
    out["data"] = transaction.data.substr(0, 8 + 3 * 64);
    if (transaction.raw.size() <= kLongestRaw) out["raw_data"] = transaction.raw;
    return json::serialize(out);
}

std::optional<Transaction> read_memory(const desk::Memory& memory)
{
    boost::system::error_code broken;
    auto value = json::parse(memory.details, broken);
    if (broken) return std::nullopt;
    Transaction out;
    out.id = memory.id;
    out.type = text(field(value, "type"));
    out.from = address_from(text(field(value, "from")));
    out.to = address_from(text(field(value, "to")));
    if (out.from.empty()) return std::nullopt;
    out.value = number_in(value, "value").value_or(0);
    out.asset = text(field(value, "asset"));
    out.fee_limit = number_in(value, "fee_limit").value_or(0);
    out.built = time_in(value, "built").value_or(Time{});
    out.expires = time_in(value, "expires").value_or(memory.expires.value_or(Time{}));
    out.data = hex_in(value, "data");
    out.raw = hex_in(value, "raw_data");
    return out;
}

std::optional<TokenCall> read_token_call(const Transaction& transaction)
{
    if (!transaction.calls_contract() || transaction.to.empty()) return std::nullopt;
    TokenCall call{.token = transaction.to, .owner = transaction.from, .to = {}, .amount = {}};
    std::string_view data = transaction.data;
    bool three = data.starts_with("23b872dd");
    if (data.starts_with("a9059cbb")) {
        call.kind = TokenCall::Kind::transfer;
    } else if (three) {
        call.kind = TokenCall::Kind::transfer_from;
        call.owner = address_word(data, 0);
    } else if (data.starts_with("095ea7b3")) {
        call.kind = TokenCall::Kind::approve;
    } else {
        return std::nullopt;
    }
    call.to = address_word(data, three ? 1 : 0);
    auto amount = word(data, three ? 2 : 1);
    if (call.owner.empty() || call.to.empty() || !amount) return std::nullopt;
    call.amount = *amount;
    return call;
}

std::vector<Transfer> read_transfers(const std::vector<Log>& logs)
{
    std::vector<Transfer> out;
    for (const auto& log : logs) {
        // Three topics: a token. Four: a collectible, whose last topic is its number.
        if (log.topics.size() != 3 || log.topics[0] != kTransferTopic) continue;
        auto from = address_word(log.topics[1], 0, 0), to = address_word(log.topics[2], 0, 0);
        auto amount = word(log.data, 0, 0);
        if (!from.empty() && !to.empty() && amount) {
            out.push_back({log.address, std::move(from), std::move(to), *amount});
        }
    }
    return out;
}

}  // namespace keydesk::chains::tron
