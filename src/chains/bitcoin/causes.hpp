#pragma once

#include "chains/bitcoin/evidence.hpp"

#include <optional>
#include <string>
#include <vector>

namespace keydesk::chains::bitcoin {

struct Verdict {
    std::string state;  ///< As in desk::Diagnosis.
    std::vector<desk::Cause> causes;
    std::string replaced_by;
    std::optional<desk::Eta> eta;
    std::int64_t confirmations = 0;
    bool seen = false;  ///< It is there, or what was kept of it explains why it is not.
};

/// What the evidence means. Pure: no clock, no node. What would be a guess is said with a
/// confidence below one half, or is "unknown".
Verdict judge(const Gathered& gathered, std::int64_t final_after);

/// The three places where a transaction can be; `judge` chooses among them.
Verdict judge_mined(const Gathered& gathered, std::int64_t final_after);
Verdict judge_pending(const Gathered& gathered);
Verdict judge_gone(const Gathered& gathered);

/// What a replacement did with the money.
enum class Intent {
    speed_up,    ///< The same receivers get the same.
    cancel,      ///< It went back to the sender.
    redirected,  ///< To others than before.
};
Intent intent_of(const Transaction& before, const Transaction& now);

}  // namespace keydesk::chains::bitcoin
