#pragma once

#include "base/clock.hpp"
#include "base/rate_limit.hpp"
#include "base/scope.hpp"
#include "desk/channels/open_doors.hpp"
#include "desk/channels/ports.hpp"
#include "desk/conversations/blobs.hpp"
#include "desk/feed.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace keydesk::desk {

/// Carries the outbox to the doors: the oldest open delivery of each thread, part by part, as fast
/// as each provider allows.
///
///     outbox ─▶ cut to the door's size ─▶ lease (the attempt is on disk) ─▶ Channel::send ─▶
///     settle
///
/// What was being sent when the process ended has an unknown outcome: it is sent again only when
/// the provider drops repeats, else an agent decides. Lives on the io thread; everything given must
/// outlive it.
class Courier {
public:
    struct Parts {
        Outbox& outbox;
        OpenDoors& doors;
        Feed& feed;
        Blobs& blobs;
        Scope& scope;
        const Clock& clock;
        /// First pause after a fault; doubles to an hour, with jitter.
        std::chrono::milliseconds first_pause{5'000};
    };

    explicit Courier(Parts parts);

    /// For ever. The first round finds out what an earlier process left.
    Task<void> run();
    /// Something may be due now. Cheap.
    void stir();

    /// A message is tried for so long, then it has failed.
    static constexpr std::chrono::hours kPatience{96};

private:
    Task<Result<void>> recover();
    Task<Result<void>> round();
    Task<Result<void>> cut();
    Task<void> wait();
    Task<void> carry(Leased leased);
    Task<Sent> send(Leased& leased);
    Task<void> settle(Settled settled, std::string thread);

    std::vector<std::string> waiting_inboxes() const;
    /// Why it must not be tried at all; nothing: it may.
    std::optional<Settled> hindrance(const Leased& leased, const ChannelKind& kind);
    std::optional<std::chrono::milliseconds> over_rate(
        const Leased& leased, const Capabilities& door);
    Settled outcome(const Leased& leased, const Sent& sent, const Capabilities& door);
    Time next_attempt(const Leased& leased) const;

    /// An inbox whose account is in trouble waits as a whole.
    struct Pause {
        Time until;
        std::chrono::milliseconds length;
    };

    Parts parts_;
    boost::asio::steady_timer timer_;
    bool stirred_ = false, recovered_ = false;
    std::set<std::string> busy_;  ///< Threads that something is being sent to.
    std::map<std::string, Pause> pauses_;
    std::map<std::string, std::unique_ptr<RateLimit>> rates_;  ///< By inbox and rule.
    Subscription opened_, happened_;
};

}  // namespace keydesk::desk
