#include "api/chat/services.hpp"

#include "api/chat/session.hpp"

#include <boost/json.hpp>

namespace keydesk::api::chat {

namespace json = boost::json;

Task<Result<void>> InboxBook::refresh()
{
    auto all = co_await visitors_.inboxes();
    if (!all) co_return fail(all.error());
    inboxes_.clear();
    for (auto& inbox : *all) {
        auto key = inbox.key;
        inboxes_.emplace(key, std::make_shared<const desk::Inbox>(std::move(inbox)));
    }
    co_return Result<void>{};
}

std::shared_ptr<const desk::Inbox> InboxBook::find(const std::string& key) const
{
    auto found = inboxes_.find(key);
    return found == inboxes_.end() ? nullptr : found->second;
}

ChatDoor::ChatDoor(Parts given)
    : parts{std::move(given)},
      inboxes{parts.visitors},
      messages{parts.clock, parts.limits.messages},
      messages_by_prefix{parts.clock, parts.limits.messages_by_prefix},
      visitors_by_prefix{parts.clock, parts.limits.visitors_by_prefix},
      typing{parts.clock, parts.limits.typing},
      uploads{parts.clock, parts.limits.uploads},
      links{parts.clock, parts.limits.links}
{
    typing_ = parts.presence.typing.listen([this](const desk::Typing& t) { tell_typing(t); });
    online_ = parts.presence.online_changed.listen([this] { tell_online(); });
}

void ChatDoor::arrive(Session& session)
{
    sessions_.insert(&session);
}

void ChatDoor::leave(Session& session)
{
    sessions_.erase(&session);
}

void ChatDoor::say_bye()
{
    auto bye = frame({{"t", "bye"}, {"code", 4503}, {"reconnect", true}, {"after", 2}});
    for (auto* session : sessions_) session->send(bye);
}

void ChatDoor::tell_typing(const desk::Typing& t)
{
    if (t.by_customer || t.note) return;
    json::object agent{{"id", t.agent.id}, {"name", t.agent.name}};
    auto text = frame({{"t", "typing"}, {"on", t.on}, {"agent", agent}});
    for (auto* session : sessions_) {
        if (session->customer() == t.customer) session->send(text);
    }
}

void ChatDoor::tell_online()
{
    auto count = parts.presence.online().size();
    auto text = frame({{"t", "pres"}, {"agents", count}});
    for (auto* session : sessions_) session->send(text);
}

Subscription ChatDoor::stand_in(desk::Places& places)
{
    places_ = &places;
    auto moved = std::make_shared<Subscription>(places.moved.listen([this] { tell_places(); }));
    return Subscription{[this, moved] {
        places_ = nullptr;
        *moved = {};
    }};
}

std::optional<desk::QueuePlace> ChatDoor::place_of(const std::string& conversation) const
{
    return places_ != nullptr ? places_->place_of(conversation) : std::nullopt;
}

Subscription ChatDoor::keep_clocks(desk::CustomerClocks& clocks)
{
    clocks_ = &clocks;
    return Subscription{[this] { clocks_ = nullptr; }};
}

Task<void> ChatDoor::note_clock(std::string customer, std::string zone)
{
    if (clocks_ == nullptr || zone.empty()) co_return;
    // A store that is away: times are read as those of one who has told no clock.
    (void)co_await clocks_->keep(std::move(customer), std::move(zone));
}

void ChatDoor::tell_places()
{
    for (auto* session : sessions_) session->tell_place();
}

}  // namespace keydesk::api::chat
