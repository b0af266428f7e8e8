#include "chains/evm/evm.hpp"
#include "chains/evm/gather.hpp"
#include "chains/evm/hex.hpp"
#include "chains/evm/story.hpp"
#include "tests/kit/finish.hpp"

#include <gmock/gmock.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <functional>

namespace keydesk::chains::evm {

namespace {

using namespace story;
namespace json = boost::json;
using kit::finish;

/// Nodes that answer from a story. What it does not tell is refused.
class ToldNodes final : public Nodes {
public:
    using Story = std::function<std::optional<json::value>(const Call&)>;
    std::vector<Story> stories;
    int questions = 0;
    bool silent = false;

    Task<Result<Answers>> ask(std::vector<Call> calls, std::string source) override
    {
        ++questions;
        if (silent) co_return fail(ErrorKind::unavailable, "nobody answers");
        std::size_t at = source == "second" ? 1 : 0;
        co_return answers(at, calls);
    }
    Task<std::vector<Answers>> ask_all(std::vector<Call> calls) override
    {
        ++questions;
        std::vector<Answers> all;
        for (std::size_t i = 0; i < stories.size() && !silent; ++i)
            all.push_back(answers(i, calls));
        co_return all;
    }
    std::size_t count() const override { return stories.size(); }
    bool knows(std::string_view) const override { return true; }

private:
    Answers answers(std::size_t at, const std::vector<Call>& calls) const
    {
        Answers out{.replies = {}, .source = at == 1 ? "second" : "first", .dialect = "evm"};
        for (const auto& call : calls) {
            auto told = stories[at](call);
            Reply reply;
            if (told) reply.result = std::move(*told);
            if (!told) reply.refusal = Refusal{.code = -32601, .message = "no"};
            out.replies.push_back(std::move(reply));
        }
        return out;
    }
};

std::string asked_block(const Call& call)
{
    const auto* list = call.params.if_array();
    return list && !list->empty() && list->front().is_string()
               ? std::string{list->front().get_string()}
               : "";
}

json::object block_json(std::int64_t number)
{
    return {
        {"number", to_hex(number)},
        {"hash", "0x" + amount_word(Amount{static_cast<unsigned>(number)})},
        {"parentHash", kOtherId},
        {"timestamp", "0x6b02ae60"},
        {"baseFeePerGas", "0x1"},
        {"transactions", json::array{}}};
}

json::object transaction_json(const Transaction& one, std::int64_t block)
{
    return {
        {"hash", one.id},
        {"from", one.from},
        {"to", one.to},
        {"nonce", to_hex(one.nonce)},
        {"gas", to_hex(one.gas)},
        {"value", to_hex(one.value)},
        {"maxFeePerGas", to_hex(one.fee_cap)},
        {"maxPriorityFeePerGas", to_hex(one.tip_cap)},
        {"input", one.input},
        {"blockNumber", to_hex(block)},
        {"blockHash", kOtherId}};
}

json::object receipt_json(const Transaction& one, std::int64_t block)
{
    return {
        {"transactionHash", one.id},
        {"status", "0x1"},
        {"gasUsed", "0x5208"},
        {"blockNumber", to_hex(block)},
        {"blockHash", kOtherId},
        {"logs", json::array{}}};
}

/// A node that knows nothing of it, with its head at 1000.
std::optional<json::value> denying(const Call& call)
{
    if (call.method == "eth_getBlockByNumber") return block_json(1000);
    if (call.method.starts_with("eth_getTransaction")) return json::value(nullptr);
    return std::nullopt;
}

std::optional<json::value> knowing(const Call& call)
{
    auto one = payment(5, kGwei * 20);
    if (call.method == "eth_getTransactionByHash") return transaction_json(one, 900);
    if (call.method == "eth_getTransactionReceipt") return receipt_json(one, 900);
    return denying(call);
}

/// The nonce of the vanished one was used in block 437 of 1000.
std::optional<json::value> replacing(const Call& call)
{
    constexpr std::int64_t kUsed = 437;
    auto winner = payment(5, kGwei * 30);
    winner.id = kOtherId;
    if (call.method == "eth_getTransactionCount") {
        auto tag = std::string{call.params.get_array().back().get_string()};
        auto height = tag.starts_with("0x") ? *parse_number(tag) : 1000;
        return json::value(height >= kUsed ? "0x6" : "0x5");
    }
    if (call.method == "eth_getBlockByNumber" && asked_block(call) == to_hex(kUsed)) {
        auto block = block_json(kUsed);
        block["transactions"] = json::array{transaction_json(winner, kUsed)};
        return block;
    }
    return denying(call);
}

std::shared_ptr<ToldNodes> nodes_of(std::vector<ToldNodes::Story> stories)
{
    auto nodes = std::make_shared<ToldNodes>();
    nodes->stories = std::move(stories);
    return nodes;
}

Found explained(std::shared_ptr<ToldNodes> nodes, std::optional<desk::Memory> memory = {})
{
    auto chain = make_chain(ethereum(), std::move(nodes));
    return finish(chain->transaction(kId, std::move(memory), from_millis(5)));
}

}  // namespace

TEST(EvmChain, OneThatKnowsOutweighsOneThatDenies)
{
    auto found = explained(nodes_of({denying, knowing}));
    EXPECT_TRUE(found.seen);
    EXPECT_EQ(found.diagnosis.causes.front().id, "evm.success");
    EXPECT_LT(found.diagnosis.causes.front().confidence, 0.8) << "the other one should know it";
    ASSERT_TRUE(found.diagnosis.memory);
    EXPECT_THAT(found.diagnosis.memory->claims, testing::ElementsAre(kSender + ":5"));
    EXPECT_EQ(found.diagnosis.memory->height, 900);
}

TEST(EvmChain, DenialsAreCounted)
{
    auto found = explained(nodes_of({denying, denying}));
    EXPECT_FALSE(found.seen);
    EXPECT_EQ(found.denied_by, 2U);
}

TEST(EvmChain, SilenceIsNoDenial)
{
    auto nodes = nodes_of({denying, denying});
    nodes->silent = true;
    auto found = explained(nodes);
    EXPECT_FALSE(found.seen);
    EXPECT_EQ(found.denied_by, 0U);
    EXPECT_EQ(found.diagnosis.causes.front().id, "unknown");
}

TEST(EvmChain, AnAnswerAboutAnotherTransactionIsNone)
{
    auto mistaken = [](const Call& call) {
        auto told = knowing(call);
        if (told && told->is_object() && told->get_object().contains("hash")) {
            if (call.method == "eth_getTransactionByHash") told->get_object()["hash"] = kOtherId;
        }
        if (call.method == "eth_getTransactionReceipt") {
            told->get_object()["transactionHash"] = kOtherId;
        }
        return told;
    };
    EXPECT_FALSE(explained(nodes_of({mistaken, mistaken})).seen);
}

TEST(EvmChain, TheWinnerIsFoundManyBlocksBackInFewRounds)
{
    auto first = explained(nodes_of({knowing, knowing}));
    auto memory = *first.diagnosis.memory;
    memory.height = -1;
    auto nodes = nodes_of({replacing, replacing});
    auto found = explained(nodes, memory);
    EXPECT_TRUE(found.seen);
    EXPECT_EQ(found.diagnosis.state, "replaced");
    EXPECT_EQ(found.diagnosis.replaced_by, kOtherId);
    EXPECT_EQ(found.diagnosis.causes.front().id, "evm.replaced.speedup");
    EXPECT_EQ(found.diagnosis.confirmations, 1000 - 437 + 1);
    EXPECT_LE(nodes->questions, 7);
}

TEST(EvmChain, TheSearchFindsEveryBlock)
{
    for (std::int64_t used : {0, 1, 2, 499, 998, 999, 1000}) {
        auto story = [used](const Call& call) -> std::optional<json::value> {
            auto height = *parse_number(std::string{call.params.get_array().back().get_string()});
            return json::value(height >= used ? "0x1" : "0x0");
        };
        auto found = finish(block_of_nonce(nodes_of({story}), "first", kSender, 0, 1000));
        EXPECT_EQ(found, used);
    }
    auto refusing = [](const Call&) -> std::optional<json::value> { return std::nullopt; };
    EXPECT_EQ(finish(block_of_nonce(nodes_of({refusing}), "first", kSender, 0, 1000)), -1);
}

TEST(EvmChain, ABlockTellsWatchesWhoConsumedWhat)
{
    auto chain = make_chain(ethereum(), nodes_of({replacing}));
    auto block = finish(chain->block(437));
    ASSERT_TRUE(block);
    ASSERT_EQ(block->transactions.size(), 1U);
    EXPECT_EQ(block->transactions.front().id, kOtherId);
    EXPECT_THAT(block->transactions.front().claims, testing::ElementsAre(kSender + ":5"));

    auto none = [](const Call&) -> std::optional<json::value> { return json::value(nullptr); };
    auto missing = finish(make_chain(ethereum(), nodes_of({none}))->block(5));
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
}

}  // namespace keydesk::chains::evm
