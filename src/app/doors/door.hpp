#pragma once

#include "base/scope.hpp"
#include "desk/channels/open_doors.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace keydesk::app {

/// One configured door: its channel, the inlet that the channel is given (health is kept here, all
/// else goes on to the desk's), and the scope in which it runs.
class Door final : public desk::Inlet, public std::enable_shared_from_this<Door> {
public:
    struct Pauses {
        std::chrono::milliseconds first, longest;
    };

    Door(
        boost::asio::any_io_executor io,
        desk::InboxConfig config,
        std::unique_ptr<desk::Inlet> inner,
        std::function<void(const std::string& inbox)> tell,
        Scope::Log log);

    /// Makes the channel; wrong settings are a fault of its health.
    void open(const desk::ChannelKind& kind);
    /// Serves it until `stop`.
    void serve(Pauses pauses);
    Task<void> stop(std::chrono::milliseconds limit);

    bool same(const desk::InboxConfig& config) const;
    const desk::InboxConfig& config() const noexcept { return config_; }
    const desk::DoorHealth& health() const noexcept { return health_; }
    desk::OpenDoor face();
    std::shared_ptr<desk::Channel> channel();
    void set_state(std::string state, std::string code = {}, std::string detail = {});

    Task<Result<desk::Entered>> accept(desk::Arrival arrival) override;
    Task<Result<void>> note(desk::Notice notice) override;
    Task<Result<void>> quarantine(
        std::string reason,
        std::string raw,
        std::string from,
        std::string subject,
        std::string external_id) override;
    Task<Result<std::string>> recall(std::string key) override;
    Task<Result<void>> remember(std::string key, std::string value) override;
    Task<Result<std::string>> make_link(std::string conversation, std::string bound_to) override;
    void working() override;
    void failing(std::string code, std::string detail) override;
    const Clock& clock() const noexcept override;
    const std::string& public_url() const noexcept override;
    std::vector<std::string> own_names() const override;

private:
    Task<void> keep(Pauses pauses);

    desk::InboxConfig config_;
    std::unique_ptr<desk::Inlet> inner_;
    std::function<void(const std::string& inbox)> tell_;
    Scope::Log log_;
    const desk::ChannelKind* kind_ = nullptr;
    std::unique_ptr<desk::Channel> channel_;
    desk::DoorHealth health_;
    Scope scope_;
    bool ran_ = false;
};

}  // namespace keydesk::app
