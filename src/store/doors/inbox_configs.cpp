#include "store/doors/inbox_configs.hpp"

#include "store/accounts/rows.hpp"

namespace keydesk::store {

namespace {

constexpr auto kAll = R"(
    SELECT id, key, name, kind, settings, paused, closed
    FROM inboxes ORDER BY created_at, id)";

constexpr auto kRecall = "SELECT value FROM inbox_memory WHERE inbox = $1 AND key = $2";

constexpr auto kRemember = R"(
    INSERT INTO inbox_memory (inbox, key, value) VALUES ($1, $2, $3)
    ON CONFLICT (inbox, key) DO UPDATE SET value = excluded.value)";

constexpr auto kForget = "DELETE FROM inbox_memory WHERE inbox = $1 AND key = $2";

constexpr auto kPause = "UPDATE inboxes SET paused = $2 WHERE id = $1 RETURNING id";

/// How Sealer begins what it sealed.
constexpr std::string_view kSealed = "s1.";

desk::InboxConfig read_config(const sql::Row& row, const Sealer& sealer)
{
    desk::InboxConfig config{
        .id = row.text(0),
        .key = row.text(1),
        .name = row.text(2),
        .kind = row.text(3),
        .settings = {},
        .paused = row.truth(5),
        .closed = row.truth(6)};
    for (auto& [field, value] : map_of(row.text(4))) {
        if (!value.starts_with(kSealed)) {
            config.settings[field] = value;
            continue;
        }
        auto secret = sealer.unseal(setting_purpose(config.id, field), value);
        if (secret) config.settings[field] = secret->reveal();
    }
    return config;
}

}  // namespace

std::string setting_purpose(std::string_view inbox, std::string_view field)
{
    return "inbox:" + std::string{inbox} + ":" + std::string{field};
}

Result<std::vector<desk::InboxConfig>> read_inbox_configs(sql::Connection& db, const Sealer& sealer)
{
    auto rows = db.query(kAll);
    if (!rows) return fail(rows.error());
    std::vector<desk::InboxConfig> all;
    for (const auto& row : *rows) all.push_back(read_config(row, sealer));
    return all;
}

Task<Result<std::vector<desk::InboxConfig>>> InboxConfigs::configs()
{
    co_return co_await database_.read(
        [this](sql::Connection& db) { return read_inbox_configs(db, sealer_); });
}

Task<Result<std::string>> InboxConfigs::recall(std::string inbox, std::string key)
{
    auto work = [&](sql::Connection& db) -> Result<std::string> {
        auto rows = db.query(kRecall, {inbox, key});
        if (!rows) return fail(rows.error());
        return rows->empty() ? std::string{} : rows->front().text(0);
    };
    co_return co_await database_.read(work);
}

Task<Result<void>> InboxConfigs::remember(std::string inbox, std::string key, std::string value)
{
    auto work = [&](sql::Connection& db) -> Result<void> {
        auto done = value.empty() ? db.query(kForget, {inbox, key})
                                  : db.query(kRemember, {inbox, key, value});
        if (!done) return fail(done.error());
        return {};
    };
    co_return co_await database_.run(work);
}

Task<Result<void>> InboxConfigs::set_paused(std::string inbox, bool paused)
{
    auto work = [&](sql::Connection& db) -> Result<void> {
        auto row = first_row(db.query(kPause, {inbox, paused}));
        if (!row) return fail(row.error());
        return {};
    };
    co_return co_await database_.run(work);
}

}  // namespace keydesk::store
