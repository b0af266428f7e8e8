#pragma once

#include "api/problem.hpp"
#include "desk/reports/reports.hpp"
#include "net/message.hpp"

#include <expected>
#include <string>

namespace keydesk::api {

/// What somebody asks of a report, as its address says it.
struct ReportAsk {
    desk::ReportQuery query;  ///< Without `by`, `unit` and `measures`.
    Time from{}, to{};        ///< Whole hours.
    std::string door;         ///< A kind of inbox; empty: all.
    bool csv = false;
};

/// `from`, `to` (milliseconds; the last 28 days), `zone`, `inbox` (may repeat), `door`, `team`,
/// `agent`, `case_type`, `locale` ("none": those without), `format`.
std::expected<ReportAsk, Refusal> read_report_ask(const net::Request& request, Time now);

}  // namespace keydesk::api
