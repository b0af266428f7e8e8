#pragma once

#include "base/clock.hpp"
#include "base/rate_limit.hpp"
#include "base/seal.hpp"
#include "desk/assistant/assistant.hpp"
#include "desk/assistant/prompt.hpp"

#include <optional>
#include <string>

namespace keydesk::desk {

/// The one way to the model: limits, a few questions at once, and a pause after it failed again
/// and again. Lives on the io thread; everything given outlives it.
class AssistantRoom {
public:
    AssistantRoom(AssistantStore& store, const Sealer& sealer, const Clock& clock, AskModel ask);

    /// Read before the doors open, and kept.
    Task<Result<void>> open();
    const AssistantSettings& settings() const noexcept { return settings_; }
    Task<Result<void>> change(AssistantSettings settings, AuditEntry audit);

    struct Asked {
        /// Empty: `text` is what the model said. Else limited, crowded, paused, or "model_" and
        /// the name of a ModelFault.
        std::string fault;
        std::string text;
        std::optional<std::chrono::seconds> retry_after = {};
    };
    Task<Asked> ask(std::string agent, Prompt prompt);

    static constexpr int kAtOnce = 4;
    /// So many failures in a row, and nobody asks for so long.
    static constexpr int kFailures = 5;
    static constexpr std::chrono::seconds kPause{60};

private:
    std::optional<Asked> barred(const std::string& agent, std::size_t bytes);
    void note(const ModelReply& reply);

    AssistantStore& store_;
    const Sealer& sealer_;
    const Clock& clock_;
    AskModel ask_;
    AssistantSettings settings_;
    RateLimit by_agent_, by_desk_, bytes_;
    int at_work_ = 0, failures_ = 0;
    std::optional<Time> paused_until_;
};

std::string_view name_of(ModelFault fault) noexcept;

}  // namespace keydesk::desk
