#pragma once

#include "store/playbook_turn.hpp"

namespace keydesk::store {

/// Carries the playbooks out: reads facts, recognises the case, asks, checks, answers, hands over.
/// At most one message of its own for each of the customer's; none where a person has the word,
/// where others read along, to machines, to who is blocked, or where the inbox wants none.
class PlaybookFollower final : public LogFollower {
public:
    explicit PlaybookFollower(PlaybookAround around) : around_{std::move(around)} {}

    std::string_view name() const override { return "playbooks"; }
    Result<void> take(Turn& turn, const LogEntry& entry) override;

private:
    Result<void> on_words(Turn& turn, const LogEntry& entry);
    Result<void> on_event(Turn& turn, const LogEntry& entry);
    Result<void> on_reply(Turn& turn, const LogEntry& entry);

    PlaybookAround around_;
};

}  // namespace keydesk::store
