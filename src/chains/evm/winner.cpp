#include "chains/evm/gathering.hpp"
#include "chains/evm/wire.hpp"

#include <algorithm>

namespace keydesk::chains::evm {

namespace {

namespace json = boost::json;

/// Blocks looked through by hand where old counts are not to be had, and how many at once: an
/// endpoint's answer is limited to a few megabytes.
constexpr std::int64_t kScanned = 16;
constexpr std::int64_t kAtOnce = 4;

/// The block being built shows what waits, where the pool itself cannot be read.
Question ask_next_winner(const std::string& from, std::int64_t nonce)
{
    return {
        block_call("pending", true), [from, nonce](const json::value& said, const Origin& origin) {
            for (auto& one : read_transactions(said)) {
                if (one.from != from || one.nonce != nonce) continue;
                one.block = -1;
                origin.note("winner", one.id);
                origin.evidence.winner = std::move(one);
            }
        }};
}

Question ask_winner(std::int64_t block, const std::string& from, std::int64_t nonce)
{
    return {
        block_call(to_hex(block), true),
        [from, nonce](const json::value& said, const Origin& origin) {
            for (auto& one : read_transactions(said)) {
                if (one.from != from || one.nonce != nonce) continue;
                origin.note("winner", one.id + " in block " + std::to_string(one.block));
                origin.evidence.winner = std::move(one);
            }
        }};
}

/// The newest blocks one by one: what vanished under the customer's eyes did so just now.
Task<void> scan_for_winner(
    SharedNodes nodes, Transaction lost, std::string source, Evidence* evidence)
{
    auto head = evidence->head->number;
    for (std::int64_t back = 0; back < kScanned && back <= head; back += kAtOnce) {
        Questions questions;
        for (auto height = head - back; height > head - back - kAtOnce && height >= 0; --height) {
            questions.push_back(ask_winner(height, lost.from, lost.nonce));
        }
        auto answered = co_await ask(nodes, std::move(questions), source, evidence);
        if (!answered || evidence->winner) co_return;
    }
}

}  // namespace

Task<void> find_winner(SharedNodes nodes, Transaction lost, std::string source, Evidence* evidence)
{
    if (evidence->nonce_latest.value_or(0) > lost.nonce && evidence->head) {
        auto head = evidence->head->number;
        auto block = co_await block_of_nonce(nodes, source, lost.from, lost.nonce, head);
        if (block >= 0) {
            Questions questions{ask_winner(block, lost.from, lost.nonce)};
            co_await ask(nodes, std::move(questions), source, evidence);
        } else {
            co_await scan_for_winner(nodes, lost, source, evidence);
        }
        co_return;
    }
    if (evidence->pool) {
        auto found = std::ranges::find(*evidence->pool, lost.nonce, &Transaction::nonce);
        if (found != evidence->pool->end()) evidence->winner = *found;
        co_return;
    }
    Questions questions{ask_next_winner(lost.from, lost.nonce)};
    co_await ask(nodes, std::move(questions), source, evidence);
}

}  // namespace keydesk::chains::evm
