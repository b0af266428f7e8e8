#include "channels/telegram/channel.hpp"

#include <boost/json/parse.hpp>

#include <utility>

namespace keydesk::telegram {

using namespace std::chrono_literals;
using desk::SendFault;

namespace {

/// Chats that are told to wait within this time mean the whole account.
constexpr auto kLimitedTogether = 10s;

/// In a group the answer points at the question: others write in between. In private it would only
/// repeat what stands above it.
std::int64_t answered(const desk::Departure& departure, const Spot& spot)
{
    if (!spot.in_group()) return 0;
    auto name = read_message_name(departure.answers);
    return name && name->chat == spot.chat ? name->message : 0;
}

}  // namespace

desk::Sent TelegramChannel::pace_of(const Spot& spot)
{
    if (!spot.in_group()) return desk::Receipt{};
    auto wait = pace_.allow(std::to_string(spot.chat));
    if (!wait) return desk::Receipt{};
    return std::unexpected{desk::SendError{
        .fault = SendFault::rate_limited,
        .code = "group_pace",
        .detail = "a group takes 20 messages a minute",
        .after = *wait}};
}

Task<desk::Sent> TelegramChannel::send(desk::Departure departure)
{
    auto spot = read_address(departure.address);
    if (!spot) co_return desk::not_sent(SendFault::refused, "address", "no chat to send it to");
    bool file = departure.file.has_value();
    auto longest = file ? kLongestCaption : kLongestText;
    if (code_points(departure.text) > longest || (settled_text(departure.text).empty() && !file)) {
        co_return desk::not_sent(SendFault::refused, "length", "1 to 4096 characters go at once");
    }
    if (file && departure.file->size > kLargestSent) {
        co_return desk::not_sent(SendFault::refused, "size", "a bot sends files of 50 MB at most");
    }
    if (auto paced = pace_of(*spot); !paced) co_return paced;
    auto message = send_message(*spot, departure.text, answered(departure, *spot));
    if (!file) {
        auto answer = co_await api_.call("sendMessage", std::move(message));
        co_return co_await settle(std::move(answer), *spot);
    }
    auto boundary = "keydesk-" + departure.id;
    auto answer = co_await api_.send_file(
        std::move(message), std::move(*departure.file), std::move(boundary));
    co_return co_await settle(std::move(answer), *spot);
}

Task<desk::Sent> TelegramChannel::settle(Answer answer, Spot spot)
{
    if (answer) {
        inlet_.working();
        auto id = number_at(*answer, "/message_id");
        co_return desk::Receipt{id ? name_of_message(spot.chat, *id) : ""};
    }
    auto refusal = std::move(answer.error());
    auto error = fault_of(refusal, spot);
    if (error.fault == SendFault::rate_limited) error.whole_account = many_are_limited(spot.chat);
    if (error.fault == SendFault::account || error.fault == SendFault::retry) {
        inlet_.failing(error.code, error.detail);
    }
    if (error.fault == SendFault::moved) {
        // Not being able to remember it changes nothing for this message.
        auto kept = co_await reception_.moved(spot.chat, refusal.migrated_to);
        (void)kept;
    }
    co_return std::unexpected{std::move(error)};
}

bool TelegramChannel::many_are_limited(std::int64_t chat)
{
    auto now = inlet_.clock().now();
    bool other = limited_chat_ != 0 && limited_chat_ != chat;
    bool together = other && now - limited_at_ < kLimitedTogether;
    limited_chat_ = chat;
    limited_at_ = now;
    return together;
}

Task<Result<desk::Fetched>> TelegramChannel::fetch(std::string source, std::size_t limit)
{
    boost::system::error_code broken;
    auto value = json::parse(source, broken);
    auto id = broken ? std::string{} : text_at(value, "/file_id");
    if (id.empty()) co_return fail(ErrorKind::not_found, "this names no file of Telegram");
    co_return co_await api_.fetch(std::move(id), limit);
}

Task<void> TelegramChannel::typing(std::string address, bool on)
{
    auto spot = read_address(address);
    if (!spot || !on) co_return;
    json::object question{{"chat_id", spot->chat}, {"action", "typing"}};
    if (spot->topic > 1) question["message_thread_id"] = spot->topic;
    // Nothing is promised: it shows for five seconds, or not at all.
    auto answer = co_await api_.call("sendChatAction", std::move(question));
    (void)answer;
}

}  // namespace keydesk::telegram
