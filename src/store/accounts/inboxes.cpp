#include "store/accounts/accounts.hpp"
#include "store/accounts/audit.hpp"
#include "store/accounts/rows.hpp"

namespace keydesk::store {

namespace {

constexpr auto kAll = R"(
    SELECT id, key, name, kind, sites, color, greeting, identity_secret, team, closed, created_at,
        settings, paused
    FROM inboxes ORDER BY created_at, id)";

constexpr auto kAdd = R"(
    INSERT INTO inboxes
        (id, key, name, kind, sites, color, greeting, identity_secret, team, closed, created_at,
        settings, paused)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13))";

/// $6 and $8 say whether the nullable column after them is meant at all.
constexpr auto kEdit = R"(
    UPDATE inboxes SET name = coalesce($2, name), color = coalesce($3, color),
        sites = coalesce($4, sites), greeting = coalesce($5, greeting),
        identity_secret = CASE WHEN $6 THEN $7 ELSE identity_secret END,
        team = CASE WHEN $8 THEN $9 ELSE team END, closed = coalesce($10, closed),
        settings = coalesce($11, settings), paused = coalesce($12, paused)
    WHERE id = $1
    RETURNING id, key, name, kind, sites, color, greeting, identity_secret, team, closed,
        created_at, settings, paused)";

constexpr auto kSettings = "SELECT settings FROM inboxes WHERE id = $1";

constexpr auto kTeamExists = "SELECT id FROM teams WHERE id = $1";

constexpr auto kSetting = "SELECT key, value FROM meta WHERE key LIKE 'workspace.%'";
constexpr auto kSet = R"(
    INSERT INTO meta (key, value) SELECT $1, $2 WHERE $2 IS NOT NULL
    ON CONFLICT (key) DO UPDATE SET value = excluded.value)";

desk::InboxSettings read_inbox(const sql::Row& row)
{
    return {
        row.text(0),
        row.text(1),
        row.text(2),
        row.text(3),
        list_of(row.text(4)),
        row.text(5),
        map_of(row.text(6)),
        row.maybe_text(7),
        row.maybe_text(8),
        row.truth(9),
        from_millis(row.number(10)),
        map_of(row.text(11)),
        row.truth(12)};
}

Result<void> check_team(sql::Connection& db, const std::optional<std::string>& team)
{
    if (!team) return {};
    auto rows = db.query(kTeamExists, {*team});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(ErrorKind::invalid_input, "no such team");
    return {};
}

Result<void> add(
    sql::Connection& db, const desk::InboxSettings& inbox, const desk::AuditEntry& audit)
{
    auto team = check_team(db, inbox.team);
    if (!team) return team;
    auto added = db.query(
        kAdd,
        {inbox.id,
         inbox.key,
         inbox.name,
         inbox.kind,
         list_text(inbox.sites),
         inbox.color,
         map_text(inbox.greeting),
         inbox.identity_secret,
         inbox.team,
         inbox.closed,
         millis(inbox.created_at),
         map_text(inbox.settings),
         inbox.paused});
    if (!added) return fail(added.error());
    return append_audit(db, audit);
}

/// The settings with the patch applied; nothing when it leaves them as they are.
Result<std::optional<std::string>> patched_settings(
    sql::Connection& db, const std::string& id, const desk::InboxPatch& patch)
{
    if (patch.settings.empty()) return std::nullopt;
    auto row = first_row(db.query(kSettings, {id}));
    if (!row) return fail(row.error());
    auto settings = map_of(row->text(0));
    for (const auto& [field, value] : patch.settings) {
        if (value) settings[field] = *value;
        if (!value) settings.erase(field);
    }
    return map_text(settings);
}

Result<desk::InboxSettings> edit(
    sql::Connection& db,
    const std::string& id,
    const desk::InboxPatch& patch,
    const desk::AuditEntry& audit)
{
    auto team = check_team(db, patch.team.value_or(std::nullopt));
    if (!team) return fail(team.error());
    auto settings = patched_settings(db, id, patch);
    if (!settings) return fail(settings.error());
    auto row = first_row(db.query(
        kEdit,
        {id,
         patch.name,
         patch.color,
         patch.sites.transform(list_text),
         patch.greeting.transform(map_text),
         patch.identity_secret.has_value(),
         patch.identity_secret.value_or(std::nullopt),
         patch.team.has_value(),
         patch.team.value_or(std::nullopt),
         patch.closed,
         *settings,
         patch.paused}));
    if (!row) return fail(row.error());
    auto noted = append_audit(db, audit);
    if (!noted) return fail(noted.error());
    return read_inbox(*row);
}

Result<desk::Workspace> read_workspace(sql::Connection& db)
{
    auto rows = db.query(kSetting);
    if (!rows) return fail(rows.error());
    desk::Workspace out;
    for (const auto& row : *rows) {
        if (row.text(0) == "workspace.name") out.name = row.text(1);
        if (row.text(0) == "workspace.brand_color") out.brand_color = row.text(1);
        if (row.text(0) == "workspace.hours") out.hours = map_of(row.text(1));
        if (row.text(0) == "workspace.languages") out.languages = list_of(row.text(1));
        if (row.text(0) == "workspace.phone") out.phone = row.text(1);
    }
    return out;
}

}  // namespace

Task<Result<std::vector<desk::InboxSettings>>> Accounts::inboxes()
{
    auto work = [](sql::Connection& db) -> Result<std::vector<desk::InboxSettings>> {
        auto rows = db.query(kAll);
        if (!rows) return fail(rows.error());
        std::vector<desk::InboxSettings> out;
        for (const auto& row : *rows) out.push_back(read_inbox(row));
        return out;
    };
    co_return co_await database_.read(work);
}

Task<Result<void>> Accounts::add_inbox(desk::InboxSettings inbox, desk::AuditEntry audit)
{
    co_return co_await database_.run(
        [&](sql::Connection& db) { return store::add(db, inbox, audit); });
}

Task<Result<desk::InboxSettings>> Accounts::edit_inbox(
    std::string id, desk::InboxPatch patch, desk::AuditEntry audit)
{
    co_return co_await database_.run(
        [&](sql::Connection& db) { return edit(db, id, patch, audit); });
}

Task<Result<desk::Workspace>> Accounts::workspace()
{
    co_return co_await database_.read([](sql::Connection& db) { return read_workspace(db); });
}

Task<Result<desk::Workspace>> Accounts::edit_workspace(
    desk::WorkspacePatch patch, desk::AuditEntry audit)
{
    auto work = [&](sql::Connection& db) -> Result<desk::Workspace> {
        const std::pair<const char*, std::optional<std::string>> settings[]{
            {"workspace.name", patch.name},
            {"workspace.brand_color", patch.brand_color},
            {"workspace.hours", patch.hours.transform(map_text)},
            {"workspace.languages", patch.languages.transform(list_text)},
            {"workspace.phone", patch.phone}};
        for (const auto& [key, value] : settings) {
            auto set = db.query(kSet, {key, value});
            if (!set) return fail(set.error());
        }
        auto noted = append_audit(db, audit);
        if (!noted) return fail(noted.error());
        return read_workspace(db);
    };
    co_return co_await database_.run(work);
}

}  // namespace keydesk::store
