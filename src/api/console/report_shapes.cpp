#include "api/console/report_shapes.hpp"

#include <cmath>

namespace keydesk::api {

using desk::Count;
using desk::Measure;

namespace {

/// Milliseconds are not known that well: a tenth of a second is plenty.
OrNull<double> rounded(std::optional<double> number, double steps = 10)
{
    if (!number) return {};
    return {std::round(*number * steps) / steps};
}

template <class T>
std::string cell(const T& value)
{
    std::string out;
    wire::put(out, value);
    return out == "null" ? std::string{} : out;
}

}  // namespace

OrNull<double> share_of(std::int64_t part, std::int64_t whole)
{
    if (whole <= 0) return {};
    return rounded(static_cast<double>(part) / static_cast<double>(whole), 10'000);
}

FiguresOut figures_of(const desk::Totals& t)
{
    FiguresOut out{
        .opened = t.of(Count::opened),
        .reopened = t.of(Count::reopened),
        .customer_messages = t.of(Count::customer_messages),
        .replies = t.of(Count::replies),
        .automatic = t.of(Count::automatic),
        .resolved = t.of(Count::resolved),
        .deflected = t.of(Count::deflected),
        .sla_met = t.of(Count::sla_met),
        .sla_warned = t.of(Count::sla_warned),
        .sla_breached = t.of(Count::sla_breached),
        .csat_asked = t.of(Count::csat_asked)};
    const auto& first = t.of(Measure::first_answer);
    const auto& resolve = t.of(Measure::resolve);
    const auto& scores = t.of(Measure::score);
    out.deflection = share_of(out.deflected, out.resolved);
    out.first_answers = desk::count_of(first);
    out.first_median = rounded(desk::quantile(first, 0.5));
    out.first_p90 = rounded(desk::quantile(first, 0.9));
    out.resolve_median = rounded(desk::quantile(resolve, 0.5));
    out.resolve_p90 = rounded(desk::quantile(resolve, 0.9));
    out.sla = share_of(out.sla_met, out.sla_met + out.sla_breached);
    out.csat_rated = desk::count_of(scores);
    std::int64_t sum = 0, content = 0;
    for (const auto& [score, n] : scores) {
        sum += score * n;
        if (score >= 4) content += n;
    }
    out.csat_content = share_of(content, out.csat_rated);
    out.csat_average = share_of(sum, out.csat_rated);
    return out;
}

std::string csv_of(const std::vector<std::vector<std::string>>& rows)
{
    std::string out = "\xEF\xBB\xBF";
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) out += ',';
            std::string text = row[i];
            // A number may begin with its sign; a text with one could be a formula.
            bool number = text.find_first_not_of("-0123456789.") == std::string::npos;
            bool formula = !text.empty() && !number &&
                           std::string_view{"=+-@\t\r"}.find(text[0]) != std::string_view::npos;
            if (formula) text.insert(0, "'");
            bool quoted = text.find_first_of(",\"\r\n") != std::string::npos || formula;
            if (!quoted) {
                out += text;
                continue;
            }
            out += '"';
            for (char c : text) {
                if (c == '"') out += '"';
                out += c;
            }
            out += '"';
        }
        out += "\r\n";
    }
    return out;
}

std::vector<std::string> figure_heads()
{
    std::vector<std::string> heads;
    boost::mp11::mp_for_each<wire::Members<FiguresOut>>(
        [&](auto member) { heads.emplace_back(member.name); });
    return heads;
}

std::vector<std::string> figure_cells(const FiguresOut& figures)
{
    std::vector<std::string> cells;
    boost::mp11::mp_for_each<wire::Members<FiguresOut>>(
        [&](auto member) { cells.push_back(cell(figures.*member.pointer)); });
    return cells;
}

}  // namespace keydesk::api
