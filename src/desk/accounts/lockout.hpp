#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

namespace keydesk::desk {

/// How long guessing is made to wait: nothing before the fifth failure, then 30 s, 1 min, 2 min …
/// up to an hour. A day without a failure forgets them all.
struct LockoutRule {
    std::int64_t free_failures = 5;
    /// An address is shared by the colleagues behind it, who must not lock each other out; a
    /// guesser who tries many accounts from one place is stopped all the same.
    std::int64_t free_failures_of_address = 25;
    std::chrono::seconds first = std::chrono::seconds{30};
    std::chrono::seconds longest = std::chrono::hours{1};
    std::chrono::seconds memory = std::chrono::hours{24};
};

/// The wait that failure number `failures` (counted from 1) brings; zero: none.
std::chrono::seconds wait_after(std::int64_t failures, const LockoutRule& rule = {}) noexcept;

/// Failures by account and by address, in bounded memory.
class Lockouts {
public:
    explicit Lockouts(const Clock& clock, LockoutRule rule = {}, std::size_t most_keys = 100'000);

    /// One attempt in progress. Ends as a failure unless something better is said of it. While it
    /// runs it weighs like a failure, so a thousand at once get no further than five.
    class Attempt {
    public:
        Attempt(Attempt&& other) noexcept;
        Attempt& operator=(Attempt&&) = delete;
        ~Attempt();

        /// Right. Forgives what this account failed, also to this address; but not what others
        /// failed from there: a guesser with one account of his own gets no second breath.
        void succeeded();
        /// Neither right nor wrong: a code is still to come, or it was our own fault.
        void withdrawn();

    private:
        friend class Lockouts;
        Attempt(Lockouts& home, std::string address, std::string account);
        enum class End { failed, succeeded, withdrawn };
        Lockouts* home_;
        std::string address_, account_;
        End end_ = End::failed;
    };

    /// The attempt; or how long to wait before the next one.
    std::expected<Attempt, std::chrono::seconds> begin(
        const std::string& address, const std::string& account);

private:
    struct Record {
        std::string key;
        std::int64_t failures = 0;
        std::int64_t running = 0;
        std::map<std::string, std::int64_t> by_account = {};
        Time locked_until{};
        Time last{};
    };
    using Records = std::list<Record>;

    Record& record_of(const std::string& key);
    std::chrono::seconds wait_of(const Record& record) const;
    LockoutRule rule_of(const Record& record) const;
    void finish(const Attempt& attempt);
    void end(Record& record, const Attempt& attempt);

    const Clock& clock_;
    LockoutRule rule_;
    std::size_t most_;
    Records records_;  ///< Last used first.
    std::unordered_map<std::string, Records::iterator> index_;
};

}  // namespace keydesk::desk
