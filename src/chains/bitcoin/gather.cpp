#include "chains/bitcoin/gather.hpp"

#include "chains/bitcoin/core.hpp"
#include "chains/bitcoin/esplora.hpp"
#include "chains/bitcoin/json.hpp"
#include "chains/bitcoin/memory.hpp"
#include "chains/bitcoin/read.hpp"
#include "chains/bitcoin/words.hpp"

#include <algorithm>
#include <span>
#include <tuple>

namespace keydesk::chains::bitcoin {

namespace json = boost::json;

namespace {

constexpr std::chrono::seconds kQueueAge{5};
constexpr std::int64_t kMostInPool = 5000;  ///< A longer list takes a node longer than we wait.

bool speaks_core(const Answers& answers)
{
    return answers.dialect == "bitcoin-core";
}

void note_queue(const Answers& from, Gathered& gathered)
{
    if (!gathered.queue) return;
    Vbytes whole = 0;
    for (const auto& bar : *gathered.queue) whole += bar.size;
    note(gathered, from, "mempool", {.what = "mempool.size", .value = size_text(whole)});
}

std::span<const Reply> part_of(const Questions& questions, const Answers& answers)
{
    std::span<const Reply> all{answers.replies};
    if (all.size() < questions.calls.size()) return {};
    auto esplora = questions.calls.size() - questions.core;
    return speaks_core(answers) ? all.first(questions.core) : all.subspan(questions.core, esplora);
}

Questions first_questions(const Nodes& nodes, const std::string& id)
{
    bool core = nodes.knows("getblockchaininfo");
    bool esplora = nodes.knows("blocks/tip/height");
    Questions questions;
    if (core || !esplora) questions.calls = core_first_calls(id);
    questions.core = questions.calls.size();
    if (esplora || !core) {
        for (auto& call : esplora_first_calls(id)) questions.calls.push_back(std::move(call));
    }
    return questions;
}

void read_first(const Questions& questions, const Answers& answers, Gathered& gathered)
{
    gathered.lagging = answers.lagging;
    if (speaks_core(answers)) {
        read_core_first(part_of(questions, answers), answers, gathered);
    } else {
        read_esplora_first(part_of(questions, answers), answers, gathered);
    }
}

bool denies(const Questions& questions, const Answers& answers)
{
    // One that is behind may not have heard of it yet.
    if (answers.lagging) return false;
    auto replies = part_of(questions, answers);
    return speaks_core(answers) ? core_denies(replies) : esplora_denies(replies);
}

Gathered blank(const std::string& id, const std::optional<desk::Memory>& memory, Time now)
{
    Gathered gathered{.id = id, .now = now};
    if (memory) gathered.memory = remembered(*memory);
    return gathered;
}

bool there(const Gathered& gathered)
{
    return gathered.pending || (gathered.place && gathered.place->confirmations > 0);
}

/// The first of the answers that has it.
std::optional<Present> present_in(
    const Questions& questions, const std::vector<Answers>& answers, const Gathered& blank)
{
    for (const auto& one : answers) {
        auto gathered = blank;
        read_first(questions, one, gathered);
        if (!there(gathered)) continue;
        gathered.asked = answers.size();
        return Present{std::move(gathered), one.source, speaks_core(one)};
    }
    return std::nullopt;
}

std::size_t denials(const Questions& questions, const std::vector<Answers>& answers)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(answers, [&](const Answers& one) { return denies(questions, one); }));
}

/// Up-to-date endpoints first, and a node rather than an explorer: it can try the raw form.
void sort_for_the_gone(std::vector<Answers>& answers)
{
    std::ranges::sort(answers, {}, [](const Answers& one) {
        return std::tuple{one.lagging, !speaks_core(one), one.source};
    });
}

/// Takes the place of what an earlier endpoint said when it knows more.
void prefer(Gathered next, Gathered& best)
{
    bool better = next.winner || there(next) || (best.coins.empty() && !best.trial);
    auto evidence = std::move(best.evidence);
    if (better) {
        std::swap(best, next);
        std::swap(evidence, best.evidence);
        best.evidence.insert(best.evidence.begin(), evidence.begin(), evidence.end());
        if (!best.trial) best.trial = next.trial;
        return;
    }
    best.evidence = std::move(evidence);
    if (best.replaced_by.empty()) best.replaced_by = next.replaced_by;
}

}  // namespace

