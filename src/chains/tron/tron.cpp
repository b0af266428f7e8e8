#include "chains/tron/tron.hpp"
#include "chains/tron/causes.hpp"
#include "chains/tron/gather.hpp"
#include "chains/tron/reading.hpp"
#include "chains/tron/wire.hpp"

namespace keydesk::chains::tron {

namespace {

std::optional<desk::Memory> memory_of(
    const Evidence& evidence, const ChainSettings& chain, const std::optional<desk::Memory>& old)
{
    if (!evidence.transaction) return old;
    const auto& transaction = *evidence.transaction;
    desk::Memory memory{.chain = chain.id, .id = evidence.id, .claims = {}, .details = {}};
    memory.details = json_of_memory(transaction);
    memory.first_seen = old ? old->first_seen : evidence.now;
    if (transaction.expires > Time{}) memory.expires = transaction.expires;
    if (evidence.receipt) memory.height = evidence.receipt->block;
    return memory;
}

desk::Diagnosis diagnosis_of(Judgement judgement, Evidence evidence, const ChainSettings& chain)
{
    desk::Diagnosis out;
    out.subject.chain = chain.id;
    out.subject.id = evidence.id;
    out.state = std::move(judgement.state);
    out.causes = std::move(judgement.causes);
    out.shields = std::move(judgement.shields);
    out.confirmations = judgement.confirmations;
    out.needed = chain.final_after;
    out.eta = judgement.eta;
    out.evidence = std::move(evidence.notes);
    out.at = evidence.now;
    return out;
}

/// Errors: `not_found` when the block is not there.
Result<Block> read_block(const boost::json::value& said)
{
    auto head = read_head(said);
    if (!head) return fail(ErrorKind::not_found, "tron: no such block");
    Block block{head->number, head->id, head->parent, head->time, {}};
    for (auto& one : read_mined(said)) {
        block.transactions.push_back({std::move(one.id), {}, one.failed});
    }
    return block;
}

class TronChain final : public Chain {
public:
    TronChain(ChainSettings settings, std::shared_ptr<Nodes> nodes)
        : settings_{std::move(settings)},
          nodes_{std::move(nodes)}
    {
    }

    const ChainSettings& settings() const override { return settings_; }
    std::optional<desk::Cause> pasted(std::string_view text) const override
    {
        return reject_cause(text);
    }

    Task<Found> transaction(std::string id, std::optional<desk::Memory> memory, Time now) override
    {
        auto evidence = co_await gather_transaction(nodes_, settings_, id, memory, now);
        auto judgement = judge_transaction(evidence, settings_);
        Found found;
        found.seen = evidence.transaction.has_value() || evidence.remembered.has_value();
        found.denied_by = evidence.denied;
        auto kept = memory_of(evidence, settings_, memory);
        found.diagnosis = diagnosis_of(std::move(judgement), std::move(evidence), settings_);
        found.diagnosis.subject.kind = "transaction";
        found.diagnosis.memory = std::move(kept);
        co_return found;
    }

    Task<Found> address(std::string id, Time now) override
    {
        auto evidence = co_await gather_address(nodes_, settings_, id, now);
        auto judgement = judge_address(evidence, settings_);
        Found found;
        found.seen = judgement.state == "active" || judgement.state == "restricted";
        found.denied_by = found.seen ? 0 : evidence.denied;
        found.diagnosis = diagnosis_of(std::move(judgement), std::move(evidence), settings_);
        found.diagnosis.subject.kind = "address";
        co_return found;
    }

    Task<Result<std::int64_t>> head() override
    {
        std::vector<Call> calls{head_call(!nodes_->knows("wallet/getblock"))};
        auto answers = co_await nodes_->ask(std::move(calls));
        if (!answers) co_return fail(answers.error());
        bool good = !answers->replies.empty() && answers->replies.front().good();
        auto head = good ? read_head(answers->replies.front().result) : std::nullopt;
        if (!head) co_return fail(ErrorKind::unavailable, "tron: no head");
        co_return head->number;
    }

    Task<Result<Block>> block(std::int64_t height) override
    {
        std::vector<Call> calls{block_call(height)};
        auto answers = co_await nodes_->ask(std::move(calls));
        if (!answers) co_return fail(answers.error());
        bool good = !answers->replies.empty() && answers->replies.front().good();
        if (!good) co_return fail(ErrorKind::unavailable, "tron: the node refused a block");
        co_return read_block(answers->replies.front().result);
    }

private:
    ChainSettings settings_;
    std::shared_ptr<Nodes> nodes_;
};

}  // namespace

std::unique_ptr<Chain> make_chain(ChainSettings settings, std::shared_ptr<Nodes> nodes)
{
    return std::make_unique<TronChain>(std::move(settings), std::move(nodes));
}

}  // namespace keydesk::chains::tron
