#include "app/parts/playbooks.hpp"

namespace keydesk::app {

namespace {

constexpr RateLimit::Rule kHints{60, 4.0};  ///< By address prefix: a person types, others share it.

/// Everything by which we may be reached now: whatever else calls itself ours is not.
std::vector<std::string> official(const desk::OpenDoors& doors, const std::string& public_url)
{
    std::vector<std::string> all;
    if (!public_url.empty()) all.push_back(public_url);
    for (const auto& door : doors.doors()) {
        if (!door.channel || door.paused) continue;
        auto address = door.channel->address_for_customers("");
        if (!address.empty()) all.push_back(std::move(address));
    }
    return all;
}

}  // namespace

PlaybooksPart::PlaybooksPart(
    const Around& around, const desk::Articles& articles, const desk::Places& places)
    : house_{around.house},
      scope_{around.scope},
      playbooks_{*house_.database, house_.clock, house_.compute},
      facts_{*house_.database, *house_.store, house_.clock},
      follower_{sources(around, articles, places)},
      services_{playbooks_, facts_, house_.feed, *house_.accounts, house_.clock},
      hints_{[this] { return playbooks_.book(); }, RateLimit{house_.clock, kHints}}
{
}

store::PlaybookSources PlaybooksPart::sources(
    const Around& around, const desk::Articles& articles, const desk::Places& places)
{
    auto place = [&places, &clock = house_.clock](
                     const std::string& conversation, bool chinese) -> std::string {
        auto stands = places.place_of(conversation);
        if (!stands) return {};
        return desk::place_words(*stands, chinese ? "zh-CN" : "en", clock.now());
    };
    return {
        .book = [this] { return playbooks_.book(); },
        .place = place,
        .official = [&doors = around.doors,
                     url = around.settings.public_url] { return official(doors, url); },
        .articles = &articles};
}

void PlaybooksPart::add_routes(net::Router& router, api::Routes& routes)
{
    api::add_playbook_routes(routes, services_);
    api::chat::add_hint_routes(router, hints_);
}

Task<Result<void>> PlaybooksPart::open()
{
    co_return co_await playbooks_.load();
}

void PlaybooksPart::start()
{
    scope_.start("playbooks learn", playbooks_.learn());
    house_.log->follow(scope_, follower_);
}

}  // namespace keydesk::app
