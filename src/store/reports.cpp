#include "store/reports.hpp"

#include "store/rows.hpp"
#include "store/tally_rows.hpp"

#include <array>
#include <tuple>
#include <utility>

namespace keydesk::store {

namespace {

using desk::Dimension;
using desk::ReportFilter;
using desk::ReportQuery;
using desk::ReportRow;
using desk::TimeUnit;

constexpr std::array<const char*, 6> kColumns{
    "''", "s.inbox", "s.team", "s.agent", "s.case_type", "s.locale"};

/// A statement while it is put together; every value is bound.
struct Statement {
    std::string text;
    std::vector<sql::Value> values;

    std::string bind(sql::Value value)
    {
        values.push_back(std::move(value));
        return "$" + std::to_string(values.size());
    }
};

/// Which dimensions the filter and the grouping need: the smallest cuboid that keeps them.
std::int64_t cuboid_of(const ReportFilter& filter, Dimension by)
{
    std::array<bool, 6> kept{};
    kept[1] = filter.inboxes.has_value();
    kept[2] = filter.team.has_value();
    kept[3] = filter.agent.has_value();
    kept[4] = filter.case_type.has_value();
    kept[5] = filter.locale.has_value();
    if (by != Dimension::none) kept.at(static_cast<std::size_t>(by)) = true;
    std::int64_t only = 0;
    for (std::size_t i = 1; i < kept.size(); ++i) {
        if (!kept.at(i)) continue;
        if (only != 0) return 6;
        only = static_cast<std::int64_t>(i);
    }
    return only;
}

/// " AND s.team = $3 …"
void add_filter(Statement& to, const ReportFilter& filter)
{
    if (filter.inboxes) {
        to.text += " AND s.inbox IN (";
        for (std::size_t i = 0; i < filter.inboxes->size(); ++i) {
            to.text += (i > 0 ? ", " : "") + to.bind((*filter.inboxes)[i]);
        }
        to.text += filter.inboxes->empty() ? "'-')" : ")";  // A door that no inbox has.
    }
    auto is = [&](const char* column, const std::optional<std::string>& key) {
        if (key) to.text += std::string{" AND s."} + column + " = " + to.bind(*key);
    };
    is("team", filter.team);
    is("agent", filter.agent);
    is("case_type", filter.case_type);
    is("locale", filter.locale);
}

/// The unit of the asker's clock in which `hour` (an expression) lies.
std::string unit_of(TimeUnit unit, const std::string& hour, std::int64_t minutes)
{
    auto local = "((" + hour + " * 60 + " + std::to_string(minutes) + ") / 60)";
    switch (unit) {
        case TimeUnit::none:
            return "0";
        case TimeUnit::hour:
            return local;
        case TimeUnit::day:
            return "(" + local + " / 24)";
        case TimeUnit::week:
            return "((" + local + " / 24 + 3) / 7)";  // 1970 began on a Thursday.
        case TimeUnit::hour_of_week:
            return "((" + local + " + 72) % 168)";
    }
    return "0";
}

/// Slices first, then the range of hours of each: CROSS JOIN keeps that order in SQLite.
Statement counts_statement(const ReportQuery& q, desk::AskerClock::Span span, std::int64_t end)
{
    Statement out;
    auto unit = unit_of(q.unit, "(h.place % " + std::to_string(kHours) + ")", span.minutes);
    out.text = std::string{"SELECT "} + kColumns.at(static_cast<std::size_t>(q.by)) + ", " + unit;
    for (auto name : desk::kCountNames) out.text += ", sum(h." + std::string{name} + ")";
    auto cuboid = out.bind(cuboid_of(q.filter, q.by));
    auto hours = std::to_string(kHours);
    out.text += " FROM report_slices s CROSS JOIN report_hours h WHERE s.cuboid = " + cuboid +
                " AND h.place >= s.id * " + hours + " + " + out.bind(span.from_hour) +
                " AND h.place < s.id * " + hours + " + " + out.bind(end);
    add_filter(out, q.filter);
    out.text += " GROUP BY 1, 2";
    return out;
}

Statement spreads_statement(
    const ReportQuery& q, desk::AskerClock::Span span, std::int64_t end, desk::Measure measure)
{
    Statement out;
    auto hours = std::to_string(kHours);
    auto buckets = std::to_string(kBuckets);
    auto unit = unit_of(q.unit, "(p.place / " + buckets + " % " + hours + ")", span.minutes);
    auto first = "(s.id * " + std::to_string(kSpreadsOfSlice) + " + " +
                 std::to_string(static_cast<int>(measure)) + ") * " + hours;
    out.text = std::string{"SELECT "} + kColumns.at(static_cast<std::size_t>(q.by)) + ", " + unit +
               ", p.place % " + buckets + ", sum(p.n)";
    auto cuboid = out.bind(cuboid_of(q.filter, q.by));
    out.text += " FROM report_slices s CROSS JOIN report_spreads p WHERE s.cuboid = " + cuboid +
                " AND p.place >= (" + first + " + " + out.bind(span.from_hour) + ") * " + buckets +
                " AND p.place < (" + first + " + " + out.bind(end) + ") * " + buckets;
    add_filter(out, q.filter);
    out.text += " GROUP BY 1, 2, 3";
    return out;
}

using Lines = std::map<std::pair<std::string, std::int64_t>, ReportRow>;

ReportRow& line_of(Lines& lines, const sql::Row& row, std::int64_t minutes)
{
    auto [found, fresh] = lines.try_emplace({row.text(0), row.number(1)});
    if (fresh) {
        found->second.key = row.text(0);
        found->second.unit = row.number(1);
        found->second.minutes = minutes;
    }
    return found->second;
}

Result<void> read_span(
    sql::Connection& db,
    const ReportQuery& q,
    desk::AskerClock::Span span,
    std::int64_t end,
    Lines& lines)
{
    auto counts = counts_statement(q, span, end);
    auto rows = db.query(counts.text, counts.values);
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) {
        auto& line = line_of(lines, row, span.minutes);
        for (std::size_t i = 0; i < desk::kCounts; ++i) {
            line.totals.counts.at(i) += row.number(i + 2);
        }
    }
    for (auto measure : q.measures) {
        auto spreads = spreads_statement(q, span, end, measure);
        auto found = db.query(spreads.text, spreads.values);
        if (!found) return fail(found.error());
        for (const auto& row : *found) {
            auto& line = line_of(lines, row, span.minutes);
            line.totals.spreads.at(static_cast<std::size_t>(measure))[row.number(2)] +=
                row.number(3);
        }
    }
    return {};
}

Result<std::vector<ReportRow>> read_sums(sql::Connection& db, const ReportQuery& q)
{
    Lines lines;
    auto spans = q.zone.spans(q.from_hour, q.to_hour);
    for (std::size_t i = 0; i < spans.size(); ++i) {
        auto end = i + 1 < spans.size() ? spans[i + 1].from_hour : q.to_hour;
        auto read = read_span(db, q, spans[i], end, lines);
        if (!read) return fail(read.error());
    }
    std::vector<ReportRow> out;
    out.reserve(lines.size());
    for (auto& [key, line] : lines) out.push_back(std::move(line));
    return out;
}

}  // namespace

