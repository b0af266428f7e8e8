#pragma once

#include "base/clock.hpp"
#include "base/scope.hpp"
#include "desk/channels/open_doors.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace keydesk::net {
class HttpClient;
}

namespace keydesk::app {

class Door;

/// Every kind of door, in the order in which the console offers them. `http` outlives them.
std::vector<std::unique_ptr<desk::ChannelKind>> channel_kinds(net::HttpClient& http);

/// For every configured inbox a running channel: built from its settings, served in a scope of its
/// own with growing pauses, built anew when its settings change, ended when it is paused or closed.
///
///     settings ─▶ reload ─▶ Inlet + Channel ─▶ run, again and again
///                             ▲ hooks, courier, API by find()
///
/// Lives on the io thread; `stop` before the io context goes.
class Doors final : public desk::OpenDoors {
public:
    using MakeInlet = std::function<std::unique_ptr<desk::Inlet>(
        const desk::InboxConfig&, const desk::Capabilities&)>;

    struct Parts {
        boost::asio::any_io_executor io;
        desk::InboxConfigs& configs;
        const Clock& clock;
        std::vector<std::unique_ptr<desk::ChannelKind>> kinds;
        MakeInlet make_inlet;
        std::string public_url;
        Scope::Log log;
        /// Pauses after a fault of run().
        std::chrono::milliseconds first_pause{1'000}, longest_pause{300'000};
    };

    explicit Doors(Parts parts);
    ~Doors() override;

    /// Makes the doors agree with what is stored. Those whose settings stand are left alone.
    Task<Result<void>> reload();
    /// Ends all of them, each within `limit`.
    Task<void> stop(std::chrono::milliseconds limit);

    std::vector<const desk::ChannelKind*> kinds() const override;
    const desk::ChannelKind* kind(std::string_view kind) const override;
    std::shared_ptr<desk::Channel> find(const std::string& inbox) const override;
    std::optional<desk::OpenDoor> door(const std::string& inbox) const override;
    std::optional<desk::OpenDoor> door_by_key(const std::string& key) const override;
    std::vector<desk::OpenDoor> doors() const override;
    std::vector<desk::DoorHealth> health() const override;
    Result<std::shared_ptr<desk::Channel>> trial(desk::InboxConfig config) const override;

private:
    Task<void> agree(std::vector<desk::InboxConfig> configs);
    Task<void> replace(desk::InboxConfig config);
    void tell(const std::string& inbox) { health_changed.tell(inbox); }

    Parts parts_;
    std::map<std::string, std::shared_ptr<Door>> doors_;  ///< By inbox id.
    bool reloading_ = false, again_ = false, stopped_ = false;
};

}  // namespace keydesk::app
