// How deliveries leave: the attempt is on disk before the receiver is called, so that a kill leaves
// one that is sent again under its own id, and never one that is lost.
#include "base/crypto.hpp"
#include "store/accounts/rows.hpp"
#include "store/integrators/webhooks.hpp"

#include <algorithm>

namespace keydesk::store {

namespace {

constexpr auto kDue = R"(
    SELECT w.id FROM webhooks w
    WHERE w.enabled = 1 AND (SELECT d.due_at FROM webhook_deliveries d
                             WHERE d.webhook = w.id AND d.done = 0
                             ORDER BY d.position LIMIT 1) <= $1)";

constexpr auto kHead = R"(
    SELECT d.position, d.id, d.event, d.body, d.attempts, d.due_at, d.expires_at, d.created_at,
           w.url, w.secret, w.old_secret, w.old_until, w.failures
    FROM webhooks w JOIN webhook_deliveries d ON d.webhook = w.id AND d.done = 0
    WHERE w.id = $1 AND w.enabled = 1 ORDER BY d.position LIMIT 1)";

constexpr auto kAttempt = R"(
    UPDATE webhook_deliveries SET state = 'sending', attempts = attempts + 1, updated_at = $2
    WHERE position = $1)";

constexpr auto kSettle = R"(
    UPDATE webhook_deliveries SET state = $2, done = $3, status = $4, took_ms = $5, answer = $6,
        fault = $7, updated_at = $8
    WHERE id = $1 AND state = 'sending')";

/// What has waited too long behind one that does not get through would not get through either.
constexpr auto kExpire = R"(
    UPDATE webhook_deliveries SET state = 'failed', done = 1, updated_at = $2
    WHERE webhook = $1 AND done = 0 AND expires_at <= $2)";

constexpr auto kPostpone = R"(
    UPDATE webhook_deliveries SET due_at = $2 WHERE position =
        (SELECT position FROM webhook_deliveries WHERE webhook = $1 AND done = 0
         ORDER BY position LIMIT 1))";

constexpr auto kNoteTry = R"(
    INSERT INTO webhook_attempts (delivery, attempt, at, status, took_ms, answer, fault)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (delivery, attempt) DO NOTHING)";

constexpr auto kForgetTries = "DELETE FROM webhook_attempts WHERE delivery = $1 AND attempt <= $2";

constexpr auto kLongestWish = std::chrono::hours{24};  ///< Of a Retry-After that is honoured.

desk::WebhookLease read_leased(const sql::Row& row, const std::string& webhook)
{
    desk::WebhookLease out{
        .delivery =
            {.position = row.number(0),
             .id = row.text(1),
             .webhook = webhook,
             .event = row.text(2),
             .body = row.text(3),
             .state = "sending",
             .attempts = row.number(4) + 1,
             .due_at = from_millis(row.number(5)),
             .created_at = from_millis(row.number(7))},
        .webhook =
            {.id = webhook,
             .url = row.text(8),
             .secret = row.text(9),
             .old_secret = row.maybe_text(10),
             .failures = row.number(12)},
        .expires_at = from_millis(row.number(6))};
    if (!row.null(11)) out.webhook.old_until = from_millis(row.number(11));
    return out;
}

/// A number in [0, 1).
double chance()
{
    std::array<unsigned char, 2> bytes{};
    fill_random(bytes);
    return (bytes[0] * 256 + bytes[1]) / 65'536.0;
}

Result<void> note_try(
    sql::Connection& db,
    const desk::WebhookDelivery& delivery,
    const desk::WebhookOutcome& outcome,
    Time now)
{
    auto noted = db.query(
        kNoteTry,
        {delivery.id,
         delivery.attempts,
         millis(now),
         outcome.status,
         outcome.took_ms,
         outcome.answer,
         outcome.fault});
    if (!noted) return fail(noted.error());
    auto old = db.query(kForgetTries, {delivery.id, delivery.attempts - desk::kWebhookTries});
    if (!old) return fail(old.error());
    return {};
}

Result<void> failed(
    sql::Connection& db,
    const desk::WebhookLease& leased,
    const desk::WebhookOutcome& outcome,
    Time now)
{
    const auto& id = leased.webhook.id;
    bool gone = outcome.status == 410;
    auto counted = db.query(
        "UPDATE webhooks SET failures = failures + 1,"
        " enabled = CASE WHEN $2 THEN 0 ELSE enabled END,"
        " off_reason = CASE WHEN $2 THEN 'gone' ELSE off_reason END"
        " WHERE id = $1 RETURNING failures",
        {id, gone});
    if (!counted) return fail(counted.error());
    auto expired = db.query(kExpire, {id, millis(now)});
    if (!expired) return fail(expired.error());
    auto failures = counted->empty() ? 1 : counted->front().number(0);
    auto pause = desk::webhook_pause(failures, chance());
    if (outcome.retry_after) {
        std::chrono::milliseconds wish =
            std::min<std::chrono::seconds>(*outcome.retry_after, kLongestWish);
        pause = std::max(pause, wish);
    }
    auto postponed = db.query(kPostpone, {id, millis(now + pause)});
    if (!postponed) return fail(postponed.error());
    return {};
}

}  // namespace

Task<Result<std::vector<std::string>>> Webhooks::due()
{
    using List = std::vector<std::string>;
    auto now = millis(clock_.now());
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        auto rows = db.query(kDue, {now});
        if (!rows) return fail(rows.error());
        List out;
        for (const auto& row : *rows) out.push_back(row.text(0));
        return out;
    });
}

Task<Result<std::optional<desk::WebhookLease>>> Webhooks::lease(std::string webhook)
{
    using Maybe = std::optional<desk::WebhookLease>;
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<Maybe> {
        auto rows = db.query(kHead, {webhook});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return std::nullopt;
        auto leased = read_leased(rows->front(), webhook);
        if (leased.delivery.due_at > now) return std::nullopt;
        auto noted = db.query(kAttempt, {leased.delivery.position, millis(now)});
        if (!noted) return fail(noted.error());
        return leased;
    });
}

Task<Result<void>> Webhooks::settle(desk::WebhookLease leased, desk::WebhookOutcome outcome)
{
    auto now = clock_.now();
    bool good = outcome.good();
    bool done = good || outcome.status == 410 || now >= leased.expires_at;
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto settled = db.query(
            kSettle,
            {leased.delivery.id,
             good   ? "delivered"
             : done ? "failed"
                    : "queued",
             done,
             outcome.status,
             outcome.took_ms,
             outcome.answer,
             outcome.fault,
             millis(now)});
        if (!settled) return fail(settled.error());
        auto noted = note_try(db, leased.delivery, outcome, now);
        if (!noted) return noted;
        if (!good) return failed(db, leased, outcome, now);
        auto well = db.query(
            "UPDATE webhooks SET failures = 0, last_ok_at = $2 WHERE id = $1",
            {leased.webhook.id, millis(now)});
        if (!well) return fail(well.error());
        return {};
    });
}

Task<Result<void>> Webhooks::forget(Time before)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(
            "DELETE FROM webhook_deliveries WHERE done = 1 AND updated_at < $1", {millis(before)});
        if (!done) return fail(done.error());
        return {};
    });
}

}  // namespace keydesk::store
