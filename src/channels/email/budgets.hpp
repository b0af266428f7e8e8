#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace keydesk::email {

/// How many mails one sender may bring in ten minutes. Counted by when the receiving server got
/// them: what waited during an outage of ours came in its own time.
class SenderBudget {
public:
    explicit SenderBudget(std::int64_t most) : most_{most} {}
    /// The same mail counts once, however often it is read.
    bool admits(const std::string& sender, const std::string& mail, Time came_at);

private:
    struct Seen {
        Time at{};
        std::string mail;
    };
    std::int64_t most_;
    std::map<std::string, std::deque<Seen>, std::less<>> seen_;
};

/// When each sender got his last automatic answer, as text for the inbox's memory: one answer in
/// 24 hours. A second attempt of the same answer is the same answer.
class AutomaticLog {
public:
    /// Unreadable text is an empty log.
    static AutomaticLog read(std::string_view text, Time now);
    std::string write() const;

    bool admits(std::string_view sender, std::string_view answer) const;
    void add(std::string_view sender, std::string_view answer, Time now);

    /// Which of 256 logs holds this sender: "automatic:7f".
    static std::string shelf_of(std::string_view sender);

private:
    struct Last {
        Time at{};
        std::string answer;
    };
    std::map<std::string, Last, std::less<>> last_;
};

}  // namespace keydesk::email
