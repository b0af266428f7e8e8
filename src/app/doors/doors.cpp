#include "app/doors/doors.hpp"

#include "app/doors/door.hpp"
#include "app/doors/trial_inlet.hpp"

#include <algorithm>
#include <ranges>

namespace keydesk::app {

using namespace std::chrono_literals;

namespace {

/// How long a channel may take to let go before its successor begins.
constexpr auto kLettingGo = 2s;

}  // namespace

desk::ChannelSettings whole_settings(
    const desk::ChannelKind& kind, const desk::ChannelSettings& settings)
{
    auto whole = settings;
    for (const auto& field : kind.fields()) {
        if (!field.initial.empty()) whole.try_emplace(field.key, field.initial);
    }
    return whole;
}

Result<std::shared_ptr<desk::Channel>> try_settings(
    const desk::ChannelKind& kind,
    const std::string& inbox_key,
    const desk::ChannelSettings& settings,
    const Clock& clock,
    std::string public_url)
{
    struct Trial {
        TrialInlet inlet;
        std::unique_ptr<desk::Channel> channel;
    };
    auto trial = std::make_shared<Trial>(TrialInlet{clock, std::move(public_url)});
    auto made = kind.make(inbox_key, whole_settings(kind, settings), trial->inlet);
    if (!made) return fail(made.error());
    trial->channel = std::move(*made);
    auto* channel = trial->channel.get();
    return std::shared_ptr<desk::Channel>{std::move(trial), channel};
}

Doors::Doors(Parts parts) : parts_{std::move(parts)} {}
Doors::~Doors() = default;

Task<Result<void>> Doors::reload()
{
    // Two at once would build one door twice; who comes meanwhile is served by one more round.
    again_ = true;
    if (reloading_ || stopped_) co_return Result<void>{};
    struct Busy {
        bool& flag;
        explicit Busy(bool& f) : flag{f} { flag = true; }
        ~Busy() { flag = false; }
    } busy{reloading_};
    while (std::exchange(again_, false)) {
        auto configs = co_await parts_.configs.configs();
        if (!configs) co_return fail(configs.error());
        co_await agree(std::move(*configs));
    }
    co_return Result<void>{};
}

Task<void> Doors::agree(std::vector<desk::InboxConfig> configs)
{
    std::vector<std::shared_ptr<Door>> gone;
    for (auto one = doors_.begin(); one != doors_.end();) {
        bool kept = std::ranges::find(configs, one->first, &desk::InboxConfig::id) != configs.end();
        if (!kept) gone.push_back(one->second);
        one = kept ? std::next(one) : doors_.erase(one);
    }
    for (auto& door : gone) co_await door->stop(kLettingGo);
    for (auto& config : configs) {
        if (kind(config.kind) == nullptr) continue;
        auto known = doors_.find(config.id);
        if (known != doors_.end() && known->second->same(config)) continue;
        co_await replace(std::move(config));
    }
}

Task<void> Doors::replace(desk::InboxConfig config)
{
    auto id = config.id;
    if (auto old = doors_.extract(id)) co_await old.mapped()->stop(kLettingGo);
    const auto* its_kind = kind(config.kind);
    auto inner = parts_.make_inlet(config, its_kind->capabilities());
    auto door = std::make_shared<Door>(
        parts_.io,
        std::move(config),
        std::move(inner),
        [this](const std::string& inbox) { tell(inbox); },
        parts_.log);
    doors_[id] = door;
    door->open(*its_kind);
    door->serve({parts_.first_pause, parts_.longest_pause});
    tell(id);
    if (door->channel()) opened.tell(id);
}

Task<void> Doors::stop(std::chrono::milliseconds limit)
{
    stopped_ = true;
    auto doors = std::exchange(doors_, {});
    for (auto& [id, door] : doors) co_await door->stop(limit);
}

std::vector<const desk::ChannelKind*> Doors::kinds() const
{
    std::vector<const desk::ChannelKind*> all;
    for (const auto& one : parts_.kinds) all.push_back(one.get());
    return all;
}

const desk::ChannelKind* Doors::kind(std::string_view kind) const
{
    for (const auto& one : parts_.kinds) {
        if (one->kind() == kind) return one.get();
    }
    return nullptr;
}

std::shared_ptr<desk::Channel> Doors::find(const std::string& inbox) const
{
    auto found = doors_.find(inbox);
    return found == doors_.end() ? nullptr : found->second->channel();
}

std::optional<desk::OpenDoor> Doors::door(const std::string& inbox) const
{
    auto found = doors_.find(inbox);
    if (found == doors_.end()) return std::nullopt;
    return found->second->face();
}

std::optional<desk::OpenDoor> Doors::door_by_key(const std::string& key) const
{
    for (const auto& [id, door] : doors_) {
        if (door->config().key == key) return door->face();
    }
    return std::nullopt;
}

std::vector<desk::OpenDoor> Doors::doors() const
{
    std::vector<desk::OpenDoor> all;
    for (const auto& [id, door] : doors_) all.push_back(door->face());
    return all;
}

std::vector<desk::DoorHealth> Doors::health() const
{
    std::vector<desk::DoorHealth> all;
    for (const auto& [id, door] : doors_) all.push_back(door->health());
    return all;
}

Result<std::shared_ptr<desk::Channel>> Doors::trial(desk::InboxConfig config) const
{
    const auto* its_kind = kind(config.kind);
    if (its_kind == nullptr) return fail(ErrorKind::not_found, "no such kind of door");
    return try_settings(*its_kind, config.key, config.settings, parts_.clock, parts_.public_url);
}

}  // namespace keydesk::app
