#include "chains/evm/gathering.hpp"
#include "chains/evm/wire.hpp"

namespace keydesk::chains::evm {

namespace {

namespace json = boost::json;

Task<void> gather_pending(SharedNodes nodes, std::string source, Evidence* evidence)
{
    auto transaction = *evidence->transaction;
    auto questions = sender_questions(transaction.from);
    questions.push_back(ask_code(transaction.from, "latest"));
    co_await ask(nodes, std::move(questions), source, evidence);
    auto latest = evidence->nonce_latest.value_or(transaction.nonce);
    if (transaction.nonce > latest) {
        co_await ask_pool_whole(nodes, transaction.from, source, evidence);
    } else if (transaction.nonce < latest) {
        co_await find_winner(nodes, transaction, source, evidence);
    }
}

Task<void> gather_vanished(SharedNodes nodes, std::string source, Evidence* evidence)
{
    auto lost = evidence->memory->transaction;
    auto height = evidence->memory->height;
    auto questions = sender_questions(lost.from);
    if (height >= 0) {
        questions.push_back(
            {block_call(to_hex(height)), [](const json::value& said, const Origin& origin) {
                 auto head = read_head(said);
                 origin.evidence.block_now = head ? head->hash : "";
                 origin.note("block.hash", head ? head->hash : "none");
             }});
    }
    co_await ask(nodes, std::move(questions), source, evidence);
    if (evidence->nonce_latest && *evidence->nonce_latest <= lost.nonce) {
        co_await ask_pool_whole(nodes, lost.from, source, evidence);
    }
    co_await find_winner(nodes, lost, source, evidence);
}

}  // namespace

Task<Evidence> gather_transaction(
    std::shared_ptr<Nodes> nodes,
    ChainSettings chain,
    std::string id,
    std::optional<desk::Memory> memory,
    Time now)
{
    Evidence evidence{.id = id, .now = now};
    evidence.endpoints = nodes->count();
    if (memory) evidence.memory = read_memory(*memory);
    list_tokens(chain, evidence);
    std::vector<Call> calls{transaction_call(id), receipt_call(id), block_call("latest")};
    auto all = co_await nodes->ask_all(std::move(calls));
    auto source = take_views(all, id, evidence);
    if (evidence.transaction && evidence.receipt) {
        // Some nodes show a just mined one without its block.
        evidence.transaction->block = evidence.receipt->block;
        co_await gather_mined(nodes, source, &evidence);
    } else if (evidence.transaction && evidence.transaction->block < 0) {
        co_await gather_pending(nodes, source, &evidence);
    } else if (evidence.answered > 0 && evidence.memory) {
        co_await gather_vanished(nodes, source, &evidence);
    }
    co_return evidence;
}

}  // namespace keydesk::chains::evm
