#include "api/console/report_query.hpp"

#include <charconv>

namespace keydesk::api {

namespace {

constexpr auto kMillisAnHour = std::int64_t{3'600'000};
constexpr auto kUsual = std::chrono::days{28};
constexpr auto kLongest = std::chrono::days{366 * 5};
constexpr std::size_t kLongestKey = 64;  // bytes
constexpr std::size_t kMostInboxes = 50;

std::optional<std::int64_t> whole_number(const std::string& text)
{
    std::int64_t number = 0;
    auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    constexpr std::int64_t kLatest = 4'102'444'800'000;  // The year 2100.
    return number < 0 || number > kLatest ? std::nullopt : std::optional{number};
}

/// A moment cut to its hour: sums know no less.
std::int64_t hour_in(const net::Request& request, const char* name, Time otherwise, Faults& faults)
{
    auto text = request.query(name);
    if (!text) return millis(otherwise) / kMillisAnHour;
    auto number = whole_number(*text);
    if (!number) faults.push_back({name, std::string{problem::malformed}});
    return number.value_or(0) / kMillisAnHour;
}

std::optional<std::string> key_in(const net::Request& request, const char* name, Faults& faults)
{
    auto text = request.query(name);
    if (!text || text->empty()) return std::nullopt;
    if (text->size() > kLongestKey) faults.push_back({name, std::string{problem::too_long}});
    return *text == "none" ? std::string{} : *text;
}

}  // namespace

std::expected<ReportAsk, Refusal> read_report_ask(const net::Request& request, Time now)
{
    Faults faults;
    ReportAsk ask;
    // The running hour is part of the report.
    auto end = Time{std::chrono::ceil<std::chrono::hours>(now.time_since_epoch())};
    ask.query.to_hour = hour_in(request, "to", end, faults);
    ask.to = from_millis(ask.query.to_hour * kMillisAnHour);
    ask.query.from_hour = hour_in(request, "from", ask.to - kUsual, faults);
    ask.from = from_millis(ask.query.from_hour * kMillisAnHour);
    if (ask.from >= ask.to || ask.to - ask.from > kLongest) {
        faults.push_back({"from", std::string{problem::out_of_range}});
    }
    if (auto text = request.query("zone")) {
        auto zone = desk::AskerClock::read(*text);
        if (!zone) faults.push_back({"zone", std::string{problem::malformed}});
        if (zone) ask.query.zone = std::move(*zone);
    }
    auto& filter = ask.query.filter;
    for (const auto& [name, value] : request.queries()) {
        if (name != "inbox" || value.empty()) continue;
        if (!filter.inboxes) filter.inboxes.emplace();
        bool fits = value.size() <= kLongestKey && filter.inboxes->size() < kMostInboxes;
        if (!fits) faults.push_back({"inbox", std::string{problem::too_long}});
        if (fits) filter.inboxes->push_back(value);
    }
    ask.door = key_in(request, "door", faults).value_or("");
    filter.team = key_in(request, "team", faults);
    filter.agent = key_in(request, "agent", faults);
    filter.case_type = key_in(request, "case_type", faults);
    filter.locale = key_in(request, "locale", faults);
    auto format = request.query("format").value_or("json");
    ask.csv = format == "csv";
    if (!ask.csv && format != "json") {
        faults.push_back({"format", std::string{problem::not_allowed}});
    }
    if (!faults.empty()) return refuse(wrong_fields(std::move(faults)));
    return ask;
}

}  // namespace keydesk::api
