#pragma once

#include "desk/queue/routing.hpp"
#include "desk/queue/waiting.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// What the queue tells those who stand in it. Pure.
namespace keydesk::desk {

/// An agent and how long what is his has been his.
struct SeatNow {
    Seat seat;
    std::vector<std::chrono::seconds> held = {};
    Time free_since{};  ///< Since when he has had a free place; read only while he has one.
};

/// How a desk is run.
struct QueueRules {
    bool automatic = false;             ///< Conversations are given out; else agents take them.
    std::chrono::minutes over{30};      ///< A wait whose half is longer is said to be too long.
    std::chrono::hours slow_reply{24};  ///< What slow doors are promised.
    bool tell_place = true;             ///< By slow doors, one message says when.
};

/// Where somebody stands.
struct QueuePlace {
    std::string state;       ///< waiting over away answered
    std::int64_t place = 0;  ///< From 1; 0: in none.
    std::optional<Wait> wait = {};
    std::optional<Time> reply_by = {};

    bool offers() const noexcept { return state == "over" || state == "away"; }
    friend bool operator==(const QueuePlace& a, const QueuePlace& b)
    {
        auto ends = [](const QueuePlace& p) {
            auto shown = p.wait.value_or(Wait{});
            return std::pair{shown.low, shown.high};
        };
        return a.state == b.state && a.place == b.place && ends(a) == ends(b) &&
               a.reply_by == b.reply_by;
    }
};

struct QueueNow {
    Time at{};
    std::vector<Standing> line;  ///< In order.
    std::vector<SeatNow> seats;
    double jumps_an_hour = 0;
    std::vector<std::chrono::seconds> pick_ups = {};
    int hour = 0;
};

/// Of everybody in line, by conversation. A line that nobody serves has states "away".
std::unordered_map<std::string, QueuePlace> places_of(
    const QueueNow& now, const ServiceHistory& history, const QueueRules& rules);

class Zone;

/// "You are number 3. Usually 2–7 minutes." in "zh-CN" or "en"; empty when there is nothing to say.
/// Times are said by the customer's clock; by UTC while that is not known (null).
std::string place_words(
    const QueuePlace& place, std::string_view locale, const Zone* zone = nullptr);

/// "2–7 minutes" / "2–7 分钟"; "under 2 minutes".
std::string wait_words(const Wait& wait, std::string_view locale);

}  // namespace keydesk::desk
