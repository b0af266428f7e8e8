#include "channels/telegram/places.hpp"

#include "channels/telegram/json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>

namespace keydesk::telegram {

namespace {

std::optional<std::int64_t> whole_number(std::string_view text)
{
    std::int64_t number = 0;
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

std::string key_of(const Spot& spot)
{
    if (!spot.in_group()) return "p:" + std::to_string(spot.chat);
    return "g:" + std::to_string(spot.chat) + ":" + std::to_string(spot.topic) + ":" +
           std::to_string(spot.user);
}

std::string address_of(const Spot& spot)
{
    json::object out{{"chat", spot.chat}};
    if (spot.topic != 0) out["topic"] = spot.topic;
    if (spot.user != 0) out["user"] = spot.user;
    return json::serialize(out);
}

std::optional<Spot> read_address(std::string_view address)
{
    boost::system::error_code broken;
    auto value = json::parse(address, broken);
    if (broken) return std::nullopt;
    auto chat = number_at(value, "/chat");
    if (!chat || *chat == 0) return std::nullopt;
    return Spot{
        .chat = *chat,
        .topic = number_at(value, "/topic").value_or(0),
        .user = number_at(value, "/user").value_or(0)};
}

std::string name_of_message(std::int64_t chat, std::int64_t message)
{
    return std::to_string(chat) + ":" + std::to_string(message);
}

std::optional<MessageName> read_message_name(std::string_view name)
{
    auto colon = name.find(':');
    if (colon == name.npos) return std::nullopt;
    auto chat = whole_number(name.substr(0, colon));
    auto message = whole_number(name.substr(colon + 1));
    if (!chat || !message) return std::nullopt;
    return MessageName{.chat = *chat, .message = *message};
}

}  // namespace keydesk::telegram
