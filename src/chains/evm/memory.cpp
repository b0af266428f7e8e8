#include "chains/evm/wire.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace keydesk::chains::evm {

namespace json = boost::json;

namespace {

constexpr std::string_view kTransferTopic =
    "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

std::string text_in(const json::object& object, std::string_view key)
{
    const auto* found = object.if_contains(key);
    const auto* text = found ? found->if_string() : nullptr;
    return text ? std::string{*text} : std::string{};
}

}  // namespace

std::string json_of_memory(const Transaction& transaction)
{
    json::object out;
    out["from"] = transaction.from;
    out["to"] = transaction.to;
    out["nonce"] = transaction.nonce;
    out["gas"] = transaction.gas;
    out["value"] = to_hex(transaction.value);
    out["fee_cap"] = to_hex(transaction.fee_cap);
    out["tip_cap"] = to_hex(transaction.tip_cap);
    out["input_hash"] = hash_of(transaction.input);
    // Enough to say later what a token transfer would have moved.
    out["input_begin"] = transaction.input.substr(0, 2 + 2 * (4 + 3 * 32));
    return json::serialize(out);
}

std::optional<Remembered> read_memory(const desk::Memory& memory)
{
    boost::system::error_code error;
    auto value = json::parse(memory.details, error);
    const auto* object = error ? nullptr : value.if_object();
    if (!object) return std::nullopt;
    Remembered out;
    auto& was = out.transaction;
    was.id = memory.id;
    was.from = fixed_bytes(text_in(*object, "from"), 20);
    was.to = fixed_bytes(text_in(*object, "to"), 20);
    const auto* nonce = object->if_contains("nonce");
    auto number = nonce ? read_number(*nonce) : std::nullopt;
    if (was.from.empty() || !number) return std::nullopt;
    was.nonce = *number;
    const auto* gas = object->if_contains("gas");
    was.gas = gas ? read_number(*gas).value_or(0) : 0;
    was.value = parse_amount(text_in(*object, "value")).value_or(0);
    was.fee_cap = parse_amount(text_in(*object, "fee_cap")).value_or(0);
    was.tip_cap = parse_amount(text_in(*object, "tip_cap")).value_or(0);
    was.input = text_in(*object, "input_begin");
    out.input_hash = text_in(*object, "input_hash");
    out.height = memory.height;
    out.block = memory.block;
    return out;
}

std::optional<TokenCall> read_token_call(const Transaction& transaction)
{
    if (transaction.to.empty()) return std::nullopt;
    TokenCall call{.token = transaction.to, .owner = transaction.from, .spender = {}, .to = {}};
    auto selector = selector_of(transaction.input);
    bool three = selector == "0x23b872dd";
    if (selector == "0xa9059cbb") {
        call.kind = TokenCall::Kind::transfer;
    } else if (three) {
        call.kind = TokenCall::Kind::transfer_from;
    } else if (selector == "0x095ea7b3") {
        call.kind = TokenCall::Kind::approve;
    } else {
        return std::nullopt;
    }
    auto first = address_word(transaction.input, 0);
    auto amount = word(transaction.input, three ? 2 : 1);
    if (!first || !amount) return std::nullopt;
    call.amount = *amount;
    if (call.kind == TokenCall::Kind::transfer) call.to = *first;
    if (call.kind == TokenCall::Kind::approve) call.spender = *first;
    if (!three) return call;
    auto second = address_word(transaction.input, 1);
    if (!second) return std::nullopt;
    call.owner = *first;
    call.spender = transaction.from;
    call.to = *second;
    return call;
}

std::vector<Transfer> read_transfers(const std::vector<Log>& logs)
{
    std::vector<Transfer> out;
    for (const auto& log : logs) {
        // Three topics: a token. Four: a collectible, whose last topic is its number.
        if (log.topics.size() != 3 || log.topics[0] != kTransferTopic) continue;
        auto from = address_topic(log.topics[1]), to = address_topic(log.topics[2]);
        auto amount = parse_amount(log.data);
        if (from && to && amount) out.push_back({log.address, *from, *to, *amount});
    }
    return out;
}

}  // namespace keydesk::chains::evm
