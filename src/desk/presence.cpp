#include "desk/presence.hpp"

#include <algorithm>

namespace keydesk::desk {

Presence::Tab Presence::arrive(Face agent)
{
    auto tab = next_++;
    seats_.emplace(tab, Seat{.agent = std::move(agent)});
    online_changed.tell();
    return tab;
}

void Presence::leave(Tab tab)
{
    auto found = seats_.find(tab);
    if (found == seats_.end()) return;
    auto conversation = found->second.conversation;
    seats_.erase(found);
    if (!conversation.empty()) viewers_changed.tell(conversation);
    online_changed.tell();
}

void Presence::look(Tab tab, const std::string& conversation)
{
    auto found = seats_.find(tab);
    if (found == seats_.end() || found->second.conversation == conversation) return;
    auto before = std::exchange(found->second.conversation, conversation);
    found->second.typing = false;
    if (!before.empty()) viewers_changed.tell(before);
    if (!conversation.empty()) viewers_changed.tell(conversation);
}

void Presence::type(Tab tab, const std::string& customer, bool on, bool note)
{
    auto found = seats_.find(tab);
    if (found == seats_.end() || found->second.conversation.empty()) return;
    auto& seat = found->second;
    bool changed = std::exchange(seat.typing, on) != on;
    if (changed) viewers_changed.tell(seat.conversation);
    typing.tell(Typing{
        .conversation = seat.conversation,
        .customer = customer,
        .agent = seat.agent,
        .note = note,
        .on = on});
}

void Presence::customer_types(const std::string& conversation, const std::string& customer, bool on)
{
    typing.tell(
        Typing{.conversation = conversation, .customer = customer, .by_customer = true, .on = on});
}

std::vector<Viewer> Presence::viewers(const std::string& conversation) const
{
    std::vector<Viewer> list;
    for (const auto& [tab, seat] : seats_) {
        if (seat.conversation != conversation) continue;
        auto same = [&](const Viewer& v) { return v.agent.id == seat.agent.id; };
        auto known = std::ranges::find_if(list, same);
        if (known == list.end()) {
            list.push_back({seat.agent, seat.typing});
        } else {
            known->typing = known->typing || seat.typing;
        }
    }
    return list;
}

std::vector<std::string> Presence::online() const
{
    std::vector<std::string> ids;
    for (const auto& [tab, seat] : seats_) {
        if (std::ranges::find(ids, seat.agent.id) == ids.end()) ids.push_back(seat.agent.id);
    }
    return ids;
}

}  // namespace keydesk::desk
