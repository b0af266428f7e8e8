#include "chains/bitcoin/bitcoin.hpp"

#include "chains/bitcoin/address.hpp"
#include "chains/bitcoin/blocks.hpp"
#include "chains/bitcoin/causes.hpp"
#include "chains/bitcoin/gather.hpp"
#include "chains/bitcoin/memory.hpp"
#include "chains/bitcoin/reject.hpp"

#include <utility>

namespace keydesk::chains::bitcoin {

namespace {

class Bitcoin final : public Chain {
public:
    Bitcoin(ChainSettings settings, std::shared_ptr<Nodes> nodes)
        : settings_{std::move(settings)},
          nodes_{std::move(nodes)},
          gatherer_{nodes_}
    {
    }

    const ChainSettings& settings() const override { return settings_; }
    std::optional<desk::Cause> pasted(std::string_view text) const override
    {
        return reject_cause(text);
    }

    Task<Found> transaction(std::string id, std::optional<desk::Memory> memory, Time now) override
    {
        auto gathered = co_await gatherer_.gather(id, memory, now);
        auto verdict = judge(gathered, settings_.final_after);
        Found found{.diagnosis = {}, .seen = verdict.seen, .denied_by = gathered.denied_by};
        auto& diagnosis = found.diagnosis;
        diagnosis.subject = {settings_.id, "transaction", std::move(id)};
        diagnosis.state = std::move(verdict.state);
        diagnosis.causes = std::move(verdict.causes);
        diagnosis.memory = memory_of(gathered, settings_.id, memory);
        diagnosis.evidence = std::move(gathered.evidence);
        diagnosis.confirmations = verdict.confirmations;
        diagnosis.needed = settings_.final_after;
        diagnosis.eta = verdict.eta;
        diagnosis.replaced_by = std::move(verdict.replaced_by);
        diagnosis.at = now;
        co_return found;
    }

    Task<Found> address(std::string id, Time now) override
    {
        auto found = co_await explain_address(nodes_, std::move(id));
        found.diagnosis.subject.chain = settings_.id;
        found.diagnosis.at = now;
        co_return found;
    }

    Task<Result<std::int64_t>> head() override { return read_head(nodes_); }
    Task<Result<Block>> block(std::int64_t height) override { return read_block(nodes_, height); }

private:
    ChainSettings settings_;
    std::shared_ptr<Nodes> nodes_;
    Gatherer gatherer_;
};

}  // namespace

std::unique_ptr<Chain> make_chain(ChainSettings settings, std::shared_ptr<Nodes> nodes)
{
    return std::make_unique<Bitcoin>(std::move(settings), std::move(nodes));
}

}  // namespace keydesk::chains::bitcoin
