// Saved views: a described filter becomes SQL whose values are all bound.
#include "store/power/views.hpp"

#include "desk/power/described.hpp"
#include "store/conversations/rows.hpp"

#include <algorithm>

namespace keydesk::store {

namespace {

constexpr auto kSelect =
    "SELECT id, name, icon, owner, shared, filter, sort, created_at FROM views";

constexpr auto kKeep = R"(
    INSERT INTO views (id, name, icon, owner, shared, filter, sort, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, icon = excluded.icon,
        shared = excluded.shared, filter = excluded.filter, sort = excluded.sort)";

desk::View read_view(const sql::Row& row)
{
    return {
        .id = row.text(0),
        .name = row.text(1),
        .icon = row.text(2),
        .owner = row.text(3),
        .shared = row.truth(4),
        .filter = desk::kept::read<desk::ViewFilter>(row.text(5)),
        .sort = row.text(6),
        .created_at = from_millis(row.number(7))};
}

Result<std::vector<desk::View>> views_in(sql::Connection& db, const std::string& agent)
{
    auto rows = db.query(
        std::string{kSelect} + " WHERE owner = $1 OR shared = 1 ORDER BY name LIMIT 200", {agent});
    if (!rows) return fail(rows.error());
    std::vector<desk::View> list;
    for (const auto& row : *rows) list.push_back(read_view(row));
    return list;
}

void add_assignees(Filter& f, std::vector<std::string> wanted, const std::string& agent)
{
    if (wanted.empty()) return;
    bool none = std::erase(wanted, "none") > 0;
    std::ranges::replace(wanted, std::string{"me"}, agent);
    if (wanted.empty()) return void(f.text += " AND c.assignee IS NULL");
    auto among = "c.assignee IN (" + places(f.values.size() + 1, wanted.size()) + ")";
    f.text += none ? " AND (c.assignee IS NULL OR " + among + ")" : " AND " + among;
    f.values.insert(f.values.end(), wanted.begin(), wanted.end());
}

void add_locales(Filter& f, const std::vector<std::string>& locales)
{
    bool zh = std::ranges::find(locales, "zh") != locales.end();
    bool en = std::ranges::find(locales, "en") != locales.end();
    if (zh == en) return;
    f.text += zh ? " AND u.locale LIKE 'zh%'" : " AND u.locale NOT LIKE 'zh%'";
}

}  // namespace

Filter filter_of(const desk::ViewFilter& v, const std::string& agent)
{
    Filter f;
    f.among("c.status", v.statuses);
    f.among("c.inbox", v.inboxes);
    f.among("i.kind", v.doors);
    f.among("c.team", v.teams);
    f.among("c.case_type", v.cases);
    f.among("c.tier", v.tiers);
    f.among("c.priority", v.priorities);
    f.among("c.sla_state", v.sla);
    add_assignees(f, v.assignees, agent);
    add_locales(f, v.locales);
    if (v.waiting)
        f.text += *v.waiting ? " AND c.waiting_since IS NOT NULL" : " AND c.waiting_since IS NULL";
    if (v.verified) f.add("u.verified = ", *v.verified);
    if (v.labels.empty()) return f;
    f.text += " AND EXISTS (SELECT 1 FROM conversation_labels x WHERE x.conversation = c.id";
    f.among("x.label", v.labels);
    f.text += ")";
    return f;
}

Task<Result<std::vector<desk::View>>> Views::views(std::string agent)
{
    co_return co_await database_.read([&](sql::Connection& db) { return views_in(db, agent); });
}

Task<Result<desk::View>> Views::view(std::string id)
{
    co_return co_await database_.read([&](sql::Connection& db) -> Result<desk::View> {
        auto rows = db.query(std::string{kSelect} + " WHERE id = $1", {id});
        if (!rows) return fail(rows.error());
        if (rows->empty()) return fail(ErrorKind::not_found, "no such view");
        return read_view(rows->front());
    });
}

Task<Result<void>> Views::keep(desk::View v)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(
            kKeep,
            {v.id,
             v.name,
             v.icon,
             v.owner,
             v.shared,
             desk::kept::write(v.filter),
             v.sort,
             millis(v.created_at)});
        if (!done) return fail(done.error());
        return {};
    });
}

Task<Result<void>> Views::remove(std::string id)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query("DELETE FROM views WHERE id = $1", {id});
        if (!done) return fail(done.error());
        return {};
    });
}

Task<Result<desk::ConversationPage>> Views::list(desk::View view, desk::ListQuery page)
{
    // Read before the list: what changes meanwhile is sent once more, never missed.
    auto change = store_.latest_change();
    auto found = co_await database_.read(
        [&](sql::Connection& db) { return page_of(db, filter_of(view.filter, page.agent), page); });
    if (found) found->change = change;
    co_return found;
}

Task<Result<std::vector<std::pair<std::string, std::int64_t>>>> Views::counts(std::string agent)
{
    using Counts = std::vector<std::pair<std::string, std::int64_t>>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<Counts> {
        auto all = views_in(db, agent);
        if (!all) return fail(all.error());
        Counts counts;
        for (const auto& view : *all) {
            auto filter = filter_of(view.filter, agent);
            auto rows = db.query(
                "SELECT count(*) FROM (SELECT 1 FROM" + std::string{kConversationTables} +
                    filter.text + " LIMIT 1000) few",
                filter.values);
            if (!rows) return fail(rows.error());
            counts.emplace_back(view.id, rows->front().number(0));
        }
        return counts;
    });
}

}  // namespace keydesk::store
