#include "store/assistant/assistant.hpp"

#include "base/crypto.hpp"
#include "store/accounts/audit.hpp"

namespace keydesk::store {

namespace {

constexpr auto kRead = R"(
    SELECT base_url, model, api_key, own_network, drafts, translation
    FROM assistant_settings WHERE id = 1)";

constexpr auto kKeep = R"(
    INSERT INTO assistant_settings
        (id, base_url, model, api_key, own_network, drafts, translation)
    VALUES (1, $1, $2, $3, $4, $5, $6)
    ON CONFLICT (id) DO UPDATE SET base_url = excluded.base_url, model = excluded.model,
        api_key = excluded.api_key, own_network = excluded.own_network,
        drafts = excluded.drafts, translation = excluded.translation)";

constexpr auto kTranslation =
    "SELECT body, source_hash FROM message_translations WHERE message = $1 AND locale = $2";

constexpr auto kKeepTranslation = R"(
    INSERT INTO message_translations (message, locale, body, source_hash, at)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (message, locale) DO UPDATE SET body = excluded.body,
        source_hash = excluded.source_hash, at = excluded.at)";

}  // namespace

Task<Result<desk::AssistantSettings>> AssistantShelf::settings()
{
    using Settings = desk::AssistantSettings;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<Settings> {
        auto rows = db.query(kRead);
        if (!rows) return fail(rows.error());
        if (rows->empty()) return Settings{};
        const auto& row = rows->front();
        return Settings{
            .base_url = row.text(0),
            .model = row.text(1),
            .api_key = row.text(2),
            .own_network = row.truth(3),
            .drafts = row.truth(4),
            .translation = row.truth(5)};
    });
}

Task<Result<void>> AssistantShelf::keep(desk::AssistantSettings s, desk::AuditEntry audit)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(
            kKeep, {s.base_url, s.model, s.api_key, s.own_network, s.drafts, s.translation});
        if (!done) return fail(done.error());
        return append_audit(db, audit);
    });
}

Task<Result<std::optional<desk::KeptTranslation>>> AssistantShelf::translation(
    std::string message, std::string locale)
{
    using Maybe = std::optional<desk::KeptTranslation>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<Maybe> {
        auto rows = db.query(kTranslation, {message, locale});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return Maybe{};
        return Maybe{{rows->front().text(0), rows->front().text(1)}};
    });
}

Task<Result<void>> AssistantShelf::keep_translation(
    std::string message, std::string locale, std::string source, std::string body)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto now = db.query("SELECT body FROM messages WHERE id = $1", {message});
        if (!now) return fail(now.error());
        // Redacted while the model was at work: what it made of the old words is forgotten.
        if (now->empty() || now->front().text(0) != source) return {};
        auto hash = hex(sha256(source));
        auto done = db.query(kKeepTranslation, {message, locale, body, hash, millis(clock_.now())});
        if (!done) return fail(done.error());
        return {};
    });
}

}  // namespace keydesk::store
