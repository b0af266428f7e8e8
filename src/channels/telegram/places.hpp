#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Chats, topics and messages of Telegram as the desk's opaque keys.
namespace keydesk::telegram {

/// Where one person is talked to: his private chat, or he in a group's topic.
struct Spot {
    std::int64_t chat = 0;   ///< Negative: a group.
    std::int64_t topic = 0;  ///< 0: none, or the topic "General", which has no number on the wire.
    std::int64_t user = 0;   ///< Only in groups.

    bool in_group() const noexcept { return chat < 0; }
    friend bool operator==(const Spot&, const Spot&) = default;
};

/// "p:42", "g:-1001234567890:7:42": one thread of the desk.
std::string key_of(const Spot& spot);
/// {"chat":-100…,"topic":7,"user":42}
std::string address_of(const Spot& spot);
std::optional<Spot> read_address(std::string_view address);

/// "-100…:7": message ids of Telegram are numbered by chat.
std::string name_of_message(std::int64_t chat, std::int64_t message);
struct MessageName {
    std::int64_t chat = 0, message = 0;
};
std::optional<MessageName> read_message_name(std::string_view name);

}  // namespace keydesk::telegram
