#pragma once

#include "base/scope.hpp"
#include "base/seal.hpp"
#include "desk/webhooks/webhooks.hpp"

#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace keydesk::desk {

/// One call to a receiver.
struct WebhookCall {
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

/// Makes the call; never fails, what went wrong stands in the outcome.
using WebhookPost = std::function<Task<WebhookOutcome>(WebhookCall)>;

/// Tells the endpoints: each its own deliveries, one after the other in the order in which things
/// happened; the endpoints beside each other. Lives on the io thread; everything given outlives it.
class WebhookSender {
public:
    struct Parts {
        WebhookQueue& queue;
        const Sealer& sealer;
        const Clock& clock;
        WebhookPost post;
        std::function<void(std::string_view line)> log;
    };
    explicit WebhookSender(Parts parts) : parts_{std::move(parts)} {}

    /// For ever, in `scope`.
    void start(Scope& scope);
    /// Something may be due now.
    void stir();
    /// Sends what is due to one endpoint, until nothing is or an attempt fails; says how many
    /// attempts were made.
    Task<Result<int>> drain(std::string webhook);
    Task<void> forget_old();

private:
    Task<void> watch(Scope& scope);
    Task<void> work(std::string webhook);
    Result<WebhookCall> call_of(const WebhookLease& leased) const;

    Parts parts_;
    std::set<std::string> busy_;  ///< Endpoints at work now.
    std::unique_ptr<boost::asio::steady_timer> pause_;
};

}  // namespace keydesk::desk
