#pragma once

#include "app/application.hpp"
#include "app/doors/doors.hpp"
#include "base/scope.hpp"
#include "desk/channels/courier.hpp"
#include "desk/channels/fetcher.hpp"
#include "desk/channels/intake.hpp"
#include "net/http_client.hpp"

#include <memory>
#include <string>
#include <vector>

namespace keydesk::app {

/// The doors and what stands behind them, wired together: intakes, courier, fetcher of files. Lives
/// on the io thread; `house` and `scope` outlive it.
class DoorRoom {
public:
    /// `kinds` makes the kinds of doors; for tests.
    using MakeKinds =
        std::function<std::vector<std::unique_ptr<desk::ChannelKind>>(net::HttpClient&)>;

    DoorRoom(
        boost::asio::io_context& io,
        House& house,
        Scope& scope,
        std::string public_url,
        Scope::Log log,
        MakeKinds kinds = channel_kinds);

    /// Opens every configured door; what waited goes out.
    Task<Result<void>> open();
    /// Settings have changed: "inboxes", "agents", "workspace".
    Task<Result<void>> changed(std::string what);
    Task<void> stop(std::chrono::milliseconds limit);

    Doors& doors() noexcept { return *doors_; }

private:
    desk::IntakeParts intake_parts(std::string public_url);
    Task<Result<void>> read_names();

    House& house_;
    Scope& scope_;
    net::HttpClient http_;
    std::vector<std::string> own_names_;
    desk::IntakeParts parts_;
    std::unique_ptr<Doors> doors_;
    std::unique_ptr<desk::Courier> courier_;
    std::unique_ptr<desk::Fetcher> fetcher_;
};

}  // namespace keydesk::app
