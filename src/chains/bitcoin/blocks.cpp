#include "chains/bitcoin/blocks.hpp"

#include "chains/bitcoin/json.hpp"
#include "chains/bitcoin/read.hpp"

#include <algorithm>

namespace keydesk::chains::bitcoin {

namespace json = boost::json;

namespace {

constexpr std::size_t kPage = 25;         ///< Transactions in one page of Esplora.
constexpr std::int64_t kMostPages = 800;  ///< More do not fit into a block.
constexpr std::int64_t kPagesAtOnce = 20;

BlockTransaction claims_of(const Transaction& transaction)
{
    BlockTransaction kept{.id = transaction.id};
    for (const auto& input : transaction.inputs) {
        if (!input.txid.empty()) kept.claims.push_back(input.claim());
    }
    return kept;
}

std::optional<Block> read_esplora_head(const json::value& answer)
{
    Block block{
        .height = number_at(answer, {"height"}).value_or(-1),
        .hash = text_at(answer, {"id"}),
        .parent = text_at(answer, {"previousblockhash"}),
        .time = time_at(answer, {"timestamp"})};
    if (block.height < 0 || !is_txid(block.hash)) return std::nullopt;
    return block;
}

/// The hash at a height, and whether it was an explorer that named it.
struct Named {
    std::string hash, source;
    bool core = true;
};

Task<Result<Named>> hash_at(std::shared_ptr<Nodes> nodes, std::int64_t height)
{
    bool core = nodes->knows("getblockchaininfo") || !nodes->knows("blocks/tip/height");
    std::vector<Call> calls;
    if (core) calls.push_back({"getblockhash", json::array{height}});
    if (!core || nodes->knows("blocks/tip/height")) {
        calls.push_back({"block-height/" + std::to_string(height), nullptr});
    }
    auto answers = co_await nodes->ask(std::move(calls));
    if (!answers) co_return fail(answers.error());
    bool speaks_core = answers->dialect == "bitcoin-core";
    auto place = speaks_core ? 0 : answers->replies.size() - 1;
    if (place >= answers->replies.size()) co_return fail(ErrorKind::bad_reply, "no block hash");
    const auto& reply = answers->replies[place];
    if (!reply.good()) co_return fail(ErrorKind::not_found, "no block at that height");
    auto hash = text_at(reply.result, {});
    if (!is_txid(hash)) co_return fail(ErrorKind::bad_reply, "no block hash");
    co_return Named{std::move(hash), answers->source, speaks_core};
}

Task<Result<Block>> from_core(std::shared_ptr<Nodes> nodes, Named named)
{
    std::vector<Call> calls{{"getblock", json::array{named.hash, 2}}};
    auto answers = co_await nodes->ask(std::move(calls), named.source);
    if (!answers) co_return fail(answers.error());
    auto block =
        answers->replies.empty() ? std::nullopt : read_core_block(answers->replies[0].result);
    if (!block) co_return fail(ErrorKind::bad_reply, "no block");
    co_return std::move(*block);
}

/// Esplora gives 25 transactions a page.
Task<Result<Block>> from_esplora(std::shared_ptr<Nodes> nodes, Named named)
{
    std::vector<Call> calls{{"block/" + named.hash, nullptr}};
    auto first = co_await nodes->ask(std::move(calls), named.source);
    if (!first) co_return fail(first.error());
    const auto& answer = first->replies.empty() ? json::value{} : first->replies[0].result;
    auto block = read_esplora_head(answer);
    if (!block) co_return fail(ErrorKind::bad_reply, "no block");
    auto count = number_at(answer, {"tx_count"}).value_or(0);
    auto pages = std::min(kMostPages, (count + static_cast<std::int64_t>(kPage) - 1) / 25);
    for (std::int64_t page = 0; page < pages; page += kPagesAtOnce) {
        calls.clear();
        for (auto at = page; at < std::min(pages, page + kPagesAtOnce); ++at) {
            calls.push_back({"block/" + named.hash + "/txs/" + std::to_string(at * 25), nullptr});
        }
        auto answers = co_await nodes->ask(calls, named.source);
        if (!answers) co_return fail(answers.error());
        for (const auto& reply : answers->replies) {
            const auto* list = reply.good() ? reply.result.if_array() : nullptr;
            if (!list) co_return fail(ErrorKind::bad_reply, "a page of a block is missing");
            for (const auto& one : *list) {
                auto transaction = read_esplora_transaction(one);
                if (transaction) block->transactions.push_back(claims_of(*transaction));
            }
        }
    }
    co_return std::move(*block);
}

}  // namespace

std::optional<Block> read_core_block(const json::value& answer)
{
    Block block{
        .height = number_at(answer, {"height"}).value_or(-1),
        .hash = text_at(answer, {"hash"}),
        .parent = text_at(answer, {"previousblockhash"}),
        .time = time_at(answer, {"time"})};
    const auto* list = list_at(answer, {"tx"});
    if (block.height < 0 || !is_txid(block.hash) || !list) return std::nullopt;
    for (const auto& one : *list) {
        auto transaction = read_core_transaction(one);
        // A block with a hole would make a watch miss what stands in the hole.
        if (!transaction) return std::nullopt;
        block.transactions.push_back(claims_of(*transaction));
    }
    return block;
}

Task<Result<std::int64_t>> read_head(std::shared_ptr<Nodes> nodes)
{
    bool core = nodes->knows("getblockchaininfo");
    bool esplora = nodes->knows("blocks/tip/height");
    std::vector<Call> calls;
    if (core || !esplora) calls.push_back({"getblockcount", json::array{}});
    if (esplora || !core) calls.push_back({"blocks/tip/height", nullptr});
    auto answers = co_await nodes->ask(std::move(calls));
    if (!answers) co_return fail(answers.error());
    for (const auto& reply : answers->replies) {
        auto height = reply.good() ? number_at(reply.result, {}) : std::nullopt;
        if (height && *height >= 0) co_return *height;
    }
    co_return fail(ErrorKind::unavailable, "no height");
}

Task<Result<Block>> read_block(std::shared_ptr<Nodes> nodes, std::int64_t height)
{
    auto named = co_await hash_at(nodes, height);
    if (!named) co_return fail(named.error());
    if (named->core) co_return co_await from_core(nodes, std::move(*named));
    co_return co_await from_esplora(nodes, std::move(*named));
}

}  // namespace keydesk::chains::bitcoin
