// What customers said of the answers they got, and how each inbox asks them.
#include "api/console/report_query.hpp"
#include "api/console/report_shapes.hpp"
#include "api/console/reports.hpp"
#include "api/read_body.hpp"

#include <algorithm>
#include <charconv>

namespace keydesk::api {

namespace {

constexpr std::size_t kPage = 50;
constexpr std::int64_t kLongestDelay = 7 * 24 * 3'600;  // seconds
constexpr std::size_t kMostRows = 5'000;                // Of a CSV.

struct RatingOut {
    std::string id, conversation;
    std::int64_t number = 0;
    std::string customer, agent;
    std::int64_t score = 0;
    std::vector<std::string> reasons;
    std::string comment;
    Time at{};
    OrNull<std::string> followed_by;
};
BOOST_DESCRIBE_STRUCT(
    RatingOut,
    (),
    (id, conversation, number, customer, agent, score, reasons, comment, at, followed_by))

struct RatingList {
    std::vector<RatingOut> items;
    OrNull<std::string> next;
};
BOOST_DESCRIBE_STRUCT(RatingList, (), (items, next))

struct SettingsOut {
    std::string inbox, name, kind;
    bool enabled = true;
    std::int64_t delay_seconds = 0;
};
BOOST_DESCRIBE_STRUCT(SettingsOut, (), (inbox, name, kind, enabled, delay_seconds))

struct SettingsList {
    std::vector<SettingsOut> items;
};
BOOST_DESCRIBE_STRUCT(SettingsList, (), (items))

struct SettingsIn {
    bool enabled = true;
    std::int64_t delay_seconds = 0;
};
BOOST_DESCRIBE_STRUCT(SettingsIn, (), (enabled, delay_seconds))

RatingOut out_of(desk::Rating r)
{
    RatingOut out{
        .id = std::move(r.id),
        .conversation = std::move(r.conversation),
        .number = r.number,
        .customer = std::move(r.customer_name),
        .agent = std::move(r.agent),
        .score = r.score,
        .reasons = std::move(r.reasons),
        .comment = std::move(r.comment),
        .at = r.at,
        .followed_by = {}};
    if (!r.followed_by.empty()) out.followed_by = {std::move(r.followed_by)};
    return out;
}

Task<Answer> summary(ReportServices& services, net::Request& request)
{
    auto ask = read_report_ask(request, services.clock.now());
    if (!ask) co_return refuse(ask.error());
    auto query = ask->query;
    query.measures = {desk::Measure::score, desk::Measure::reason};
    auto rows = co_await services.reports.sums(query);
    if (!rows) co_return fail(rows.error());
    desk::Totals all;
    for (const auto& row : *rows) all.add(row.totals);
    auto figures = figures_of(all);
    CsatOut out{
        .range = {ask->from, ask->to},
        .asked = figures.csat_asked,
        .rated = figures.csat_rated,
        .average = figures.csat_average,
        .content = figures.csat_content,
        .answered = share_of(figures.csat_rated, figures.csat_asked),
        .scores = std::vector<std::int64_t>(5),
        .reasons = {}};
    for (const auto& [score, n] : all.of(desk::Measure::score)) {
        if (score >= 1 && score <= 5) out.scores[static_cast<std::size_t>(score - 1)] = n;
    }
    for (const auto& [place, n] : all.of(desk::Measure::reason)) {
        bool known = n > 0 && place < static_cast<std::int64_t>(desk::kReasons.size());
        if (!known) continue;
        out.reasons.push_back({std::string{desk::kReasons.at(static_cast<std::size_t>(place))}, n});
    }
    std::ranges::sort(out.reasons, std::greater{}, &NamedCount::n);
    co_return net::json(200, write(out));
}

Task<Answer> ratings_csv(ReportServices& services, ReportAsk ask, bool low)
{
    auto page = co_await services.csat.ratings(ask.from, ask.to, low, {}, kMostRows);
    if (!page) co_return fail(page.error());
    std::vector<std::vector<std::string>> table{
        {"at", "number", "customer", "agent", "score", "reasons", "comment", "followed_by"}};
    for (const auto& r : page->items) {
        std::string reasons;
        for (const auto& reason : r.reasons) reasons += (reasons.empty() ? "" : " ") + reason;
        table.push_back(
            {std::to_string(millis(r.at)),
             std::to_string(r.number),
             r.customer_name,
             r.agent,
             std::to_string(r.score),
             reasons,
             r.comment,
             r.followed_by});
    }
    co_return net::text(200, csv_of(table), "text/csv; charset=utf-8")
        .with_header("Content-Disposition", "attachment; filename=\"keydesk-ratings.csv\"")
        .with_header("Cache-Control", "no-store");
}

Task<Answer> ratings(ReportServices& services, net::Request& request)
{
    auto ask = read_report_ask(request, services.clock.now());
    if (!ask) co_return refuse(ask.error());
    bool low = request.query("low").value_or("") == "1";
    if (ask->csv) co_return co_await ratings_csv(services, std::move(*ask), low);
    auto after = request.query("after").value_or("");
    auto page = co_await services.csat.ratings(ask->from, ask->to, low, after, kPage);
    if (!page) co_return fail(page.error());
    RatingList out;
    for (auto& one : page->items) out.items.push_back(out_of(std::move(one)));
    if (!page->next.empty()) out.next = {std::move(page->next)};
    co_return net::json(200, write(out));
}

Task<Answer> follow_up(ReportServices& services, net::Request& request, std::string agent)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto done = co_await services.csat.follow_up(*id, std::move(agent));
    if (!done) co_return fail(done.error());
    co_return net::empty();
}

Task<Answer> settings(ReportServices& services)
{
    auto all = co_await services.csat.settings();
    if (!all) co_return fail(all.error());
    SettingsList out;
    for (auto& one : *all) {
        out.items.push_back(
            {std::move(one.inbox),
             std::move(one.name),
             std::move(one.kind),
             one.enabled,
             one.delay_seconds});
    }
    co_return net::json(200, write(out));
}

Task<Answer> change_settings(ReportServices& services, net::Request& request)
{
    auto inbox = request.params.uuid("inbox");
    if (!inbox) co_return fail(inbox.error());
    auto in = co_await read_body<SettingsIn>(request, 1'024);
    if (!in) co_return refuse(in.error());
    if (in->delay_seconds < 0 || in->delay_seconds > kLongestDelay) {
        co_return refuse(wrong_fields({{"delay_seconds", std::string{problem::out_of_range}}}));
    }
    auto done = co_await services.csat.change_settings(*inbox, in->enabled, in->delay_seconds);
    if (!done) co_return fail(done.error());
    co_return net::empty();
}

}  // namespace

void add_csat_routes(Routes& routes, ReportServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    routes.on(
        get, "/api/v1/reports/csat", reports_read, [&services](net::Request& r, const Caller&) {
            return summary(services, r);
        });
    routes.on(
        get, "/api/v1/csat/ratings", reports_read, [&services](net::Request& r, const Caller&) {
            return ratings(services, r);
        });
    routes.on(
        post,
        "/api/v1/csat/ratings/:id/follow_up",
        reports_read,
        [&services](net::Request& r, const Caller& caller) {
            return follow_up(services, r, caller.agent);
        });
    routes.on(
        get, "/api/v1/csat/settings", reports_read, [&services](net::Request&, const Caller&) {
            return settings(services);
        });
    routes.on(
        put,
        "/api/v1/csat/settings/:inbox",
        inboxes_edit,
        [&services](net::Request& r, const Caller&) { return change_settings(services, r); });
}

}  // namespace keydesk::api
