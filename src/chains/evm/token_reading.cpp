#include "chains/evm/reading.hpp"
#include "chains/evm/wire.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>

namespace keydesk::chains::evm {

namespace json = boost::json;

namespace {

/// EIP-7825: no transaction may have more.
constexpr std::int64_t kMostGas = 16'777'216;

Token& token_in(Evidence& evidence, const std::string& address)
{
    auto found = std::ranges::find(evidence.tokens, address, &Token::address);
    if (found != evidence.tokens.end()) return *found;
    return evidence.tokens.emplace_back(Token{.address = address, .symbol = {}, .name = {}});
}

/// One 32-byte word; other lengths are no answer of such a function.
std::optional<Amount> one_word(const json::value& said)
{
    auto bytes = read_bytes(said);
    if (!bytes || bytes->size() != 66) return std::nullopt;
    return parse_amount(*bytes);
}

Question ask_flag(
    const std::string& token,
    const std::string& data,
    const std::string& block,
    std::function<void(const Origin&, bool)> take)
{
    return {view_call(token, data, block), [take](const json::value& said, const Origin& origin) {
                auto answer = one_word(said);
                if (answer && *answer <= 1) take(origin, *answer == 1);
            }};
}

Question ask_frozen(
    const std::string& token,
    const std::string& selector,
    const std::string& account,
    const std::string& block)
{
    auto take = [account](const Origin& origin, bool frozen) {
        origin.note("token.frozen." + account, frozen ? "yes" : "no");
        if (frozen) origin.evidence.token_state.frozen.push_back(account);
    };
    return ask_flag(token, with_address(call_data(selector), account), block, take);
}

json::object replay_fields(const Transaction& transaction)
{
    json::object fields{{"from", transaction.from}, {"data", transaction.input}};
    if (!transaction.to.empty()) fields["to"] = transaction.to;
    if (transaction.value > 0) fields["value"] = to_hex(transaction.value);
    return fields;
}

/// A refusal is a failed run only when the node shows that it has the state of that block: the
/// question right before it, for a balance, was answered.
Question ask_replay(
    const Transaction& transaction,
    const std::string& block,
    std::int64_t gas,
    Replay Evidence::* place,
    std::string what)
{
    auto fields = replay_fields(transaction);
    fields["gas"] = to_hex(gas);
    Call call{"eth_call", json::array{fields, block}};
    Question question{std::move(call), {}};
    question.take = [place, what](const json::value&, const Origin& origin) {
        (origin.evidence.*place).ran = Replay::Ran::succeeded;
        origin.note(what, "succeeds");
    };
    question.refused = [place, what](const Refusal& refusal, const Origin& origin) {
        auto bytes = revert_bytes(refusal);
        if (!bytes && refusal.code != 3 && !origin.evidence.has_state) return;
        origin.evidence.*place = {Replay::Ran::failed, bytes.value_or("0x")};
        origin.note(what, "fails with " + bytes.value_or("0x").substr(0, 138));
    };
    return question;
}

Question ask_estimate(const Transaction& transaction, const std::string& block)
{
    Call call{"eth_estimateGas", json::array{replay_fields(transaction), block}};
    return {std::move(call), [](const json::value& said, const Origin& origin) {
                auto gas = read_number(said);
                if (!gas) return;
                origin.evidence.needed_gas = *gas;
                origin.note("gas.needed", std::to_string(*gas));
            }};
}

}  // namespace

Question ask_trace(const Transaction& transaction)
{
    json::object tracer{{"tracer", "callTracer"}, {"timeout", "700ms"}};
    Call call{"debug_traceTransaction", json::array{transaction.id, tracer}};
    return {std::move(call), [](const json::value& said, const Origin& origin) {
                auto output = read_trace(said);
                if (!output) return;
                origin.evidence.traced_output = *output;
                origin.note("trace.output", output->substr(0, 138));
            }};
}

Questions ask_token(const std::string& address)
{
    Questions out;
    out.push_back(
        {view_call(address, "0x95d89b41", "latest"),
         [address](const json::value& said, const Origin& origin) {
             auto text = returned_text(read_bytes(said).value_or(""));
             if (!text) return;
             origin.note("token.symbol." + address, *text);
             token_in(origin.evidence, address).symbol = *text;
         }});
    out.push_back(
        {view_call(address, "0x06fdde03", "latest"),
         [address](const json::value& said, const Origin& origin) {
             auto text = returned_text(read_bytes(said).value_or(""));
             if (text) token_in(origin.evidence, address).name = *text;
         }});
    out.push_back(
        {view_call(address, "0x313ce567", "latest"),
         [address](const json::value& said, const Origin& origin) {
             auto number = one_word(said);
             if (!number || *number > 77) return;
             token_in(origin.evidence, address).decimals = static_cast<int>(*number);
         }});
    return out;
}

Questions ask_freezes(const std::string& token, const std::string& account)
{
    Questions out;
    for (const auto* selector : {"0xe47d6060", "0xfe575a87"}) {
        auto take = [token](const Origin& origin, bool frozen) {
            origin.note("token.frozen." + token, frozen ? "yes" : "no");
            if (frozen) origin.evidence.frozen_tokens.push_back(token);
        };
        auto data = with_address(call_data(selector), account);
        out.push_back(ask_flag(token, data, "latest", take));
    }
    return out;
}

Questions ask_token_state(const TokenCall& call, const std::string& block)
{
    Questions out;
    auto amount_into = [](std::optional<Amount> TokenState::* place, std::string what) {
        return [place, what](const json::value& said, const Origin& origin) {
            auto amount = one_word(said);
            if (!amount) return;
            origin.evidence.token_state.*place = *amount;
            origin.note(what, amount->str());
        };
    };
    auto owner = with_address(call_data("0x70a08231"), call.owner);
    out.push_back(
        {view_call(call.token, owner, block), amount_into(&TokenState::balance, "token.balance")});
    if (!call.spender.empty()) {
        auto pair = with_address(with_address(call_data("0xdd62ed3e"), call.owner), call.spender);
        out.push_back(
            {view_call(call.token, pair, block),
             amount_into(&TokenState::allowance, "token.allowance")});
    }
    out.push_back(ask_flag(call.token, "0x5c975abb", block, [](const Origin& origin, bool paused) {
        origin.note("token.paused", paused ? "yes" : "no");
        origin.evidence.token_state.paused = paused;
    }));
    // Tether asks only for the owner; Circle for everybody who takes part.
    if (call.kind != TokenCall::Kind::approve) {
        out.push_back(ask_frozen(call.token, "0xe47d6060", call.owner, block));
    }
    for (const auto& account : {call.owner, call.spender, call.to}) {
        if (!account.empty()) out.push_back(ask_frozen(call.token, "0xfe575a87", account, block));
    }
    return out;
}

Question ask_state(const std::string& account, const std::string& block)
{
    Call call{"eth_getBalance", json::array{account, block}};
    return {std::move(call), [](const json::value& said, const Origin& origin) {
                if (read_amount(said)) origin.evidence.has_state = true;
            }};
}

Questions ask_replays(const Transaction& transaction, const std::string& block)
{
    Questions out;
    out.push_back(ask_replay(transaction, block, transaction.gas, &Evidence::replay, "replay"));
    if (transaction.gas < kMostGas) {
        out.push_back(ask_replay(
            transaction, block, kMostGas, &Evidence::replay_with_more_gas, "replay.more_gas"));
    }
    out.push_back(ask_estimate(transaction, block));
    return out;
}

}  // namespace keydesk::chains::evm
