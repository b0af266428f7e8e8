// Agents, calendars and rules of the queue, as leads set them.
#include "base/ids.hpp"
#include "store/conversations/rows.hpp"
#include "store/queue/entry.hpp"
#include "store/queue/queue.hpp"
#include "store/queue/service_levels.hpp"
#include "store/queue/zones.hpp"

#include <algorithm>

namespace keydesk::store {

namespace {

constexpr auto kRouting = R"(
    SELECT a.id, a.name, coalesce(r.capacity, 6), coalesce(r.specialist, 0),
           coalesce(r.languages, '[]'), coalesce(r.skills, '[]'), coalesce(r.calendar, ''),
           coalesce(r.present, 0), a.availability,
           (SELECT count(*) FROM conversations c WHERE c.assignee = a.id AND c.status = 'open'),
           coalesce((SELECT min(m.team) FROM team_members m JOIN team_calendars t
                     ON t.team = m.team WHERE m.agent = a.id), '')
    FROM agents a LEFT JOIN agent_routing r ON r.agent = a.id
    WHERE a.disabled = 0 ORDER BY a.name, a.id)";

constexpr auto kSetRouting = R"(
    INSERT INTO agent_routing (agent, capacity, specialist, languages, skills, calendar)
    SELECT $1, $2, $3, $4, $5, $6 WHERE EXISTS (SELECT 1 FROM agents WHERE id = $1)
    ON CONFLICT (agent) DO UPDATE SET capacity = $2, specialist = $3, languages = $4, skills = $5,
        calendar = $6
    RETURNING agent)";

constexpr auto kPutCalendar = R"(
    INSERT INTO calendars (id, name, zone, rules, created_at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (id) DO UPDATE SET name = $2, zone = $3, rules = $4)";

sql::Value maybe(const std::string& id)
{
    return id.empty() ? sql::Value{} : sql::Value{id};
}

Result<void> run(
    sql::Connection& db, const char* statement, std::initializer_list<sql::Value> values)
{
    auto done = db.query(statement, values);
    if (!done) return fail(done.error());
    return {};
}

/// Rules that were checked when they were stored; a zone that has gone since counts as UTC.
desk::Calendar calendar_of(const sql::Row& row)
{
    auto calendar = desk::read_calendar(row.text(2)).value_or(desk::Calendar{});
    if (auto zone = zone_named(row.text(1))) calendar.zone = *zone;
    return calendar;
}

Result<desk::QueueBookPtr> read_book(sql::Connection& db)
{
    auto book = std::make_shared<desk::QueueBook>();
    auto calendars = db.query("SELECT id, zone, rules FROM calendars");
    if (!calendars) return fail(calendars.error());
    for (const auto& row : *calendars) book->calendars.emplace(row.text(0), calendar_of(row));
    auto teams = db.query("SELECT team, calendar FROM team_calendars");
    if (!teams) return fail(teams.error());
    for (const auto& row : *teams) book->team_calendars.emplace(row.text(0), row.text(1));
    auto rules = db.query(
        "SELECT automatic, over_minutes, slow_hours, tell_place, coalesce(calendar, '')"
        " FROM queue_rules WHERE id = 1");
    if (!rules) return fail(rules.error());
    if (!rules->empty()) {
        const auto& row = rules->front();
        book->settings.rules = {
            .automatic = row.truth(0),
            .over = std::chrono::minutes{row.number(1)},
            .slow_reply = std::chrono::hours{row.number(2)},
            .tell_place = row.truth(3)};
        book->settings.calendar = row.text(4);
    }
    auto policies = policies_in(db);
    if (!policies) return fail(policies.error());
    book->policies = std::move(*policies);
    return desk::QueueBookPtr{std::move(book)};
}

}  // namespace

Task<Result<void>> Queue::refresh()
{
    auto book = co_await database_.read([](sql::Connection& db) { return read_book(db); });
    if (!book) co_return fail(book.error());
    book_ = std::move(*book);
    co_return Result<void>{};
}

Task<Result<std::vector<desk::AgentRouting>>> Queue::routing()
{
    auto now = clock_.now();
    auto book = book_;
    using List = std::vector<desk::AgentRouting>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        auto rows = db.query(kRouting);
        if (!rows) return fail(rows.error());
        List list;
        for (const auto& row : *rows) {
            auto shift = row.text(6);
            auto team = book->team_calendars.find(row.text(10));
            if (shift.empty() && team != book->team_calendars.end()) shift = team->second;
            list.push_back(
                {.agent = row.text(0),
                 .name = row.text(1),
                 .capacity = static_cast<int>(row.number(2)),
                 .specialist = row.truth(3),
                 .languages = read_list(row.text(4)),
                 .skills = read_list(row.text(5)),
                 .calendar = row.text(6),
                 .present = row.truth(7),
                 .away = row.text(8) == "away",
                 .in_shift = book->calendar(shift).open_at(now),
                 .load = static_cast<int>(row.number(9))});
        }
        return list;
    });
}

