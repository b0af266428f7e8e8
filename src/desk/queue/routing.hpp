#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Who gets whom. Pure: the store and the simulator ask the same functions.
namespace keydesk::desk {

/// One who waits.
struct Standing {
    std::string conversation;
    std::string tier = "agent";  ///< agent specialist
    std::string language;        ///< "zh" or "en"
    std::string case_type;       ///< Empty: not known; anybody may have it.
    std::string last_agent;      ///< Who answered him last; empty: nobody.
    Time entered{};
    Time order{};  ///< Whoever has the earliest is next; see order_of.
};

/// One who answers.
struct Seat {
    std::string agent;
    bool specialist = false;
    std::vector<std::string> languages;  ///< Empty: all.
    std::vector<std::string> skills;     ///< Case types; empty: all.
    int capacity = 0;
    int load = 0;       ///< Open conversations that are his.
    Time idle_since{};  ///< When he was last given one.
    bool here = false;  ///< Connected, not away, within his shift.
    bool free() const noexcept { return here && load < capacity; }
};

/// Agents to whom nothing was set.
inline constexpr int kUsualCapacity = 6;

/// A priority is a head start, so whoever stands long enough passes everybody who came later: no
/// priority can make another wait for ever. `returned`: his agent is gone; he goes to the front.
Time order_of(Time entered, std::string_view priority, bool returned);

bool fits(const Seat& seat, const Standing& who);

/// Who is free for him: the agent he knows, else the one with the smallest share of his capacity
/// taken, of equals the one who has been idle longest. Null: nobody.
const Seat* choose(std::span<const Seat> seats, const Standing& who);

/// The first in line whom this agent can take, the earliest order first. Null: nobody.
const Standing* next_for(const Seat& seat, std::span<const Standing> line);

}  // namespace keydesk::desk
