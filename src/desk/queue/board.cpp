#include "desk/queue/board.hpp"

#include <algorithm>
#include <map>

namespace keydesk::desk {

using namespace std::chrono_literals;
using std::chrono::seconds;

namespace {

constexpr std::chrono::seconds kUnknownPickUp[] = {20s, 60s, 90s, 150s, 240s, 420s};

std::vector<const SeatNow*> seats_for(const QueueNow& now, const Standing& who)
{
    std::vector<const SeatNow*> out;
    for (const auto& one : now.seats) {
        auto asked = who;
        asked.case_type.clear();  // A skill may be missing today; the language is never.
        if (one.seat.here && one.seat.capacity > 0 && fits(one.seat, asked)) out.push_back(&one);
    }
    return out;
}

std::vector<seconds> slots_of(const std::vector<const SeatNow*>& seats)
{
    std::vector<seconds> slots;
    for (const auto* one : seats) {
        auto held = one->held;
        // Of one who has more than he should, the newest go first and free nothing.
        std::ranges::sort(held, std::greater{});
        auto capacity = static_cast<std::size_t>(one->seat.capacity);
        if (held.size() > capacity) held.resize(capacity);
        slots.insert(slots.end(), held.begin(), held.end());
        slots.insert(slots.end(), capacity - held.size(), seconds{-1});
    }
    return slots;
}

/// How long the quickest of those who have a free place has had it, with somebody there to take.
seconds left_waiting(
    const std::vector<const SeatNow*>& seats, const std::vector<const Standing*>& line, Time now)
{
    std::optional<seconds> shortest;
    for (const auto* one : seats) {
        if (!one->seat.free()) continue;
        auto first =
            std::ranges::find_if(line, [&](const Standing* who) { return fits(one->seat, *who); });
        if (first == line.end()) continue;
        auto since = std::max({(*first)->entered, one->seat.idle_since, one->free_since});
        auto left = std::chrono::duration_cast<seconds>(now - since);
        shortest = std::min(shortest.value_or(left), left);
    }
    return std::max(shortest.value_or(0s), 0s);
}

/// Those who compete for the same agents, the ones of `group` marked by their index in it.
struct Group {
    const Standing* like;
    std::vector<const Standing*> members;
};

void place_group(
    const Group& group,
    const QueueNow& now,
    const ServiceHistory& history,
    const QueueRules& rules,
    std::unordered_map<std::string, QueuePlace>& out)
{
    auto seats = seats_for(now, *group.like);
    LineNow line{
        .slots = slots_of(seats),
        .line = {},
        .hour = now.hour,
        .jumps_an_hour = now.jumps_an_hour,
        .pick_ups = now.pick_ups};
    if (!rules.automatic && line.pick_ups.empty()) {
        line.pick_ups.assign(std::begin(kUnknownPickUp), std::end(kUnknownPickUp));
    }
    auto competes = [&](const Standing& who) {
        return &who == group.like ||
               std::ranges::any_of(seats, [&](const SeatNow* one) { return fits(one->seat, who); });
    };
    std::vector<const Standing*> all;
    for (const auto& who : now.line) {
        bool own = std::ranges::find(group.members, &who) != group.members.end();
        if (!own && !competes(who)) continue;
        all.push_back(&who);
        line.line.push_back(who.case_type);
    }
    line.left_waiting = left_waiting(seats, all, now.at);
    auto waits = waits_of(line, history);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i]->tier != group.like->tier || all[i]->language != group.like->language) continue;
        QueuePlace place;
        place.state = "away";
        place.place = static_cast<std::int64_t>(i + 1);
        if (i < waits.size()) {
            bool over = std::max(waits[i].p50, line.left_waiting) > rules.over;
            place.state = over ? "over" : "waiting";
            place.wait = waits[i];
        }
        out[all[i]->conversation] = std::move(place);
    }
}

}  // namespace

std::unordered_map<std::string, QueuePlace> places_of(
    const QueueNow& now, const ServiceHistory& history, const QueueRules& rules)
{
    std::map<std::pair<std::string, std::string>, Group> groups;
    for (const auto& who : now.line) {
        auto& group = groups[{who.tier, who.language}];
        if (group.members.empty()) group.like = &who;
        group.members.push_back(&who);
    }
    std::unordered_map<std::string, QueuePlace> out;
    for (const auto& [key, group] : groups) place_group(group, now, history, rules, out);
    return out;
}

}  // namespace keydesk::desk
