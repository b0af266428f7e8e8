#pragma once

#include "base/signal.hpp"
#include "desk/channels/channel.hpp"
#include "desk/channels/ports.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The doors that stand in the wall now: what courier and API call. Filled in app/doors.
namespace keydesk::desk {

/// How a configured door is.
struct DoorHealth {
    std::string inbox;               ///< id
    std::string state = "starting";  ///< starting working failing paused stopped
    std::string code, detail;        ///< Of the trouble; no secrets.
    Time since{};                    ///< When it came into this state.
};

/// A configured door. Who holds it keeps its channel alive, also when the settings have changed and
/// another channel has taken its place.
struct OpenDoor {
    std::string inbox, key, name;
    const ChannelKind* kind = nullptr;
    std::shared_ptr<Channel> channel;  ///< Null when closed, or when its settings are wrong.
    std::shared_ptr<Inlet> inlet;
    bool paused = false;  ///< Fetches nothing, sends nothing; what is pushed is still taken.
};

/// Lives on the io thread.
class OpenDoors {
public:
    virtual ~OpenDoors() = default;

    /// The kinds that an inbox can be of, besides the website's chat.
    virtual std::vector<const ChannelKind*> kinds() const = 0;
    /// Null: no such kind.
    virtual const ChannelKind* kind(std::string_view kind) const = 0;

    /// By the inbox' id. Null while there is none: wait, as after a fault that passes.
    virtual std::shared_ptr<Channel> find(const std::string& inbox) const = 0;
    virtual std::optional<OpenDoor> door(const std::string& inbox) const = 0;
    virtual std::optional<OpenDoor> door_by_key(const std::string& key) const = 0;
    virtual std::vector<OpenDoor> doors() const = 0;

    virtual std::vector<DoorHealth> health() const = 0;
    /// A channel that takes nothing in, for trying settings. Errors: `not_found` (no such kind);
    /// those of ChannelKind::make.
    virtual Result<std::shared_ptr<Channel>> trial(InboxConfig config) const = 0;

    /// Health of an inbox (its id) changed.
    Signal<std::string> health_changed;
    /// An inbox (its id) has a new channel: what waited for its operator may be tried again.
    Signal<std::string> opened;
};

}  // namespace keydesk::desk
