#pragma once

#include "channels/telegram/content.hpp"
#include "channels/telegram/places.hpp"
#include "desk/channels/arrival.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Updates of Telegram, read. Pure.
///
/// Source: https://core.telegram.org/bots/api#update
namespace keydesk::telegram {

/// The bot itself, as getMe tells it.
struct Account {
    std::int64_t id = 0;
    std::string username, name;
    bool joins_groups = false;
    bool reads_groups = false;  ///< Privacy mode is off: mentions are delivered.
};
/// Nothing when it is no bot.
std::optional<Account> read_account(const json::value& user);

/// How a message in a group concerns us; in a private chat every message does.
enum class Call {
    none,
    /// Nothing but our name: a hand raised.
    bare,
    asked
};

/// Somebody and all names under which he shows himself.
struct Face {
    std::int64_t user = 0;  ///< 0: a channel or a group speaks.
    std::vector<std::string> names;
};

struct Message {
    enum class Chat { with_person, group, other };
    Chat chat = Chat::other;
    Spot spot;
    std::int64_t id = 0;
    std::string title;  ///< Of the group.
    Time at{};
    desk::Person person;  ///< Empty external_id: no person wrote it (a channel, a bot).
    Face face;            ///< Empty names: one of the group's own anonymous administrators.
    Content content;
    std::string album;    ///< media_group_id
    std::string answers;  ///< Ours that this one answers.
    std::string quoted;   ///< Of somebody else's message, what this one is about.
    bool forwarded = false;
    Call call = Call::none;
    std::string command;   ///< "start", in lower case, when the text begins with one for us.
    std::string argument;  ///< What follows it.
    std::int64_t migrated_to = 0;  ///< The group has become this supergroup.
    std::vector<Face> newcomers;

    bool chinese() const { return person.locale.starts_with("zh"); }
};

/// Our own standing in a chat has changed.
struct Membership {
    Message::Chat chat = Message::Chat::other;
    std::int64_t id = 0;
    desk::Person person;  ///< Who changed it; in a private chat the customer.
    bool member = false;
    Time at{};
};

struct Update {
    std::optional<Message> message;
    bool edited = false;
    std::optional<Membership> membership;
    std::string callback;  ///< Id of a callback query: answered, or the customer's client spins.
};

/// Nothing at all in it: an update that we understand and do not need.
Update read_update(const json::value& update, const Account& me);
std::optional<std::int64_t> update_id(const json::value& update);

/// Whether a text names us: "联系@MyWalletBot好吗" has no mention entity, since Telegram wants a
/// word's boundary there, and Chinese has none.
bool names_us(std::string_view text, std::string_view username);

/// A message as the desk takes it.
desk::Arrival arrival_of(const Message& message);

}  // namespace keydesk::telegram
