#pragma once

#include "store/playbooks/turn.hpp"

namespace keydesk::store {

/// Carries the playbooks out: reads facts, recognises the case, asks, checks, answers, hands over.
/// At most one message of its own for each of the customer's; none where a person has the word,
/// where others read along, to machines, to who is blocked, or where the inbox wants none.
class PlaybookFollower final : public LogFollower {
public:
    explicit PlaybookFollower(PlaybookSources sources) : sources_{std::move(sources)} {}

    std::string_view name() const override { return "playbooks"; }
    Task<void> prepare(const std::vector<LogEntry>& entries) override;
    Result<void> take(Turn& turn, const LogEntry& entry) override;

private:
    Result<void> on_words(Turn& turn, const LogEntry& entry);
    Result<void> on_event(Turn& turn, const LogEntry& entry);
    Result<void> on_reply(Turn& turn, const LogEntry& entry);

    PlaybookSources sources_;
    PlaybookAround around_;  ///< Of this turn: written before it, read in it.
};

}  // namespace keydesk::store
