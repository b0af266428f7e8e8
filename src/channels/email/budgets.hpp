#pragma once

#include "base/clock.hpp"
#include "desk/channels/purpose.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

using desk::Purpose;

/// When each sender got his last automatic mails, as text for the inbox's memory: in 24 hours one
/// courtesy, two of a dialogue (a question and an answer), four warnings. A second attempt of the
/// same mail is the same mail.
class AutomaticLog {
public:
    /// Unreadable text is an empty log.
    static AutomaticLog read(std::string_view text, Time now);
    std::string write() const;

    bool admits(std::string_view sender, std::string_view answer, Purpose purpose) const;
    void add(std::string_view sender, std::string_view answer, Purpose purpose, Time now);

    /// Which of 256 logs holds this sender: "automatic:7f".
    static std::string shelf_of(std::string_view sender);

private:
    struct Last {
        Time at{};
        std::string answer;
    };
    std::map<std::string, std::vector<Last>, std::less<>> last_;  ///< By sender and purpose.
};

}  // namespace keydesk::email
