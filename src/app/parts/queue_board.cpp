#include "app/parts/queue_board.hpp"

#include <utility>

namespace keydesk::app {

std::optional<desk::QueuePlace> QueueBoard::place_of(const std::string& conversation) const
{
    auto found = places_.find(conversation);
    return found == places_.end() ? std::nullopt : std::optional{found->second};
}

void QueueBoard::note_free(desk::QueueNow& queue)
{
    std::unordered_map<std::string, Time> free;
    for (auto& one : queue.seats) {
        if (!one.seat.free()) continue;
        auto known = free_since_.find(one.seat.agent);
        one.free_since = known == free_since_.end() ? queue.at : known->second;
        free.emplace(one.seat.agent, one.free_since);
    }
    free_since_ = std::move(free);
}

Task<Result<void>> QueueBoard::refresh()
{
    auto now = clock_.now();
    if (!dirty_ && now - at_ < kLongest) co_return Result<void>{};
    dirty_ = false;
    auto snapshot = co_await queue_.snapshot(learnt_);
    if (!snapshot) co_return fail(snapshot.error());
    for (auto& [at, service] : snapshot->learnt) {
        learnt_ = at;
        history_->add(std::move(service));
    }
    auto book = queue_.book();
    note_free(snapshot->now);
    const auto& line = snapshot->now;
    auto reckon = [&] { return desk::places_of(line, *history_, book->settings.rules); };
    auto places = co_await compute_.run(reckon);
    if (!places) co_return fail(places.error());
    for (const auto& who : line.line) {
        auto& place = (*places)[who.conversation];
        if (place.state == "away") place.reply_by = desk::reply_by(*book, who.entered);
    }
    at_ = now;
    places_ = std::move(*places);
    moved.tell();
    co_return Result<void>{};
}

}  // namespace keydesk::app
