#include "store/integrators/webhooks.hpp"

#include "base/ids.hpp"
#include "store/accounts/audit.hpp"
#include "store/accounts/rows.hpp"
#include "store/conversations/rows.hpp"

#include <map>

namespace keydesk::store {

namespace {

const std::string kWebhooks = R"(
    SELECT w.id, w.url, w.description, w.events, w.secret, w.old_secret, w.old_until, w.enabled,
           w.off_reason, w.failures, w.last_ok_at, w.created_at,
           (SELECT count(*) FROM webhook_deliveries d WHERE d.webhook = w.id AND d.done = 0)
    FROM webhooks w )";

constexpr auto kAdd = R"(
    INSERT INTO webhooks (id, url, description, events, secret, enabled, created_at)
    VALUES ($1, $2, $3, $4, $5, 1, $6))";

/// Switched on again, it is tried at once.
constexpr auto kEdit = R"(
    UPDATE webhooks SET url = coalesce($2, url), description = coalesce($3, description),
        events = coalesce($4, events), enabled = coalesce($5, enabled),
        off_reason = CASE WHEN $5 IS NULL THEN off_reason ELSE '' END,
        failures = CASE WHEN $5 = 1 THEN 0 ELSE failures END
    WHERE id = $1 RETURNING id)";

constexpr auto kRotate = R"(
    UPDATE webhooks SET old_secret = secret, old_until = $3, secret = $2
    WHERE id = $1 RETURNING id)";

constexpr auto kRemove = "DELETE FROM webhooks WHERE id = $1 RETURNING id";

const std::string kDeliveries = R"(
    SELECT position, id, webhook, event, body, state, attempts, status, took_ms, answer, fault,
           due_at, created_at, updated_at
    FROM webhook_deliveries )";

constexpr auto kReplay = R"(
    UPDATE webhook_deliveries SET state = 'queued', done = 0, due_at = $3, expires_at = $4,
        updated_at = $3
    WHERE webhook = $1 AND id = $2 AND done = 1 RETURNING id)";

constexpr auto kReplayFailed = R"(
    UPDATE webhook_deliveries SET state = 'queued', done = 0, due_at = $3, expires_at = $4,
        updated_at = $3
    WHERE webhook = $1 AND state = 'failed' AND created_at >= $2)";

constexpr auto kSkip = R"(
    UPDATE webhook_deliveries SET state = 'skipped', done = 1, updated_at = $3
    WHERE webhook = $1 AND id = $2 AND done = 0 RETURNING id)";

constexpr auto kInsert = R"(
    INSERT INTO webhook_deliveries
        (id, webhook, event, body, message, state, due_at, expires_at, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $7, 'queued', $5, $6, $5, $5))";

const std::string kTries = R"(
    SELECT delivery, attempt, at, status, took_ms, answer, fault FROM webhook_attempts
    WHERE delivery IN ()";

/// The attempts of these deliveries, newest first: at most kWebhookTries of each are there.
Result<void> add_tries(sql::Connection& db, std::vector<desk::WebhookDelivery>& deliveries)
{
    if (deliveries.empty()) return {};
    std::vector<sql::Value> ids;
    std::map<std::string, desk::WebhookDelivery*> by_id;
    for (auto& one : deliveries) {
        ids.emplace_back(one.id);
        by_id.emplace(one.id, &one);
    }
    auto rows = db.query(kTries + places(1, ids.size()) + ") ORDER BY delivery, attempt DESC", ids);
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) {
        by_id.at(row.text(0))
            ->tries.push_back(
                {.attempt = row.number(1),
                 .at = from_millis(row.number(2)),
                 .status = row.number(3),
                 .took_ms = row.number(4),
                 .answer = row.text(5),
                 .fault = row.text(6)});
    }
    return {};
}

desk::Webhook read_webhook(const sql::Row& row)
{
    desk::Webhook hook{
        .id = row.text(0),
        .url = row.text(1),
        .description = row.text(2),
        .events = list_of(row.text(3)),
        .secret = row.text(4),
        .old_secret = row.maybe_text(5),
        .enabled = row.truth(7),
        .off_reason = row.text(8),
        .failures = row.number(9),
        .created_at = from_millis(row.number(11)),
        .waiting = row.number(12)};
    if (!row.null(6)) hook.old_until = from_millis(row.number(6));
    if (!row.null(10)) hook.last_ok_at = from_millis(row.number(10));
    return hook;
}

desk::WebhookDelivery read_delivery(const sql::Row& row)
{
    return {
        .position = row.number(0),
        .id = row.text(1),
        .webhook = row.text(2),
        .event = row.text(3),
        .body = row.text(4),
        .state = row.text(5),
        .attempts = row.number(6),
        .status = row.number(7),
        .took_ms = row.number(8),
        .answer = row.text(9),
        .fault = row.text(10),
        .due_at = from_millis(row.number(11)),
        .created_at = from_millis(row.number(12)),
        .updated_at = from_millis(row.number(13))};
}

Result<desk::Webhook> webhook_in(sql::Connection& db, const std::string& id)
{
    auto row = first_row(db.query(kWebhooks + "WHERE w.id = $1", {id}));
    if (!row) return fail(row.error());
    return read_webhook(*row);
}

/// A change of one row and its line in the audit log; `not_found` when there was none.
Result<void> changed(sql::Connection& db, Result<sql::Rows> rows, const desk::AuditEntry& audit)
{
    auto row = first_row(std::move(rows));
    if (!row) return fail(row.error());
    return append_audit(db, audit);
}

}  // namespace