Task<Result<std::vector<ReportRow>>> Reports::sums(ReportQuery query)
{
    co_return co_await database_.read([&](sql::Connection& db) { return read_sums(db, query); });
}

Task<Result<std::map<std::string, std::int64_t>>> Reports::backlog(
    ReportFilter filter, Dimension by)
{
    using Open = std::map<std::string, std::int64_t>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<Open> {
        Statement q;
        q.text = std::string{"SELECT "} + kColumns.at(static_cast<std::size_t>(by)) +
                 ", count(*) FROM report_conversations s WHERE s.phase = 1";
        add_filter(q, filter);
        q.text += " GROUP BY 1";
        auto rows = db.query(q.text, q.values);
        if (!rows) return fail(rows.error());
        Open out;
        for (const auto& row : *rows) out[row.text(0)] = row.number(1);
        return out;
    });
}

Task<Result<desk::ReportNames>> Reports::names()
{
    co_return co_await database_.read([](sql::Connection& db) -> Result<desk::ReportNames> {
        desk::ReportNames out;
        auto inboxes = db.query("SELECT id, name, kind FROM inboxes");
        if (!inboxes) return fail(inboxes.error());
        for (const auto& row : *inboxes) out.inboxes[row.text(0)] = {row.text(1), row.text(2)};
        auto teams = db.query("SELECT id, name FROM teams");
        if (!teams) return fail(teams.error());
        for (const auto& row : *teams) out.teams[row.text(0)] = row.text(1);
        auto agents = db.query("SELECT id, name FROM agents");
        if (!agents) return fail(agents.error());
        for (const auto& row : *agents) out.agents[row.text(0)] = row.text(1);
        return out;
    });
}

Task<Result<std::optional<std::set<std::string>>>> Reports::answered_cases()
{
    using Slugs = std::optional<std::set<std::string>>;
    co_return co_await database_.read([](sql::Connection& db) -> Result<Slugs> {
        // An article is named like the case type that it answers.
        auto rows = db.query("SELECT DISTINCT slug FROM article_texts WHERE published > 0");
        if (!rows && rows.error().kind == ErrorKind::internal) return Slugs{};
        if (!rows) return fail(rows.error());
        Slugs slugs{std::in_place};
        for (const auto& row : *rows) slugs->insert(row.text(0));
        return slugs;
    });
}

Task<Result<std::vector<desk::SearchMiss>>> Reports::misses(
    std::int64_t from_day, std::int64_t to_day, std::size_t limit)
{
    using Misses = std::vector<desk::SearchMiss>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<Misses> {
        auto rows = db.query(
            "SELECT locale, words, sum(n) FROM report_misses WHERE day >= $1 AND day < $2"
            " GROUP BY locale, words ORDER BY 3 DESC, 2 LIMIT $3",
            {from_day, to_day, static_cast<std::int64_t>(limit)});
        if (!rows) return fail(rows.error());
        Misses out;
        for (const auto& row : *rows) out.push_back({row.text(0), row.text(1), row.number(2)});
        return out;
    });
}

Result<void> note_search_miss(
    sql::Connection& db, Time now, const std::string& locale, const std::string& words)
{
    auto done = db.query(
        "INSERT INTO report_misses (day, locale, words, n) VALUES ($1, $2, $3, 1)"
        " ON CONFLICT (day, locale, words) DO UPDATE SET n = report_misses.n + 1",
        {hour_of(now) / 24, locale, words});
    if (!done) return fail(done.error());
    return {};
}

}  // namespace keydesk::store
