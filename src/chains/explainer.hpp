#pragma once

#include "base/clock.hpp"
#include "chains/advice.hpp"
#include "chains/chain.hpp"
#include "chains/recognise/recognise.hpp"
#include "chains/verdict.hpp"
#include "desk/diagnosis/ports.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace keydesk::chains {

/// Asks every chain that may know a subject, at once, and makes one answer of theirs.
///
///     0x and 64 digits   the EVM chains
///     64 digits          all chains
///     an address         the chains of its form
///
/// Lives on the io thread; the chains' answers are not waited for beyond `patience`.
class Explainer final : public desk::Diagnoser {
public:
    Explainer(
        std::vector<std::unique_ptr<Chain>> chains,
        AdviceBook book,
        const Clock& clock,
        std::chrono::milliseconds patience = std::chrono::milliseconds{2500},
        bool only_own_nodes = false);

    /// One for each thing that a supported chain may know (where several may, `chain` is empty),
    /// then those that only look like one, such as a wrong checksum; a look-alike of an explorer
    /// stands first. With none of these, the words of a refusal ("nonce too low": kind error).
    std::vector<desk::Subject> subjects(std::string_view text) const override;

    Task<desk::Diagnosis> explain(desk::Subject subject, std::vector<desk::Memory> memory) override;

    bool only_own_nodes() const override { return only_own_nodes_; }

    const AdviceBook& book() const { return book_; }
    const std::vector<std::unique_ptr<Chain>>& chains() const { return chains_; }

private:
    std::optional<desk::Subject> refusal_in(std::string_view text) const;
    desk::Diagnosis refused(const desk::Subject& subject) const;
    std::vector<desk::Diagnosis> doubts_of(const Recognised& read) const;
    std::optional<desk::Diagnosis> unasked(const desk::Subject& subject) const;
    desk::Diagnosis judged(const desk::Subject& subject, std::vector<Heard> heard) const;
    desk::Diagnosis advised(desk::Diagnosis diagnosis, Time now) const;
    const ChainSettings* settings_of(std::string_view chain) const;

    std::vector<std::unique_ptr<Chain>> chains_;
    AdviceBook book_;
    const Clock& clock_;
    std::chrono::milliseconds patience_;
    bool only_own_nodes_;
};

}  // namespace keydesk::chains
