#include "channels/telegram/reception.hpp"

#include "channels/telegram/words.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace keydesk::telegram {

namespace {

constexpr const char* kMovesKey = "moved-groups";
constexpr std::size_t kMostFollowed = 10'000;

}  // namespace

bool Reception::registered(std::int64_t group) const
{
    // A registered group stays registered under its new number.
    auto from = came_from_.find(group);
    return settings_.group(group) != nullptr ||
           (from != came_from_.end() && settings_.group(from->second) != nullptr);
}

Imitation Reception::imitation(const Face& face, const Account& me) const
{
    if (face.names.empty() || std::ranges::count(settings_.team, face.user) > 0) return {};
    return imitation_of(face, inlet_.own_names(), me);
}

void Reception::warn_of_imitators(const Message& message, const Account& me)
{
    auto faces = message.newcomers;
    if (!message.content.service) faces.push_back(message.face);
    for (const auto& face : faces) {
        if (imitation(face, me).how != Imitation::How::same) continue;
        auto who = face.user != 0 ? std::to_string(face.user) : face.names.front();
        if (warned_.allow(std::to_string(message.spot.chat) + ":" + who)) continue;
        auto warning = send_message(message.spot, words::impostor(), message.id);
        courtesies_.add("sendMessage", std::move(warning));
    }
}

Task<Result<void>> Reception::take_edit(Message message)
{
    if (message.person.external_id.empty() || message.content.service) co_return Result<void>{};
    auto arrival = arrival_of(message);
    desk::Notice notice{
        .what = desk::Notice::What::edited,
        .external_id = albums_.name_of(message.spot.chat, message.id),
        .person = std::move(arrival.person),
        .place = std::move(arrival.place),
        .text = std::move(arrival.text),
        .at = message.at};
    auto noted = co_await inlet_.note(std::move(notice));
    if (!noted && noted.error().transient()) co_return noted;
    co_return Result<void>{};
}

Task<Result<void>> Reception::take_membership(Membership change)
{
    if (change.chat == Message::Chat::group) {
        if (change.member && !registered(change.id)) {
            Spot spot{.chat = change.id};
            courtesies_.add("sendMessage", send_message(spot, words::goodbye(change.id)));
            courtesies_.add("leaveChat", {{"chat_id", change.id}});
        }
        co_return Result<void>{};
    }
    if (change.chat != Message::Chat::with_person) co_return Result<void>{};
    using What = desk::Notice::What;
    Spot spot{.chat = change.id};
    desk::Notice notice{
        .what = change.member ? What::reachable : What::unreachable,
        .person = std::move(change.person),
        .place = {.key = key_of(spot), .address = address_of(spot)},
        .detail = change.member ? "" : "blocked",
        .at = change.at};
    auto noted = co_await inlet_.note(std::move(notice));
    if (!noted && noted.error().transient()) co_return noted;
    co_return Result<void>{};
}

Task<Result<void>> Reception::moved(std::int64_t from, std::int64_t to)
{
    auto known = came_from_.find(to);
    if (known != came_from_.end() && known->second == from) co_return Result<void>{};
    json::array moves{{{"from", from}, {"to", to}}};
    for (const auto& [there, here] : came_from_) {
        if (there != to) moves.push_back({{"from", here}, {"to", there}});
    }
    auto text = json::serialize(moves);
    auto kept = co_await inlet_.remember(kMovesKey, std::move(text));
    if (kept) came_from_[to] = from;
    co_return kept;
}

/// The members of a group that moved are not known to the door: each thread follows when its person
/// is next heard of, or when an answer to him is refused with the group's new number.
Task<Result<void>> Reception::follow_move(desk::Place place, Spot spot)
{
    auto from = came_from_.find(spot.chat);
    if (from == came_from_.end() || followed_.contains(place.key)) co_return Result<void>{};
    auto old = spot;
    old.chat = from->second;
    old.topic = 0;  // A basic group has no topics.
    auto key = place.key;
    desk::Notice notice{.what = desk::Notice::What::moved, .place = place, .new_key = key};
    notice.place.key = key_of(old);
    notice.at = inlet_.clock().now();
    auto noted = co_await inlet_.note(std::move(notice));
    if (!noted && noted.error().transient()) co_return noted;
    if (followed_.size() >= kMostFollowed) followed_.clear();
    followed_.insert(std::move(key));
    co_return Result<void>{};
}

}  // namespace keydesk::telegram
