#pragma once

#include "base/clock.hpp"
#include "desk/channels/channel.hpp"
#include "desk/channels/ports.hpp"
#include "desk/conversations/blobs.hpp"
#include "desk/desk.hpp"

#include <functional>
#include <string>
#include <vector>

namespace keydesk::desk {

/// What is the same for the intakes of all inboxes.
struct IntakeParts {
    Desk& desk;
    Doors& doors;
    InboxConfigs& configs;
    Quarantine& quarantine;
    Files& files;
    Blobs& blobs;
    const Clock& clock;
    std::string public_url;
    /// Seal and open what an inbox remembers, by purpose.
    std::function<std::string(const std::string& purpose, const std::string& text)> seal;
    std::function<Result<std::string>(const std::string& purpose, const std::string& sealed)> open;
    /// The brand, the agents: names that nobody else may carry.
    std::function<std::vector<std::string>()> own_names;
    /// Something may be waiting to be fetched or sent now.
    std::function<void()> stir;
};

/// Where a door hands over what customers said: one per inbox.
///
///     Arrival ─▶ known before? ─▶ person, thread, link ─▶ files kept ─▶ Desk::accept
///                (nothing)        (one transaction)       (blob folder)  (guard, one transaction)
///
/// Each step may be repeated after a crash; only the last makes the message exist. Lives on the io
/// thread and outlives its channel.
class Intake final : public Inlet {
public:
    Intake(IntakeParts& parts, InboxConfig inbox, Capabilities door);

    Task<Result<Entered>> accept(Arrival arrival) override;
    Task<Result<void>> note(Notice notice) override;
    Task<Result<void>> quarantine(
        std::string reason,
        std::string raw,
        std::string from,
        std::string subject,
        std::string external_id) override;

    Task<Result<std::string>> recall(std::string key) override;
    Task<Result<void>> remember(std::string key, std::string value) override;
    Task<Result<std::string>> make_link(std::string conversation, std::string bound_to) override;

    /// Health is kept by the door that wraps this one (app/door).
    void working() override {}
    void failing(std::string, std::string) override {}

    const Clock& clock() const noexcept override { return parts_.clock; }
    const std::string& public_url() const noexcept override { return parts_.public_url; }
    std::vector<std::string> own_names() const override;

private:
    Entrance entrance_of(const Arrival& arrival) const;
    Task<Result<DoorThread>> enter(const Arrival& arrival);
    Task<Result<std::vector<std::string>>> keep(
        std::vector<ArrivedFile> files, const DoorThread& thread, std::string& text);
    Task<Result<std::string>> keep_one(ArrivedFile file, std::string thread);

    IntakeParts& parts_;
    InboxConfig inbox_;
    Capabilities door_;
};

}  // namespace keydesk::desk
