// Reports as agents ask for them: every number is read from sums, see docs/reports.md.
#include "api/console/reports.hpp"

#include "api/console/report_query.hpp"
#include "api/console/report_shapes.hpp"

#include <algorithm>
#include <array>

namespace keydesk::api {

namespace {

using desk::Count;
using desk::Dimension;
using desk::Measure;
using desk::TimeUnit;

constexpr std::int64_t kMillisAnHour = 3'600'000;
constexpr std::int64_t kMostPoints = 1'000;
const std::vector<Measure> kUsual{Measure::first_answer, Measure::resolve, Measure::score};

using Rows = std::vector<desk::ReportRow>;
using Asked = std::expected<ReportAsk, Refusal>;

/// Reads the question, and which inboxes a door is.
Task<Asked> asked_in(ReportServices& services, const net::Request& request)
{
    auto ask = read_report_ask(request, services.clock.now());
    if (!ask || ask->door.empty()) co_return ask;
    auto names = co_await services.reports.names();
    if (!names) co_return refuse(names.error());
    std::vector<std::string> inboxes;
    const auto& wanted = ask->query.filter.inboxes;
    for (const auto& [id, inbox] : names->inboxes) {
        bool chosen = !wanted || std::ranges::find(*wanted, id) != wanted->end();
        if (inbox.kind == ask->door && chosen) inboxes.push_back(id);
    }
    ask->query.filter.inboxes = std::move(inboxes);
    co_return ask;
}

desk::Totals total_of(const Rows& rows)
{
    desk::Totals all;
    for (const auto& row : rows) all.add(row.totals);
    return all;
}

net::Response as_csv(const std::vector<std::vector<std::string>>& rows, const std::string& name)
{
    return net::text(200, csv_of(rows), "text/csv; charset=utf-8")
        .with_header("Content-Disposition", "attachment; filename=\"keydesk-" + name + ".csv\"")
        .with_header("Cache-Control", "no-store");
}

std::string instant(Time time)
{
    return std::to_string(millis(time));
}

/// Open conversations when `hour` began: those of now, less what was added since.
Task<Result<std::int64_t>> backlog_at(
    ReportServices& services, desk::ReportQuery query, std::int64_t hour)
{
    auto now = co_await services.reports.backlog(query.filter, Dimension::none);
    if (!now) co_return fail(now.error());
    query.from_hour = hour;
    query.to_hour = std::max(hour, millis(services.clock.now()) / kMillisAnHour + 1);
    query.measures.clear();
    auto since = co_await services.reports.sums(query);
    if (!since) co_return fail(since.error());
    std::int64_t open = 0;
    for (const auto& [key, n] : *now) open += n;
    co_return open - total_of(*since).of(Count::backlog);
}

Task<Result<FiguresOut>> figures_at(ReportServices& services, desk::ReportQuery query)
{
    query.measures = kUsual;
    auto rows = co_await services.reports.sums(query);
    if (!rows) co_return fail(rows.error());
    auto open = co_await backlog_at(services, query, query.to_hour);
    if (!open) co_return fail(open.error());
    auto out = figures_of(total_of(*rows));
    out.backlog = {*open};
    co_return out;
}

Task<Answer> overview(ReportServices& services, net::Request& request)
{
    auto ask = co_await asked_in(services, request);
    if (!ask) co_return refuse(ask.error());
    auto now = co_await figures_at(services, ask->query);
    if (!now) co_return fail(now.error());
    auto earlier = ask->query;
    earlier.from_hour -= earlier.to_hour - ask->query.from_hour;
    earlier.to_hour = ask->query.from_hour;
    auto then = co_await figures_at(services, earlier);
    if (!then) co_return fail(then.error());
    auto begin = from_millis(earlier.from_hour * kMillisAnHour);
    OverviewOut out{{ask->from, ask->to}, {begin, ask->from}, *now, *then};
    if (!ask->csv) co_return net::json(200, write(out));
    auto heads = figure_heads();
    auto cells = figure_cells(*now), before = figure_cells(*then);
    std::vector<std::vector<std::string>> rows{{"figure", "value", "before"}};
    for (std::size_t i = 0; i < heads.size(); ++i) rows.push_back({heads[i], cells[i], before[i]});
    co_return as_csv(rows, "overview");
}

/// So many units that a plot can still show them.
std::optional<TimeUnit> unit_in(const net::Request& request, const ReportAsk& ask)
{
    auto hours = ask.query.to_hour - ask.query.from_hour;
    auto name = request.query("unit").value_or(
        hours <= 72         ? "hour"
        : hours <= 24 * 120 ? "day"
                            : "week");
    if (name == "hour" && hours <= kMostPoints) return TimeUnit::hour;
    if (name == "day" && hours / 24 <= kMostPoints) return TimeUnit::day;
    if (name == "week") return TimeUnit::week;
    return std::nullopt;
}

struct Unit {
    std::string name;
    std::int64_t hours = 1;
    std::int64_t first = 0;  ///< Hours since 1970 when the unit 0 began.
};

Unit measure_of(TimeUnit unit)
{
    if (unit == TimeUnit::hour) return {"hour", 1, 0};
    if (unit == TimeUnit::day) return {"day", 24, 0};
    return {"week", 168, -72};  // The Monday before 1970.
}

/// Every unit of the range, also those in which nothing happened; the backlog as each ended.
std::vector<PointOut> points_of(
    const ReportAsk& ask, const Unit& unit, const Rows& rows, std::int64_t open)
{
    std::map<std::int64_t, const desk::ReportRow*> known;
    for (const auto& row : rows) known[row.unit] = &row;
    std::vector<PointOut> points;
    for (const auto& span : ask.query.zone.spans(ask.query.from_hour, ask.query.to_hour)) {
        auto end = ask.query.to_hour;
        auto local = (span.from_hour * 60 + span.minutes) / 60;
        for (auto n = (local - unit.first) / unit.hours;; ++n) {
            auto begins = (n * unit.hours + unit.first) * kMillisAnHour - span.minutes * 60'000;
            if (begins >= end * kMillisAnHour) break;
            if (!points.empty() && begins <= millis(points.back().at)) continue;
            auto found = known.find(n);
            PointOut point{from_millis(begins), {}};
            if (found != known.end()) point.figures = figures_of(found->second->totals);
            point.figures.backlog = {
                found != known.end() ? found->second->totals.of(Count::backlog) : 0};
            points.push_back(std::move(point));
        }
    }
    for (auto point = points.rbegin(); point != points.rend(); ++point) {
        auto grew = point->figures.backlog.value.value_or(0);
        point->figures.backlog = {open};
        open -= grew;
    }
    return points;
}

Task<Answer> series(ReportServices& services, net::Request& request)
{
    auto ask = co_await asked_in(services, request);
    if (!ask) co_return refuse(ask.error());
    auto unit = unit_in(request, *ask);
    if (!unit) co_return refuse(wrong_fields({{"unit", std::string{problem::not_allowed}}}));
    auto query = ask->query;
    query.unit = *unit;
    query.measures = kUsual;
    auto rows = co_await services.reports.sums(query);
    if (!rows) co_return fail(rows.error());
    auto open = co_await backlog_at(services, ask->query, ask->query.to_hour);
    if (!open) co_return fail(open.error());
    auto measure = measure_of(*unit);
    SeriesOut out{{ask->from, ask->to}, measure.name, points_of(*ask, measure, *rows, *open)};
    if (!ask->csv) co_return net::json(200, write(out));
    auto heads = figure_heads();
    heads.insert(heads.begin(), "at");
    std::vector<std::vector<std::string>> table{heads};
    for (const auto& point : out.points) {
        table.push_back(figure_cells(point.figures));
        table.back().insert(table.back().begin(), instant(point.at));
    }
    co_return as_csv(table, "series");
}

Task<Answer> heat(ReportServices& services, net::Request& request)
{
    auto ask = co_await asked_in(services, request);
    if (!ask) co_return refuse(ask.error());
    auto query = ask->query;
    query.unit = TimeUnit::hour_of_week;
    auto rows = co_await services.reports.sums(query);
    if (!rows) co_return fail(rows.error());
    constexpr std::size_t kWeek = 168;
    HeatOut out{
        {ask->from, ask->to}, std::vector<std::int64_t>(kWeek), std::vector<std::int64_t>(kWeek)};
    for (const auto& row : *rows) {
        auto hour = static_cast<std::size_t>(row.unit);
        if (hour >= kWeek) continue;
        out.opened[hour] += row.totals.of(Count::opened) + row.totals.of(Count::reopened);
        out.messages[hour] += row.totals.of(Count::customer_messages);
    }
    if (!ask->csv) co_return net::json(200, write(out));
    std::vector<std::vector<std::string>> table{{"weekday", "hour", "opened", "messages"}};
    for (std::size_t i = 0; i < kWeek; ++i) {
        table.push_back(
            {std::to_string(i / 24 + 1),
             std::to_string(i % 24),
             std::to_string(out.opened[i]),
             std::to_string(out.messages[i])});
    }
    co_return as_csv(table, "hours");
}

struct Breakdown {
    std::string_view name;
    Dimension dimension;
};
constexpr std::array kBreakdowns{
    Breakdown{"door", Dimension::inbox},
    Breakdown{"inbox", Dimension::inbox},
    Breakdown{"team", Dimension::team},
    Breakdown{"agent", Dimension::agent},
    Breakdown{"case_type", Dimension::case_type},
    Breakdown{"locale", Dimension::locale}};

/// What a key is called; empty where the console knows better (doors, case types, languages).
std::string name_of_key(const desk::ReportNames& names, std::string_view by, const std::string& key)
{
    auto in = [&](const std::map<std::string, std::string>& all) {
        auto found = all.find(key);
        return found == all.end() ? std::string{} : found->second;
    };
    if (by == "team") return in(names.teams);
    if (by == "agent") return in(names.agents);
    auto inbox = names.inboxes.find(key);
    return by == "inbox" && inbox != names.inboxes.end() ? inbox->second.name : std::string{};
}

std::string door_of(const desk::ReportNames& names, const std::string& inbox)
{
    auto found = names.inboxes.find(inbox);
    return found == names.inboxes.end() ? std::string{"gone"} : found->second.kind;
}

Task<Result<std::vector<LineOut>>> lines_by(
    ReportServices& services, desk::ReportQuery query, Breakdown by)
{
    query.by = by.dimension;
    query.measures = kUsual;
    auto rows = co_await services.reports.sums(query);
    if (!rows) co_return fail(rows.error());
    auto open = co_await services.reports.backlog(query.filter, by.dimension);
    if (!open) co_return fail(open.error());
    auto names = co_await services.reports.names();
    if (!names) co_return fail(names.error());
    std::map<std::string, std::pair<desk::Totals, std::int64_t>> sums;
    auto key_of = [&](const std::string& key) {
        return by.name == "door" ? door_of(*names, key) : key;
    };
    for (const auto& row : *rows) sums[key_of(row.key)].first.add(row.totals);
    for (const auto& [key, n] : *open) sums[key_of(key)].second += n;
    std::vector<LineOut> lines;
    for (const auto& [key, sum] : sums) {
        LineOut line{key, name_of_key(*names, by.name, key), figures_of(sum.first), {}};
        line.figures.backlog = {sum.second};
        lines.push_back(std::move(line));
    }
    std::ranges::sort(lines, std::greater{}, [](const LineOut& line) {
        return std::pair{line.figures.opened + line.figures.replies, line.key};
    });
    co_return lines;
}

Task<Answer> breakdown(ReportServices& services, net::Request& request)
{
    auto ask = co_await asked_in(services, request);
    if (!ask) co_return refuse(ask.error());
    auto name = request.query("by").value_or("inbox");
    auto by = std::ranges::find(kBreakdowns, name, &Breakdown::name);
    if (by == kBreakdowns.end()) {
        co_return refuse(wrong_fields({{"by", std::string{problem::not_allowed}}}));
    }
    auto lines = co_await lines_by(services, ask->query, *by);
    if (!lines) co_return fail(lines.error());
    if (!ask->csv) {
        co_return net::json(
            200, write(BreakdownOut{{ask->from, ask->to}, name, std::move(*lines)}));
    }
    auto heads = figure_heads();
    heads.insert(heads.begin(), {name, "name"});
    std::vector<std::vector<std::string>> table{heads};
    for (const auto& line : *lines) {
        table.push_back(figure_cells(line.figures));
        table.back().insert(table.back().begin(), {line.key, line.name});
    }
    co_return as_csv(table, name);
}

Task<Answer> sla(ReportServices& services, net::Request& request)
{
    auto ask = co_await asked_in(services, request);
    if (!ask) co_return refuse(ask.error());
    auto query = ask->query;
    query.measures = {Measure::sla};
    auto rows = co_await services.reports.sums(query);
    if (!rows) co_return fail(rows.error());
    auto spread = total_of(*rows).of(Measure::sla);
    SlaOut out{{ask->from, ask->to}, {}};
    std::vector<std::vector<std::string>> table{{"kind", "met", "warned", "breached"}};
    for (std::size_t kind = 0; kind < desk::kSlaKinds.size(); ++kind) {
        auto of = [&](std::int64_t state) {
            auto found = spread.find(static_cast<std::int64_t>(kind) * 3 + state);
            return found == spread.end() ? 0 : found->second;
        };
        out.items.push_back({std::string{desk::kSlaKinds.at(kind)}, of(0), of(1), of(2), {}});
        auto& line = out.items.back();
        line.share = share_of(line.met, line.met + line.breached);
        table.push_back(
            {line.kind,
             std::to_string(line.met),
             std::to_string(line.warned),
             std::to_string(line.breached)});
    }
    co_return ask->csv ? as_csv(table, "sla") : net::json(200, write(out));
}

Task<Answer> questions(ReportServices& services, net::Request& request)
{
    auto ask = co_await asked_in(services, request);
    if (!ask) co_return refuse(ask.error());
    auto lines = co_await lines_by(services, ask->query, {"case_type", Dimension::case_type});
    if (!lines) co_return fail(lines.error());
    constexpr std::size_t kMost = 50;
    auto misses = co_await services.reports.misses(
        ask->query.from_hour / 24, (ask->query.to_hour + 23) / 24, kMost);
    if (!misses) co_return fail(misses.error());
    auto answered = co_await services.reports.answered_cases();
    if (!answered) co_return fail(answered.error());
    QuestionsOut out{{ask->from, ask->to}, std::move(*lines), {}};
    for (auto& line : out.items) {
        if (*answered) line.article = {(*answered)->contains(line.key)};
    }
    for (auto& miss : *misses) {
        out.misses.push_back({std::move(miss.locale), std::move(miss.words), miss.n});
    }
    if (!ask->csv) co_return net::json(200, write(out));
    std::vector<std::vector<std::string>> table{{"kind", "words", "n", "deflection", "article"}};
    for (const auto& line : out.items) {
        auto article = line.article.value;
        table.push_back(
            {"case_type",
             line.key,
             std::to_string(line.figures.opened + line.figures.reopened),
             line.figures.deflection.value ? std::to_string(*line.figures.deflection.value) : "",
             article ? (*article ? "yes" : "no") : ""});
    }
    for (const auto& miss : out.misses) {
        table.push_back({"search", miss.words, std::to_string(miss.n), "", ""});
    }
    co_return as_csv(table, "questions");
}

}  // namespace

void add_report_routes(Routes& routes, ReportServices& services)
{
    using Show = Task<Answer> (*)(ReportServices&, net::Request&);
    auto show = [&](std::string_view name, Show act) {
        routes.on(
            net::Method::get,
            "/api/v1/reports/" + std::string{name},
            desk::Permission::reports_read,
            [&services, act](net::Request& request, const Caller&) {
                return act(services, request);
            });
    };
    show("overview", overview);
    show("series", series);
    show("hours", heat);
    show("breakdown", breakdown);
    show("sla", sla);
    show("questions", questions);
}

}  // namespace keydesk::api
