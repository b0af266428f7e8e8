#pragma once

#include "base/clock.hpp"
#include "desk/webhooks/webhooks.hpp"
#include "sql/database.hpp"
#include "store/log.hpp"

#include <functional>

namespace keydesk::store {

/// Webhooks and what they are still to be told, in SQL. Lives on the io thread; `database` and
/// `clock` outlive it.
class Webhooks final : public desk::Webhooks, public desk::WebhookQueue {
public:
    Webhooks(sql::Database& database, const Clock& clock) : database_{database}, clock_{clock} {}

    Task<Result<std::vector<desk::Webhook>>> webhooks() override;
    Task<Result<desk::Webhook>> webhook(std::string id) override;
    Task<Result<void>> add_webhook(desk::Webhook webhook, desk::AuditEntry audit) override;
    Task<Result<void>> edit_webhook(
        std::string id, desk::WebhookPatch patch, desk::AuditEntry audit) override;
    Task<Result<void>> rotate_secret(
        std::string id, std::string sealed, Time old_until, desk::AuditEntry audit) override;
    Task<Result<void>> remove_webhook(std::string id, desk::AuditEntry audit) override;
    Task<Result<std::vector<desk::WebhookDelivery>>> deliveries(
        std::string id, std::string state, std::int64_t before, std::size_t limit) override;
    Task<Result<void>> replay(
        std::string id, std::string delivery, desk::AuditEntry audit) override;
    Task<Result<std::int64_t>> replay_failed(
        std::string id, Time since, desk::AuditEntry audit) override;
    Task<Result<void>> skip(std::string id, std::string delivery, desk::AuditEntry audit) override;
    Task<Result<void>> ping(std::string id) override;

    Task<Result<std::vector<std::string>>> due() override;
    Task<Result<std::optional<desk::WebhookLease>>> lease(std::string webhook) override;
    Task<Result<void>> settle(desk::WebhookLease leased, desk::WebhookOutcome outcome) override;
    Task<Result<void>> forget(Time before) override;

private:
    sql::Database& database_;
    const Clock& clock_;
};

/// What an endpoint is told: `data` is a JSON object, `message` whose words stand in it.
struct WebhookNews {
    std::string_view event;
    std::string data, message = {};
};

/// Queues a delivery. For the writer only.
Result<void> queue_delivery(
    sql::Connection& db, const std::string& webhook, const WebhookNews& news, Time now);

/// Follows the log and writes what the endpoints that asked for it will be told: one delivery for
/// each, with the words as they are now.
class WebhookFollower final : public LogFollower {
public:
    explicit WebhookFollower(std::function<void()> stir) : stir_{std::move(stir)} {}

    std::string_view name() const override { return "webhooks"; }
    Result<void> take(Turn& turn, const LogEntry& entry) override;
    void taken() override { stir_(); }

private:
    std::function<void()> stir_;
};

}  // namespace keydesk::store
