// What Bitcoin nodes and explorers answer, what a memory holds, what a customer pastes: whatever
// the shape, evidence comes out or nothing, and the rules make something of it.
#include "chains/bitcoin/blocks.hpp"
#include "chains/bitcoin/causes.hpp"
#include "chains/bitcoin/core.hpp"
#include "chains/bitcoin/esplora.hpp"
#include "chains/bitcoin/memory.hpp"
#include "chains/bitcoin/raw.hpp"
#include "chains/bitcoin/read.hpp"
#include "chains/bitcoin/reject.hpp"
#include "chains/bitcoin/winner.hpp"

#include <boost/json/parse.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using namespace keydesk::chains;
using namespace keydesk::chains::bitcoin;

void must(bool holds)
{
    if (!holds) std::abort();
}

const std::string kId(64, 'a');

Gathered blank()
{
    return {.id = kId, .now = keydesk::from_millis(1'800'000'000'000), .asked = 1};
}

void judge_it(const Gathered& gathered)
{
    auto verdict = judge(gathered, 6);
    must(!verdict.causes.empty() && !verdict.state.empty());
    for (const auto& cause : verdict.causes) must(cause.confidence > 0 && cause.confidence <= 1);
    auto memory = memory_of(gathered, "bitcoin", std::nullopt);
    if (memory && gathered.transaction && !gathered.transaction->inputs.empty()) {
        (void)remembered_transaction(*memory);
    }
}

/// The same answer in the place of every call of a first round.
void first_rounds(const boost::json::value& answer)
{
    std::vector<Reply> replies(6, Reply{.result = answer, .refusal = {}});
    if (const auto* list = answer.if_array(); list && list->size() >= 6) {
        for (std::size_t at = 0; at < 6; ++at) replies[at].result = (*list)[at];
    }
    Answers from{.replies = replies, .source = "h", .dialect = "bitcoin-core"};
    auto gathered = blank();
    read_core_first(replies, from, gathered);
    if (auto queue = read_core_queue(answer)) gathered.queue = std::move(*queue);
    gathered.ancestors = read_relatives(answer);
    gathered.descendants = gathered.ancestors;
    judge_it(gathered);
    gathered = blank();
    read_esplora_first(replies, from, gathered);
    judge_it(gathered);
}

void gone(const boost::json::value& answer)
{
    auto gathered = blank();
    gathered.memory = Remembered{.first_seen = gathered.now, .was_accepted = true};
    gathered.transaction = Transaction{.id = kId, .inputs = {{.txid = kId}}, .size = 1};
    gathered.coins = {{.claim = kId + ":0"}};
    read_spenders(answer, gathered);
    gathered.trial = read_trial(answer);
    judge_it(gathered);
    if (auto other = read_core_transaction(answer)) {
        gathered.winner = Winner{.transaction = std::move(*other), .place = {}, .since = {}};
        judge_it(gathered);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text{reinterpret_cast<const char*>(data), size};
    (void)reject_cause(text);
    (void)written_amount(text);
    if (auto raw = parse_raw(text)) must(raw->id.size() == 64 && raw->size > 0);
    keydesk::desk::Memory memory{.chain = "bitcoin", .id = kId, .details = std::string{text}};
    (void)remembered_transaction(memory);
    boost::system::error_code failed;
    boost::json::parse_options options;
    options.max_depth = 64;
    auto answer = boost::json::parse({text.data(), text.size()}, failed, {}, options);
    if (failed) return 0;
    first_rounds(answer);
    gone(answer);
    (void)read_core_block(answer);
    (void)read_esplora_place(answer, 100);
    (void)read_replacement(answer, kId);
    return 0;
}
