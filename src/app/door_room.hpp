#pragma once

#include "app/application.hpp"
#include "app/doors.hpp"
#include "base/scope.hpp"
#include "base/signal.hpp"
#include "desk/channels/intake.hpp"
#include "net/http_client.hpp"

#include <memory>
#include <string>
#include <vector>

namespace keydesk::app {

/// The doors and what stands behind them, wired together. Lives on the io thread; `house` outlives
/// it.
class DoorRoom {
public:
    /// `kinds` makes the kinds of doors; for tests.
    using MakeKinds =
        std::function<std::vector<std::unique_ptr<desk::ChannelKind>>(net::HttpClient&)>;

    DoorRoom(
        boost::asio::io_context& io,
        House& house,
        std::string public_url,
        Scope::Log log,
        MakeKinds kinds = channel_kinds);

    /// Opens every configured door.
    Task<Result<void>> open();
    /// Settings have changed: "inboxes", "agents", "workspace".
    Task<Result<void>> changed(std::string what);
    Task<void> stop(std::chrono::milliseconds limit);

    Doors& doors() noexcept { return *doors_; }
    /// Something may be waiting to be fetched or sent now.
    Signal<> stirred;

private:
    desk::IntakeParts intake_parts(std::string public_url);
    Task<Result<void>> read_names();

    House& house_;
    net::HttpClient http_;
    std::vector<std::string> own_names_;
    desk::IntakeParts parts_;
    std::unique_ptr<Doors> doors_;
};

}  // namespace keydesk::app
