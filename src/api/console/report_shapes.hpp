#pragma once

#include "api/wire.hpp"
#include "desk/reports/reports.hpp"

#include <string>
#include <vector>

/// What a report looks like on the wire.
namespace keydesk::api {

/// Rates are shares from 0 to 1, times seconds; null: there was nothing to divide by.
struct FiguresOut {
    std::int64_t opened = 0, reopened = 0, customer_messages = 0, replies = 0, automatic = 0,
                 resolved = 0, deflected = 0;
    OrNull<double> deflection;
    std::int64_t first_answers = 0;
    OrNull<double> first_median, first_p90;
    OrNull<double> resolve_median, resolve_p90;
    std::int64_t sla_met = 0, sla_warned = 0, sla_breached = 0;
    OrNull<double> sla;
    std::int64_t csat_asked = 0, csat_rated = 0;
    OrNull<double> csat_average, csat_content;  ///< Content: a 4 or a 5.
    OrNull<std::int64_t> backlog;
};
BOOST_DESCRIBE_STRUCT(
    FiguresOut,
    (),
    (opened,
     reopened,
     customer_messages,
     replies,
     automatic,
     resolved,
     deflected,
     deflection,
     first_answers,
     first_median,
     first_p90,
     resolve_median,
     resolve_p90,
     sla_met,
     sla_warned,
     sla_breached,
     sla,
     csat_asked,
     csat_rated,
     csat_average,
     csat_content,
     backlog))

struct RangeOut {
    Time from{}, to{};
};
BOOST_DESCRIBE_STRUCT(RangeOut, (), (from, to))

struct OverviewOut {
    RangeOut range, before;
    FiguresOut now, then;
};
BOOST_DESCRIBE_STRUCT(OverviewOut, (), (range, before, now, then))

struct PointOut {
    Time at{};
    FiguresOut figures;
};
BOOST_DESCRIBE_STRUCT(PointOut, (), (at, figures))

struct SeriesOut {
    RangeOut range;
    std::string unit;
    std::vector<PointOut> points;
};
BOOST_DESCRIBE_STRUCT(SeriesOut, (), (range, unit, points))

struct HeatOut {
    RangeOut range;
    std::vector<std::int64_t> opened, messages;  ///< 168 each: from Monday 0:00.
};
BOOST_DESCRIBE_STRUCT(HeatOut, (), (range, opened, messages))

struct LineOut {
    std::string key, name;
    FiguresOut figures;
    OrNull<bool> article;
};
BOOST_DESCRIBE_STRUCT(LineOut, (), (key, name, figures, article))

struct BreakdownOut {
    RangeOut range;
    std::string by;
    std::vector<LineOut> items;
};
BOOST_DESCRIBE_STRUCT(BreakdownOut, (), (range, by, items))

struct NamedCount {
    std::string key;
    std::int64_t n = 0;
};
BOOST_DESCRIBE_STRUCT(NamedCount, (), (key, n))

struct CsatOut {
    RangeOut range;
    std::int64_t asked = 0, rated = 0;
    OrNull<double> average, content, answered;
    std::vector<std::int64_t> scores;  ///< From 1 to 5.
    std::vector<NamedCount> reasons;
};
BOOST_DESCRIBE_STRUCT(
    CsatOut, (), (range, asked, rated, average, content, answered, scores, reasons))

struct SlaLineOut {
    std::string kind;
    std::int64_t met = 0, warned = 0, breached = 0;
    OrNull<double> share;
};
BOOST_DESCRIBE_STRUCT(SlaLineOut, (), (kind, met, warned, breached, share))

struct SlaOut {
    RangeOut range;
    std::vector<SlaLineOut> items;
};
BOOST_DESCRIBE_STRUCT(SlaOut, (), (range, items))

struct MissOut {
    std::string locale, words;
    std::int64_t n = 0;
};
BOOST_DESCRIBE_STRUCT(MissOut, (), (locale, words, n))

struct QuestionsOut {
    RangeOut range;
    std::vector<LineOut> items;
    std::vector<MissOut> misses;
};
BOOST_DESCRIBE_STRUCT(QuestionsOut, (), (range, items, misses))

FiguresOut figures_of(const desk::Totals& totals);
OrNull<double> share_of(std::int64_t part, std::int64_t whole);

/// Rows of text as CSV (RFC 4180) with a byte-order mark, so that spreadsheets read Chinese. What
/// a spreadsheet would take for a formula gets an apostrophe before it.
std::string csv_of(const std::vector<std::vector<std::string>>& rows);
/// Heads and cells of the figures, in the order of FiguresOut.
std::vector<std::string> figure_heads();
std::vector<std::string> figure_cells(const FiguresOut& figures);

}  // namespace keydesk::api
