#include "app/parts/queue.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace keydesk::app {

using namespace std::chrono_literals;

QueuePart::QueuePart(const Around& around)
    : house_{around.house},
      scope_{around.scope},
      live_{around.live},
      door_{around.door},
      queue_{*house_.database, *house_.store, house_.clock},
      levels_{*house_.database, *house_.store, queue_, house_.clock},
      incidents_{*house_.database, *house_.store, house_.clock},
      board_{queue_, house_.compute, house_.clock},
      follows_queue_{[this] { moved(); }},
      follows_levels_{
          queue_,
          *house_.store,
          [this](const std::string& conversation) {
              desk::Happening moved;
              moved.conversation = conversation;
              house_.feed.publish(moved);
          }},
      follows_incidents_{[this] { live_.changed("incidents"); }},
      services_{
          queue_,
          queue_,
          levels_,
          incidents_,
          board_,
          house_.feed,
          live_,
          *house_.accounts,
          house_.clock,
          [this] { moved(); }},
      waiting_{queue_, [this] { return open_incidents_; }}
{
}

void QueuePart::add_routes(net::Router& router, api::Routes& routes)
{
    api::add_queue_routes(routes, services_);
    api::chat::add_waiting_routes(router, door_, waiting_);
}

Task<Result<void>> QueuePart::open()
{
    auto read = co_await queue_.refresh();
    if (!read) co_return read;
    // Nobody is connected yet; who was, has kGrace to come back.
    auto noted = co_await queue_.present({});
    if (!noted) co_return noted;
    auto mended = co_await queue_.mend();
    if (!mended) co_return fail(mended.error());
    standing_ = door_.stand_in(board_);
    co_return co_await read_incidents();
}

void QueuePart::start()
{
    house_.log->follow(scope_, follows_queue_);
    house_.log->follow(scope_, follows_levels_);
    house_.log->follow(scope_, follows_incidents_);
    auto presence = [this] {
        if (!std::exchange(noting_, true)) scope_.start("presence", note_presence());
    };
    online_ = house_.presence.online_changed.listen(presence);
    changed_ = live_.settings_changed.listen([this](const std::string& what) {
        if (what == "agents" || what == "queue" || what == "teams") moved();
        if (what == "incidents") scope_.start("incidents", tell_incidents());
    });
    scope_.every("queue board", 1s, [this]() -> Task<void> {
        report("queue board", co_await board_.refresh());
    });
    scope_.every("queue", 5s, [this] { return sweep(); });
    scope_.every("queue orphans", 1min, [this] { return mend(); });
}

template <class T>
void QueuePart::report(const char* what, const Result<T>& result)
{
    if (!result) spdlog::warn("{}: {}", what, result.error().what);
}

void QueuePart::publish(const desk::Happenings& happenings)
{
    for (const auto& one : happenings) house_.feed.publish(one);
}

void QueuePart::moved()
{
    board_.mark();
    again_ = true;
    if (!std::exchange(giving_, true)) scope_.start("queue: give out", give_out());
}

Task<void> QueuePart::give_out()
{
    while (std::exchange(again_, false)) {
        auto given = co_await queue_.give_out();
        report("queue", given);
        if (!given || given->empty()) continue;
        publish(*given);
        again_ = again_ || given->size() == store::Queue::kGiven;
        board_.mark();
    }
    giving_ = false;
}

/// Many sockets that come and go at once are one look.
Task<void> QueuePart::note_presence()
{
    co_await sleep_for(50ms);
    noting_ = false;
    report("presence", co_await queue_.present(house_.presence.online()));
    moved();
}

Task<void> QueuePart::sweep()
{
    auto returned = co_await queue_.take_back();
    report("queue: agents gone", returned);
    if (returned) publish(*returned);
    auto swept = co_await queue_.sweep();
    report("queue", swept);
    if (swept) publish(*swept);
    auto breached = co_await levels_.sweep();
    report("service levels", breached);
    if (breached) publish(*breached);
    co_await tell_incidents();
    // A shift may have begun.
    moved();
}

Task<void> QueuePart::mend()
{
    auto mended = co_await queue_.mend();
    report("queue: orphans", mended);
    if (!mended || *mended == 0) co_return;
    spdlog::warn("queue: {} conversations stood nowhere or twice; mended", *mended);
    moved();
}

Task<Result<void>> QueuePart::read_incidents()
{
    auto all = co_await incidents_.incidents();
    if (!all) co_return fail(all.error());
    std::erase_if(*all, [](const desk::Incident& i) { return i.state != "open"; });
    open_incidents_ = std::move(*all);
    co_return Result<void>{};
}

Task<void> QueuePart::tell_incidents()
{
    report("incidents", co_await read_incidents());
    for (;;) {
        auto told = co_await incidents_.tell();
        report("incidents", told);
        if (!told || told->empty()) co_return;
        publish(*told);
    }
}

}  // namespace keydesk::app