Result<void> queue_delivery(
    sql::Connection& db, const std::string& webhook, const WebhookNews& news, Time now)
{
    auto id = new_id(now);
    auto body = R"({"id":")" + id + R"(","type":")" + std::string{news.event} +
                R"(","created_at":)" + std::to_string(millis(now)) + R"(,"data":)" + news.data +
                "}";
    auto until = millis(now + desk::kWebhookPatience);
    auto done =
        db.query(kInsert, {id, webhook, news.event, body, millis(now), until, news.message});
    if (!done) return fail(done.error());
    return {};
}

Task<Result<std::vector<desk::Webhook>>> Webhooks::webhooks()
{
    using List = std::vector<desk::Webhook>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        auto rows = db.query(kWebhooks + "ORDER BY w.created_at, w.id");
        if (!rows) return fail(rows.error());
        List out;
        for (const auto& row : *rows) out.push_back(read_webhook(row));
        return out;
    });
}

Task<Result<desk::Webhook>> Webhooks::webhook(std::string id)
{
    co_return co_await database_.read([&](sql::Connection& db) { return webhook_in(db, id); });
}

Task<Result<void>> Webhooks::add_webhook(desk::Webhook hook, desk::AuditEntry audit)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto added = db.query(
            kAdd,
            {hook.id,
             hook.url,
             hook.description,
             list_text(hook.events),
             hook.secret,
             millis(clock_.now())});
        if (!added) return fail(added.error());
        return append_audit(db, audit);
    });
}

Task<Result<void>> Webhooks::edit_webhook(
    std::string id, desk::WebhookPatch patch, desk::AuditEntry audit)
{
    std::optional<std::string> events;
    if (patch.events) events = list_text(*patch.events);
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto rows = db.query(kEdit, {id, patch.url, patch.description, events, patch.enabled});
        auto done = changed(db, std::move(rows), audit);
        if (!done || !patch.enabled.value_or(false)) return done;
        auto soon = db.query(
            "UPDATE webhook_deliveries SET due_at = $2 WHERE webhook = $1 AND done = 0"
            " AND due_at > $2",
            {id, millis(clock_.now())});
        if (!soon) return fail(soon.error());
        return {};
    });
}

Task<Result<void>> Webhooks::rotate_secret(
    std::string id, std::string sealed, Time old_until, desk::AuditEntry audit)
{
    co_return co_await database_.run([&](sql::Connection& db) {
        return changed(db, db.query(kRotate, {id, sealed, millis(old_until)}), audit);
    });
}

Task<Result<void>> Webhooks::remove_webhook(std::string id, desk::AuditEntry audit)
{
    co_return co_await database_.run(
        [&](sql::Connection& db) { return changed(db, db.query(kRemove, {id}), audit); });
}

Task<Result<std::vector<desk::WebhookDelivery>>> Webhooks::deliveries(
    std::string id, std::string state, std::int64_t before, std::size_t limit)
{
    using List = std::vector<desk::WebhookDelivery>;
    auto newest = before > 0 ? before : std::int64_t{1} << 60;
    auto most = static_cast<std::int64_t>(limit);
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        static const auto kNewest = std::string{" ORDER BY position DESC LIMIT $3"};
        // Two statements, so that each is answered from an index in the order of the list.
        auto rows =
            state.empty()
                ? db.query(
                      kDeliveries +
                          "WHERE position IN (SELECT position FROM (SELECT position FROM"
                          " webhook_deliveries WHERE webhook = $1 AND done = 0 AND"
                          " position < $2" +
                          kNewest +
                          ") UNION ALL SELECT position FROM"
                          " (SELECT position FROM webhook_deliveries WHERE webhook = $1"
                          " AND done = 1 AND position < $2" +
                          kNewest + "))" + kNewest,
                      {id, newest, most})
                : db.query(
                      kDeliveries + "WHERE webhook = $1 AND state = $4 AND position < $2" + kNewest,
                      {id, newest, most, state});
        if (!rows) return fail(rows.error());
        List out;
        for (const auto& row : *rows) out.push_back(read_delivery(row));
        auto tries = add_tries(db, out);
        if (!tries) return fail(tries.error());
        return out;
    });
}

Task<Result<void>> Webhooks::replay(std::string id, std::string delivery, desk::AuditEntry audit)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto found = first_row(db.query(
            "SELECT done FROM webhook_deliveries WHERE webhook = $1 AND id = $2", {id, delivery}));
        if (!found) return fail(found.error());
        if (!found->truth(0)) return fail(ErrorKind::conflict, "waits already");
        auto until = millis(now + desk::kWebhookPatience);
        return changed(db, db.query(kReplay, {id, delivery, millis(now), until}), audit);
    });
}

Task<Result<std::int64_t>> Webhooks::replay_failed(
    std::string id, Time since, desk::AuditEntry audit)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<std::int64_t> {
        auto known = webhook_in(db, id);
        if (!known) return fail(known.error());
        auto until = millis(now + desk::kWebhookPatience);
        auto done = db.query(kReplayFailed, {id, millis(since), millis(now), until});
        if (!done) return fail(done.error());
        auto count = db.changes();
        auto noted = append_audit(db, audit);
        if (!noted) return fail(noted.error());
        return count;
    });
}

Task<Result<void>> Webhooks::skip(std::string id, std::string delivery, desk::AuditEntry audit)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) {
        return changed(db, db.query(kSkip, {id, delivery, millis(now)}), audit);
    });
}

Task<Result<void>> Webhooks::ping(std::string id)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto known = webhook_in(db, id);
        if (!known) return fail(known.error());
        return queue_delivery(db, id, {"ping", R"({"hello":"keydesk"})"}, now);
    });
}

}  // namespace keydesk::store
