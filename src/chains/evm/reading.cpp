#include "chains/evm/reading.hpp"
#include "chains/evm/amounts.hpp"
#include "chains/evm/wire.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace keydesk::chains::evm {

namespace json = boost::json;

namespace {

constexpr std::int64_t kFeeBlocks = 60;

}  // namespace

void Origin::note(std::string what, std::string value) const
{
    evidence.notes.push_back(
        {.what = std::move(what),
         .value = std::move(value),
         .source = answers.source,
         .method = std::string{method},
         .height = answers.height,
         .at = answers.at});
}

std::vector<Call> calls_of(const Questions& questions)
{
    std::vector<Call> calls;
    for (const auto& question : questions) calls.push_back(question.call);
    return calls;
}

void take_answers(const Questions& questions, const Answers& answers, Evidence& evidence)
{
    for (std::size_t i = 0; i < questions.size() && i < answers.replies.size(); ++i) {
        const auto& reply = answers.replies[i];
        Origin origin{evidence, answers, questions[i].call.method};
        if (reply.good()) {
            questions[i].take(reply.result, origin);
        } else if (questions[i].refused) {
            questions[i].refused(*reply.refusal, origin);
        }
    }
}

Call transaction_call(const std::string& id)
{
    return {"eth_getTransactionByHash", json::array{id}};
}

Call receipt_call(const std::string& id)
{
    return {"eth_getTransactionReceipt", json::array{id}};
}

Call block_call(std::string_view tag, bool full)
{
    return {"eth_getBlockByNumber", json::array{tag, full}};
}

Call view_call(const std::string& to, const std::string& data, const std::string& block)
{
    return {"eth_call", json::array{json::object{{"to", to}, {"data", data}}, block}};
}

Question ask_head()
{
    return {block_call("latest"), [](const json::value& said, const Origin& origin) {
                auto& head = origin.evidence.head;
                head = read_head(said);
                if (!head) return;
                origin.note("head.number", std::to_string(head->number));
                origin.note("head.time", moment(head->time));
                if (head->base_fee) origin.note("base_fee", in_gwei(*head->base_fee));
            }};
}

Question ask_next()
{
    return {block_call("pending"), [](const json::value& said, const Origin& origin) {
                auto& next = origin.evidence.next;
                next = read_head(said);
                if (next && next->base_fee) origin.note("base_fee.next", in_gwei(*next->base_fee));
            }};
}

Question ask_finalized()
{
    return {block_call("finalized"), [](const json::value& said, const Origin& origin) {
                auto head = read_head(said);
                if (!head) return;
                origin.evidence.finalized = head->number;
                origin.note("finalized", std::to_string(head->number));
            }};
}

Question ask_fees()
{
    Call call{"eth_feeHistory", json::array{to_hex(kFeeBlocks), "latest", json::array{10, 50, 90}}};
    return {std::move(call), [](const json::value& said, const Origin& origin) {
                auto& fees = origin.evidence.fees;
                fees = read_fee_history(said);
                if (!fees) return;
                origin.note("fees.blocks", std::to_string(fees->tips.size()));
            }};
}

Question ask_nonce(const std::string& address, const std::string& tag)
{
    Call call{"eth_getTransactionCount", json::array{address, tag}};
    return {std::move(call), [tag](const json::value& said, const Origin& origin) {
                auto number = read_number(said);
                if (!number) return;
                auto& place =
                    tag == "pending" ? origin.evidence.nonce_pending : origin.evidence.nonce_latest;
                place = *number;
                origin.note("nonce." + tag, std::to_string(*number));
            }};
}

Question ask_balance(const std::string& address)
{
    Call call{"eth_getBalance", json::array{address, "latest"}};
    return {std::move(call), [](const json::value& said, const Origin& origin) {
                auto amount = read_amount(said);
                if (!amount) return;
                origin.evidence.balance = *amount;
                origin.note("balance", amount->str() + " wei");
            }};
}

Question ask_code(const std::string& address, const std::string& block)
{
    Call call{"eth_getCode", json::array{address, block}};
    return {std::move(call), [address](const json::value& said, const Origin& origin) {
                auto code = read_bytes(said);
                if (!code) return;
                auto size = (code->size() - 2) / 2;
                // Rules look at its length and at a delegation; contracts are long.
                origin.evidence.code[address] = code->substr(0, 48 + 2);
                origin.note("code." + address, std::to_string(size) + " bytes");
            }};
}

Question ask_pool(const std::string& method, const std::string& address)
{
    auto params = method == "txpool_content" ? json::array{} : json::array{address};
    Call call{method, std::move(params)};
    return {std::move(call), [address](const json::value& said, const Origin& origin) {
                auto pool = read_pool(said, address);
                if (!pool) return;
                std::string nonces;
                for (const auto& one : *pool) {
                    nonces += (nonces.empty() ? "" : ", ") + std::to_string(one.nonce);
                }
                origin.note("pool.nonces", nonces.empty() ? "none" : nonces);
                origin.evidence.pool = std::move(pool);
            }};
}

Question ask_block_time(std::int64_t height)
{
    return {block_call(to_hex(height)), [](const json::value& said, const Origin& origin) {
                auto& block = origin.evidence.block;
                block = read_head(said);
                if (block) origin.note("block.time", moment(block->time));
            }};
}

}  // namespace keydesk::chains::evm
