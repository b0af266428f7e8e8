#include "channels/telegram/courtesies.hpp"

#include <utility>

namespace keydesk::telegram {

namespace {

/// In a flood the desk's own politeness is the first to give way.
constexpr std::size_t kMostWaiting = 200;
/// Telegram's 20 a minute are for agents too; a courtesy costs more than it takes, so that it
/// leaves room for them.
constexpr double kCost = 2;

}  // namespace

Courtesies::Courtesies(Api& api, RateLimit& pace) : api_{api}, pace_{pace} {}

void Courtesies::add(std::string method, json::object question)
{
    if (waiting_.size() >= kMostWaiting) return;
    auto chat = number_at(question, "/chat_id").value_or(0);
    bool message = method == "sendMessage";
    if (message && chat < 0 && pace_.allow(std::to_string(chat), kCost)) return;
    waiting_.push_back({std::move(method), std::move(question)});
}

Task<void> Courtesies::send()
{
    for (auto left = waiting_.size(); left > 0 && !waiting_.empty(); --left) {
        auto next = std::move(waiting_.front());
        waiting_.pop_front();
        auto answer = co_await api_.call(std::move(next.method), std::move(next.question));
        // Telegram wants less of us: the rest would be refused as well.
        if (!answer && answer.error().code == 429) waiting_.clear();
    }
}

}  // namespace keydesk::telegram
