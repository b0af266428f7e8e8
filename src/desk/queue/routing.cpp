#include "desk/queue/routing.hpp"

#include <algorithm>

namespace keydesk::desk {

using namespace std::chrono_literals;

namespace {

bool holds(const std::vector<std::string>& list, const std::string& one)
{
    return list.empty() || one.empty() || std::ranges::find(list, one) != list.end();
}

/// Whether `a` should rather have the next one than `b`.
bool before(const Seat& a, const Seat& b)
{
    // Compared as fractions without dividing.
    auto left = static_cast<long>(a.load) * b.capacity,
         right = static_cast<long>(b.load) * a.capacity;
    if (left != right) return left < right;
    if (a.idle_since != b.idle_since) return a.idle_since < b.idle_since;
    return a.agent < b.agent;
}

}  // namespace

Time order_of(Time entered, std::string_view priority, bool returned)
{
    if (returned) return entered - 24h;
    if (priority == "urgent") return entered - 60min;
    if (priority == "high") return entered - 20min;
    if (priority == "medium") return entered - 5min;
    if (priority == "low") return entered + 20min;
    return entered;
}

bool fits(const Seat& seat, const Standing& who)
{
    if (who.tier == "specialist" && !seat.specialist) return false;
    return holds(seat.languages, who.language) && holds(seat.skills, who.case_type);
}

const Seat* choose(std::span<const Seat> seats, const Standing& who)
{
    const Seat* best = nullptr;
    for (const auto& seat : seats) {
        if (!seat.free() || !fits(seat, who)) continue;
        if (seat.agent == who.last_agent) return &seat;
        if (best == nullptr || before(seat, *best)) best = &seat;
    }
    return best;
}

const Standing* next_for(const Seat& seat, std::span<const Standing> line)
{
    const Standing* best = nullptr;
    for (const auto& who : line) {
        if (!fits(seat, who)) continue;
        bool earlier = best == nullptr || who.order < best->order ||
                       (who.order == best->order && who.conversation < best->conversation);
        if (earlier) best = &who;
    }
    return best;
}

}  // namespace keydesk::desk
