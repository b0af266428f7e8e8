#pragma once

#include "desk/power/ports.hpp"
#include "store/log.hpp"

#include <functional>
#include <set>

namespace keydesk::store {

struct NewNotice {
    std::string agent, kind, conversation, by, text;
};

/// For the writer. One that says the same of the same conversation and is unread is enough.
Result<void> add_notice(sql::Connection& db, const NewNotice& notice, Time now);

/// Tells agents what concerns them: mentions of them or their team in notes, news of what they
/// follow, what they were given, targets of service that run out. Replies in a conversation that
/// was split from a website's are said in that one, too: the website shows its customer no other.
class NoticeFollower final : public LogFollower {
public:
    using Tell = std::function<void(const std::string& agent)>;

    explicit NoticeFollower(Tell tell) : tell_{std::move(tell)} {}

    std::string_view name() const override { return "notices"; }
    Result<void> take(Turn& turn, const LogEntry& entry) override;
    void taken() override;

private:
    Result<void> mentions(Turn& turn, const desk::Message& note);
    Result<void> followed(Turn& turn, const desk::Message& message);
    Result<void> event(Turn& turn, const desk::Message& event);
    Result<void> mirror(Turn& turn, const desk::Message& reply);
    Result<void> add(Turn& turn, NewNotice notice);

    Tell tell_;
    std::set<std::string> notified_;  ///< Written by take, read by taken: never at once.
};

/// Names after "@" in a text; the longest fits first, so that "@Li Wei" is not "@Li".
std::vector<std::string> mentioned(std::string_view text, const std::vector<desk::Face>& agents);

}  // namespace keydesk::store
