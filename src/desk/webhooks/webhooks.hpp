#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/accounts/audit.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Webhooks: who is told of what happens, and how it is told. docs/integrating.md is the contract.
namespace keydesk::desk {

/// What an endpoint can ask to hear of. "ping" comes when somebody presses the button.
inline constexpr std::array<std::string_view, 6> kWebhookEvents{
    "conversation.created",
    "conversation.status",
    "conversation.updated",
    "message.created",
    "message.edited",
    "note.created"};

struct Webhook {
    std::string id, url, description;
    std::vector<std::string> events;
    std::string secret;                     ///< Sealed for webhook_purpose().
    std::optional<std::string> old_secret;  ///< Signs as well until `old_until`.
    std::optional<Time> old_until;
    bool enabled = true;
    std::string off_reason = {};
    std::int64_t failures = 0;  ///< In a row.
    std::optional<Time> last_ok_at = {};
    Time created_at{};
    std::int64_t waiting = 0;  ///< Deliveries not done.
};

struct WebhookPatch {
    std::optional<std::string> url, description;
    std::optional<std::vector<std::string>> events;
    std::optional<bool> enabled;
};

/// How one attempt at a delivery went.
struct WebhookAttempt {
    std::int64_t attempt = 0;  ///< From 1.
    Time at{};
    std::int64_t status = 0, took_ms = 0;  ///< Status 0: no answer.
    std::string answer, fault;
};

/// One delivery as the log shows it.
struct WebhookDelivery {
    std::int64_t position = 0;  ///< Cursor.
    std::string id, webhook, event, body;
    std::string state;  ///< queued sending delivered failed skipped
    std::int64_t attempts = 0, status = 0, took_ms = 0;
    std::string answer, fault;
    Time due_at{}, created_at{}, updated_at{};
    std::vector<WebhookAttempt> tries = {};  ///< The last of them, newest first.
};

/// What the operator and his console do.
class Webhooks {
public:
    virtual ~Webhooks() = default;
    virtual Task<Result<std::vector<Webhook>>> webhooks() = 0;
    /// Errors: `not_found`.
    virtual Task<Result<Webhook>> webhook(std::string id) = 0;
    virtual Task<Result<void>> add_webhook(Webhook webhook, AuditEntry audit) = 0;
    virtual Task<Result<void>> edit_webhook(
        std::string id, WebhookPatch patch, AuditEntry audit) = 0;
    /// The secret until now signs beside the new one until `old_until`.
    virtual Task<Result<void>> rotate_secret(
        std::string id, std::string sealed, Time old_until, AuditEntry audit) = 0;
    virtual Task<Result<void>> remove_webhook(std::string id, AuditEntry audit) = 0;
    /// Newest first, below position `before` (0: from the newest); `state` may be empty.
    virtual Task<Result<std::vector<WebhookDelivery>>> deliveries(
        std::string id, std::string state, std::int64_t before, std::size_t limit) = 0;
    /// Sends one that is done again, under its own id. Errors: `not_found`, `conflict` (not done).
    virtual Task<Result<void>> replay(std::string id, std::string delivery, AuditEntry audit) = 0;
    /// All that failed since then; says how many.
    virtual Task<Result<std::int64_t>> replay_failed(
        std::string id, Time since, AuditEntry audit) = 0;
    /// Gives up one that waits, so that those behind it can go. Errors: `not_found`.
    virtual Task<Result<void>> skip(std::string id, std::string delivery, AuditEntry audit) = 0;
    /// Queues a test.
    virtual Task<Result<void>> ping(std::string id) = 0;
};

/// A delivery whose attempt is on disk.
struct WebhookLease {
    WebhookDelivery delivery;
    Webhook webhook;
    Time expires_at{};
};

/// What an attempt came to.
struct WebhookOutcome {
    int status = 0;  ///< 0: no answer.
    std::int64_t took_ms = 0;
    std::string answer = {};
    std::string fault = {};
    std::optional<std::chrono::seconds> retry_after = {};

    bool good() const noexcept { return status >= 200 && status < 300; }
};

/// What the sender does with the queue.
class WebhookQueue {
public:
    virtual ~WebhookQueue() = default;
    /// Endpoints whose first waiting delivery is due.
    virtual Task<Result<std::vector<std::string>>> due() = 0;
    /// The first waiting delivery of an endpoint, if it is due: notes the attempt, then returns it.
    /// One that was left in the middle of an attempt is taken again: nobody knows whether it came.
    virtual Task<Result<std::optional<WebhookLease>>> lease(std::string webhook) = 0;
    virtual Task<Result<void>> settle(WebhookLease leased, WebhookOutcome outcome) = 0;
    /// Forgets what is done since before then.
    virtual Task<Result<void>> forget(Time before) = 0;
};

/// For how long a delivery is tried, and for how long it is remembered once it is done.
inline constexpr auto kWebhookPatience = std::chrono::days{8};
inline constexpr auto kWebhookMemory = std::chrono::days{30};
/// So many attempts of a delivery are remembered.
inline constexpr std::int64_t kWebhookTries = 10;
/// So many failures in a row open the circuit: from then on only one delivery is tried, when it is
/// due, until one gets through.
inline constexpr std::int64_t kWebhookBroken = 5;

std::string webhook_purpose(const std::string& id);

/// The pause after so many attempts: doubles from five seconds to an hour. `chance` in [0, 1) moves
/// it by a fifth, so that a thousand deliveries do not come back in one second.
std::chrono::milliseconds webhook_pause(std::int64_t attempts, double chance);

/// `t=<seconds>,v1=<hex>` with one v1 for each secret: HMAC-SHA-256 over "<t>.<body>".
std::string webhook_signature(
    const std::vector<std::string>& secrets, Time now, std::string_view body);

}  // namespace keydesk::desk