Task<Result<void>> Queue::set_routing(desk::AgentRouting r)
{
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query(
            kSetRouting,
            {r.agent,
             r.capacity,
             r.specialist,
             write_list(r.languages),
             write_list(r.skills),
             maybe(r.calendar)});
        if (!done) return fail(done.error());
        if (done->empty()) return fail(ErrorKind::not_found, "no such agent");
        return {};
    });
}

Task<Result<std::vector<desk::NamedCalendar>>> Queue::calendars()
{
    using List = std::vector<desk::NamedCalendar>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        auto rows = db.query("SELECT id, name, zone, rules FROM calendars ORDER BY name");
        if (!rows) return fail(rows.error());
        auto teams = db.query("SELECT team, calendar FROM team_calendars");
        if (!teams) return fail(teams.error());
        List list;
        for (const auto& row : *rows) {
            list.push_back({row.text(0), row.text(1), row.text(2), row.text(3)});
            for (const auto& team : *teams) {
                if (team.text(1) == row.text(0)) list.back().teams.push_back(team.text(0));
            }
        }
        return list;
    });
}

Task<Result<std::string>> Queue::put_calendar(desk::NamedCalendar calendar)
{
    auto now = clock_.now();
    auto zone = zone_named(calendar.zone);
    if (!zone) co_return fail(zone.error());
    auto rules = desk::read_calendar(calendar.rules);
    if (!rules) co_return fail(rules.error());
    if (calendar.id.empty()) calendar.id = new_id(now);
    auto put = co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done =
            run(db,
                kPutCalendar,
                {calendar.id, calendar.name, calendar.zone, calendar.rules, millis(now)});
        if (done) {
            done = run(db, "DELETE FROM team_calendars WHERE calendar = $1", {calendar.id});
        }
        for (const auto& team : calendar.teams) {
            if (!done) return done;
            done =
                run(db,
                    "INSERT INTO team_calendars (team, calendar) VALUES ($1, $2)"
                    " ON CONFLICT (team) DO UPDATE SET calendar = $2",
                    {team, calendar.id});
        }
        return done;
    });
    if (!put) co_return fail(put.error());
    auto read = co_await refresh();
    if (!read) co_return fail(read.error());
    co_return calendar.id;
}

Task<Result<void>> Queue::remove_calendar(std::string id)
{
    auto removed = co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto done = db.query("DELETE FROM calendars WHERE id = $1 RETURNING id", {id});
        if (!done) return fail(done.error());
        if (done->empty()) return fail(ErrorKind::not_found, "no such calendar");
        return {};
    });
    if (!removed) co_return removed;
    co_return co_await refresh();
}

Task<Result<void>> Queue::set_rules(desk::QueueSettings s)
{
    auto set = co_await database_.run([&](sql::Connection& db) {
        return run(
            db,
            "UPDATE queue_rules SET automatic = $1, over_minutes = $2, slow_hours = $3,"
            " tell_place = $4, calendar = $5 WHERE id = 1",
            {s.rules.automatic,
             s.rules.over.count(),
             s.rules.slow_reply.count(),
             s.rules.tell_place,
             maybe(s.calendar)});
    });
    if (!set) co_return set;
    co_return co_await refresh();
}

Task<Result<void>> Queue::present(std::vector<std::string> agents)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<void> {
        auto rows = db.query("SELECT agent FROM agent_routing WHERE present = 1");
        if (!rows) return fail(rows.error());
        Result<void> done{};
        for (const auto& row : *rows) {
            if (std::ranges::find(agents, row.text(0)) != agents.end()) continue;
            done =
                run(db,
                    "UPDATE agent_routing SET present = 0, gone_at = $2 WHERE agent = $1",
                    {row.text(0), millis(now)});
            if (!done) return done;
        }
        for (const auto& agent : agents) {
            done =
                run(db,
                    "INSERT INTO agent_routing (agent, present) VALUES ($1, 1)"
                    " ON CONFLICT (agent) DO UPDATE SET present = 1, gone_at = NULL",
                    {agent});
            if (!done) return done;
        }
        return {};
    });
}

}  // namespace keydesk::store