Task<Gathered> Gatherer::gather(std::string id, std::optional<desk::Memory> memory, Time now)
{
    auto gathered = blank(id, memory, now);
    if (!is_txid(id)) co_return gathered;
    auto questions = first_questions(*nodes_, id);
    std::vector<Answers> answers;
    auto first = co_await nodes_->ask(questions.calls);
    if (first) answers.push_back(std::move(*first));
    auto found = present_in(questions, answers, gathered);
    if (!found) {
        // Nobody is believed alone when he says that something is not there.
        answers = co_await nodes_->ask_all(questions.calls);
        found = present_in(questions, answers, gathered);
    }
    if (found) co_return co_await present(std::move(*found));
    gathered.asked = answers.size();
    gathered.denied_by = denials(questions, answers);
    if (memory) gathered.transaction = remembered_transaction(*memory);
    sort_for_the_gone(answers);
    co_return co_await gone(std::move(gathered), std::move(questions), std::move(answers));
}

Task<Gathered> Gatherer::present(Present found)
{
    auto gathered = std::move(found.gathered);
    if (found.core) gathered = co_await complete_core(nodes_, std::move(gathered), found.source);
    if (!gathered.pending) co_return gathered;
    if (found.core && gathered.policy.count <= kMostInPool) {
        co_return co_await add_pool(std::move(gathered), found.source);
    }
    if (!gathered.queue) gathered = co_await add_histogram(std::move(gathered));
    co_return gathered;
}

Task<Gathered> Gatherer::gone(Gathered gathered, Questions questions, std::vector<Answers> answers)
{
    auto best = gathered;
    // One of each kind is enough: a second node of a kind sees the same coins.
    bool core = false;
    bool esplora = false;
    for (const auto& one : answers) {
        auto& asked = speaks_core(one) ? core : esplora;
        if (asked || best.winner || there(best)) continue;
        asked = true;
        auto next = gathered;
        read_first(questions, one, next);
        if (!next.transaction) next.transaction = gathered.transaction;
        if (speaks_core(one)) {
            next = co_await complete_core(nodes_, std::move(next), one.source);
        } else {
            next = co_await complete_esplora(nodes_, std::move(next), one.source);
        }
        prefer(std::move(next), best);
    }
    co_return best;
}

Task<Gathered> Gatherer::add_pool(Gathered gathered, std::string source)
{
    auto& kept = queues_[source];
    std::vector<Call> calls{{"getblockheader", json::array{gathered.head_block}}};
    bool stale = gathered.now - kept.at > kQueueAge || gathered.now < kept.at;
    if (stale) calls.push_back({"getrawmempool", json::array{true}});
    auto answers = co_await nodes_->ask(std::move(calls), source);
    if (!answers || answers->replies.empty()) co_return gathered;
    auto mined = time_at(answers->replies[0].result, {"time"});
    if (millis(mined) > 0) gathered.last_block = mined;
    if (stale && answers->replies.size() > 1 && answers->replies[1].good()) {
        auto queue = read_core_queue(answers->replies[1].result);
        if (queue) queues_[source] = {gathered.now, std::move(*queue)};
    }
    const auto& known = queues_[source];
    if (millis(known.at) > 0) gathered.queue = known.queue;
    note_queue(*answers, gathered);
    co_return gathered;
}

/// From an explorer, where the node's own list would be too long.
Task<Gathered> Gatherer::add_histogram(Gathered gathered)
{
    std::vector<Call> calls{{"mempool", nullptr}};
    if (!nodes_->knows("blocks/tip/height")) co_return gathered;
    auto all = co_await nodes_->ask_all(std::move(calls));
    for (const auto& one : all) {
        if (speaks_core(one) || one.replies.empty() || !one.replies[0].good()) continue;
        gathered.queue = read_esplora_queue(one.replies[0].result);
        note_queue(one, gathered);
        break;
    }
    co_return gathered;
}

}  // namespace keydesk::chains::bitcoin
