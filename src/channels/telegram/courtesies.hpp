#pragma once

#include "base/rate_limit.hpp"
#include "channels/telegram/api.hpp"

#include <cstdint>
#include <deque>
#include <string>

namespace keydesk::telegram {

/// What a group may be sent: 20 messages a minute, of all its threads together
/// (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
inline constexpr RateLimit::Rule kGroupPace{.burst = 20, .per_second = 20.0 / 60.0};

/// What the door itself says: welcomes, invitations, warnings, answers to buttons. Sent once each,
/// after what came has been acknowledged; a customer's message never waits for one, and one that
/// fails is forgotten.
class Courtesies {
public:
    /// Both must outlive it. `pace`: by group, shared with the agents' messages.
    Courtesies(Api& api, RateLimit& pace);

    void add(std::string method, json::object question);
    /// Those that are there now.
    Task<void> send();
    bool empty() const noexcept { return waiting_.empty(); }

private:
    struct Courtesy {
        std::string method;
        json::object question;
    };
    Api& api_;
    RateLimit& pace_;
    std::deque<Courtesy> waiting_;
};

}  // namespace keydesk::telegram
