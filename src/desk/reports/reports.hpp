#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/reports/asker_clock.hpp"
#include "desk/reports/spread.hpp"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What a report asks and is told. docs/reports.md says what each number means.
namespace keydesk::desk {

/// What is counted. Spelled as on the wire and in the database.
enum class Count : std::uint8_t {
    opened,
    reopened,
    customer_messages,
    replies,
    automatic,
    resolved,
    deflected,
    sla_met,
    sla_warned,
    sla_breached,
    csat_asked,
    backlog,  ///< By how much it grew.
};
inline constexpr std::size_t kCounts = 12;
inline constexpr std::array<std::string_view, kCounts> kCountNames{
    "opened",
    "reopened",
    "customer_messages",
    "replies",
    "automatic",
    "resolved",
    "deflected",
    "sla_met",
    "sla_warned",
    "sla_breached",
    "csat_asked",
    "backlog"};

/// What is spread over buckets.
enum class Measure : std::uint8_t { first_answer, resolve, score, reason, sla };
inline constexpr std::size_t kMeasures = 5;

/// Service levels in Measure::sla: kind · 3 + state.
inline constexpr std::array<std::string_view, 3> kSlaKinds{"first", "next", "resolve"};
inline constexpr std::array<std::string_view, 3> kSlaStates{"met", "warning", "breached"};

/// Why a customer was content or not; the place in this list is the bucket.
inline constexpr std::array<std::string_view, 8> kReasons{
    "solved", "not_solved", "fast", "slow", "friendly", "unfriendly", "clear", "unclear"};

struct Totals {
    std::array<std::int64_t, kCounts> counts{};
    std::array<Spread, kMeasures> spreads{};

    std::int64_t of(Count what) const { return counts.at(static_cast<std::size_t>(what)); }
    const Spread& of(Measure what) const { return spreads.at(static_cast<std::size_t>(what)); }
    void add(const Totals& more)
    {
        for (std::size_t i = 0; i < kCounts; ++i) counts[i] += more.counts[i];
        for (std::size_t i = 0; i < kMeasures; ++i) merge(spreads[i], more.spreads[i]);
    }
};

enum class Dimension : std::uint8_t { none, inbox, team, agent, case_type, locale };
enum class TimeUnit : std::uint8_t { none, hour, day, week, hour_of_week };

/// Absent: all. An empty text is "none of them" (no team, nobody's, no case type).
struct ReportFilter {
    std::optional<std::vector<std::string>> inboxes;
    std::optional<std::string> team, agent, case_type, locale;
};

struct ReportQuery {
    std::int64_t from_hour = 0, to_hour = 0;  ///< Hours since 1970 (UTC), half open.
    ReportFilter filter;
    Dimension by = Dimension::none;
    TimeUnit unit = TimeUnit::none;
    AskerClock zone;
    std::vector<Measure> measures;
};

/// A line of the answer: which key of the dimension, which unit of the asker's time.
struct ReportRow {
    std::string key;
    std::int64_t unit = 0;     ///< Of his clock: hours, days, weeks since 1970; hour of the week.
    std::int64_t minutes = 0;  ///< His clock's offset then.
    Totals totals;
};

struct InboxName {
    std::string name, kind;
};
/// What keys are called.
struct ReportNames {
    std::map<std::string, InboxName> inboxes;
    std::map<std::string, std::string> teams, agents;
};

struct SearchMiss {
    std::string locale, words;
    std::int64_t n = 0;
};

class Reports {
public:
    virtual ~Reports() = default;
    virtual Task<Result<std::vector<ReportRow>>> sums(ReportQuery query) = 0;
    /// Conversations not resolved now, by key of the dimension.
    virtual Task<Result<std::map<std::string, std::int64_t>>> backlog(
        ReportFilter filter, Dimension by) = 0;
    virtual Task<Result<ReportNames>> names() = 0;
    /// Case types that the help centre answers in some language; nothing when there is none.
    virtual Task<Result<std::optional<std::set<std::string>>>> answered_cases() = 0;
    virtual Task<Result<std::vector<SearchMiss>>> misses(
        std::int64_t from_day, std::int64_t to_day, std::size_t limit) = 0;
};

}  // namespace keydesk::desk
