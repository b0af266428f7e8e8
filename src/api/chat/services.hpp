#pragma once

#include "base/clock.hpp"
#include "base/rate_limit.hpp"
#include "base/scope.hpp"
#include "desk/channels/open_doors.hpp"
#include "desk/conversations/clocks.hpp"
#include "desk/conversations/ports.hpp"
#include "desk/desk.hpp"
#include "desk/presence.hpp"
#include "desk/queue/ports.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace keydesk::api::chat {

class Session;

/// How much one customer, one device and one neighbourhood of addresses may send. Many customers
/// share an address (mobile carriers, offices), so its allowance is far above a person's.
struct Limits {
    RateLimit::Rule messages{30, 1.0};             ///< By customer.
    RateLimit::Rule messages_by_prefix{600, 50};   ///< By address prefix.
    RateLimit::Rule visitors_by_prefix{120, 1.0};  ///< New tokens, by address prefix.
    RateLimit::Rule typing{10, 2.0};               ///< By customer.
    RateLimit::Rule uploads{20, 0.1};              ///< By customer.
    RateLimit::Rule links{10, 0.1};                ///< To other doors, by customer.
};

/// The inboxes as the chat door needs them at every request. Read anew by `refresh`.
class InboxBook {
public:
    explicit InboxBook(desk::Visitors& visitors) : visitors_{visitors} {}
    Task<Result<void>> refresh();
    /// Null: no such key.
    std::shared_ptr<const desk::Inbox> find(const std::string& key) const;

private:
    desk::Visitors& visitors_;
    std::map<std::string, std::shared_ptr<const desk::Inbox>> inboxes_;
};

/// Everything that the chat door works with, and who is connected to it. Lives on the io thread
/// and outlives its sessions.
class ChatDoor {
public:
    struct Parts {
        desk::Desk& desk;
        desk::Visitors& visitors;
        desk::Files& files;
        desk::Cases& cases;
        desk::Presence& presence;
        Scope& scope;
        const Clock& clock;
        std::string epoch;
        Limits limits = {};
        /// Opens what an inbox keeps sealed: its identity secret.
        std::function<Result<std::string>(const desk::Inbox&)> unseal;
        desk::OpenDoors& open;
    };

    explicit ChatDoor(Parts given);

    Parts parts;
    InboxBook inboxes;
    RateLimit messages, messages_by_prefix, visitors_by_prefix, typing, uploads, links;

    void arrive(Session& session);
    void leave(Session& session);
    /// Tells every open session that the server is going.
    void say_bye();
    /// Tells customers where they stand, now and whenever places move, for as long as the answer
    /// lives. `places` outlives it.
    [[nodiscard]] Subscription stand_in(desk::Places& places);
    std::optional<desk::QueuePlace> place_of(const std::string& conversation) const;
    /// Keeps what customers' devices say of their clocks, for as long as the answer lives.
    [[nodiscard]] Subscription keep_clocks(desk::CustomerClocks& clocks);
    Task<void> note_clock(std::string customer, std::string zone);

private:
    void tell_typing(const desk::Typing& typing);
    void tell_online();
    void tell_places();

    std::unordered_set<Session*> sessions_;
    desk::Places* places_ = nullptr;
    desk::CustomerClocks* clocks_ = nullptr;
    Subscription typing_, online_;
};

}  // namespace keydesk::api::chat
