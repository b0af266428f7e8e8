#include "store/reports/reports.hpp"

#include "store/conversations/rows.hpp"
#include "store/reports/tally_rows.hpp"

#include <algorithm>
#include <array>
#include <bit>
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

/// The dimensions that the filter and the grouping need.
std::int64_t kept_by(const ReportFilter& filter, Dimension by)
{
    auto kept = bit_of(by);
    if (filter.inboxes) kept |= bit_of(Dimension::inbox);
    if (filter.team) kept |= bit_of(Dimension::team);
    if (filter.agent) kept |= bit_of(Dimension::agent);
    if (filter.case_type) kept |= bit_of(Dimension::case_type);
    if (filter.locale) kept |= bit_of(Dimension::locale);
    return kept;
}

/// The smallest cuboid that answers: by the hour there are no pairs.
std::int64_t cuboid_of(std::int64_t kept, bool by_day)
{
    auto many = std::popcount(static_cast<std::uint64_t>(kept));
    if (by_day) return kept + kByDay;
    return many > 1 ? kAllDimensions : kept;
}

/// Hours, half open.
struct Range {
    std::int64_t from, to;
};

/// What of a range is read by the day, and what by the hour.
struct Cut {
    std::vector<Range> days, hours;
};

/// Whole days (UTC) that lie in one unit of the asker's clock are read by the day; what is left at
/// both ends of each unit by the hour.
Cut cut_of(const ReportQuery& q, desk::AskerClock::Span span, std::int64_t end)
{
    auto many = std::popcount(static_cast<std::uint64_t>(kept_by(q.filter, q.by)));
    bool long_units = q.unit == TimeUnit::none || q.unit == TimeUnit::week;
    Cut cut;
    // What adjoins is one range: SQLite takes at most 500.
    auto by_hour = [&cut](Range range) {
        bool adjoins = !cut.hours.empty() && cut.hours.back().to == range.from;
        if (adjoins) cut.hours.back().to = range.to;
        if (!adjoins && range.from < range.to) cut.hours.push_back(range);
    };
    if (!long_units || many > 2) return {{}, {{span.from_hour, end}}};
    for (auto from = span.from_hour; from < end;) {
        auto to = end;
        if (q.unit == TimeUnit::week) {
            constexpr std::int64_t kWeek = 168, kMonday = 72;  // 1970 began on a Thursday.
            auto local = (from * 60 + span.minutes) / 60 + kMonday;
            to = std::min(end, from + kWeek - local % kWeek);
        }
        auto first = (from + kDay - 1) / kDay * kDay, last = to / kDay * kDay;
        if (first >= last) first = last = to;
        by_hour({from, first});
        if (first < last) cut.days.push_back({first, last});
        by_hour({last, to});
        from = to;
    }
    return cut;
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

/// "(SELECT $2 AS f, $3 AS t UNION ALL SELECT …) r"
void add_ranges(Statement& to, const std::vector<Range>& ranges)
{
    to.text += " CROSS JOIN (";
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        to.text += (i > 0 ? " UNION ALL SELECT CAST(" : "SELECT CAST(") + to.bind(ranges[i].from);
        to.text += " AS BIGINT) AS f, CAST(" + to.bind(ranges[i].to) + " AS BIGINT) AS t";
    }
    to.text += ") r";
}

struct Part {
    const ReportQuery& query;
    const std::vector<Range>& ranges;
    std::int64_t cuboid, minutes;
};

/// Slices first, then the ranges of each: CROSS JOIN keeps that order in SQLite.
Statement counts_statement(const Part& part)
{
    const auto& q = part.query;
    Statement out;
    auto hours = std::to_string(kHours);
    auto unit = unit_of(q.unit, "(h.place % " + hours + ")", part.minutes);
    out.text = std::string{"SELECT "} + kColumns.at(static_cast<std::size_t>(q.by)) + ", " + unit;
    for (auto name : desk::kCountNames) out.text += ", sum(h." + std::string{name} + ")";
    out.text += " FROM report_slices s";
    add_ranges(out, part.ranges);
    out.text += " CROSS JOIN report_hours h WHERE s.cuboid = " + out.bind(part.cuboid) +
                " AND h.place >= s.id * " + hours + " + r.f AND h.place < s.id * " + hours +
                " + r.t";
    add_filter(out, q.filter);
    out.text += " GROUP BY 1, 2";
    return out;
}

Statement spreads_statement(const Part& part, desk::Measure measure)
{
    const auto& q = part.query;
    Statement out;
    auto hours = std::to_string(kHours);
    auto buckets = std::to_string(kBuckets);
    auto unit = unit_of(q.unit, "(p.place / " + buckets + " % " + hours + ")", part.minutes);
    auto first = "(s.id * " + std::to_string(kSpreadsOfSlice) + " + " +
                 std::to_string(static_cast<int>(measure)) + ") * " + hours;
    out.text = std::string{"SELECT "} + kColumns.at(static_cast<std::size_t>(q.by)) + ", " + unit +
               ", p.place % " + buckets + ", sum(p.n) FROM report_slices s";
    add_ranges(out, part.ranges);
    out.text += " CROSS JOIN report_spreads p WHERE s.cuboid = " + out.bind(part.cuboid) +
                " AND p.place >= (" + first + " + r.f) * " + buckets + " AND p.place < (" + first +
                " + r.t) * " + buckets;
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

Result<void> read_part(sql::Connection& db, const Part& part, Lines& lines)
{
    if (part.ranges.empty()) return {};
    auto counts = counts_statement(part);
    auto rows = db.query(counts.text, counts.values);
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) {
        auto& line = line_of(lines, row, part.minutes);
        for (std::size_t i = 0; i < desk::kCounts; ++i) {
            line.totals.counts.at(i) += row.number(i + 2);
        }
    }
    for (auto measure : part.query.measures) {
        auto spreads = spreads_statement(part, measure);
        auto found = db.query(spreads.text, spreads.values);
        if (!found) return fail(found.error());
        for (const auto& row : *found) {
            auto& line = line_of(lines, row, part.minutes);
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
        auto cut = cut_of(q, spans[i], end);
        auto kept = kept_by(q.filter, q.by);
        for (bool by_day : {true, false}) {
            Part part{q, by_day ? cut.days : cut.hours, cuboid_of(kept, by_day), spans[i].minutes};
            auto read = read_part(db, part, lines);
            if (!read) return fail(read.error());
        }
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

Task<Result<void>> keep_search_miss(
    sql::Database& database, Time now, std::string locale, guard::SafeText words)
{
    constexpr std::int64_t kMostInDay = 1'000;
    co_return co_await database.run([&](sql::Connection& db) -> Result<void> {
        auto rows = db.query(
            "SELECT count(*), max(CASE WHEN words = $3 THEN 1 ELSE 0 END) FROM report_misses"
            " WHERE day = $1 AND locale = $2",
            {hour_of(now) / 24, locale, words.str()});
        if (!rows) return fail(rows.error());
        const auto& row = rows->front();
        bool full = row.number(0) >= kMostInDay && row.number(1) == 0;
        return full ? Result<void>{} : note_search_miss(db, now, locale, words.str());
    });
}

}  // namespace keydesk::store
