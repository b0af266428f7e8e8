#include "desk/history/exports.hpp"

#include <boost/json.hpp>

namespace keydesk::desk {

namespace {

/// OWASP, CSV injection: what a cell must not begin with.
constexpr std::string_view kFormula = "=+-@\t\r";

void put_cell(std::string& out, const Cell& cell)
{
    if (cell.kind == Cell::Kind::null) return;
    if (cell.kind == Cell::Kind::number) {
        out += cell.text;
        return;
    }
    bool formula = !cell.text.empty() && kFormula.find(cell.text.front()) != kFormula.npos;
    bool quoted = formula || cell.text.find_first_of("\",\r\n;\t") != std::string::npos ||
                  (!cell.text.empty() && (cell.text.front() == ' ' || cell.text.back() == ' '));
    if (!quoted) {
        out += cell.text;
        return;
    }
    out += '"';
    if (formula) out += '\'';
    for (char c : cell.text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

}  // namespace

std::string csv_line(const ExportRow& row)
{
    std::string out;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (i > 0) out += ',';
        put_cell(out, row[i]);
    }
    return out + "\r\n";
}

std::string csv_head(const std::vector<std::string>& columns)
{
    ExportRow row;
    for (const auto& name : columns) row.push_back({name});
    // With this mark spreadsheets read Chinese as what it is.
    return "\xEF\xBB\xBF" + csv_line(row);
}

std::string json_line(const std::vector<std::string>& columns, const ExportRow& row)
{
    boost::json::object out;
    for (std::size_t i = 0; i < columns.size() && i < row.size(); ++i) {
        const auto& cell = row[i];
        boost::system::error_code broken;
        switch (cell.kind) {
            case Cell::Kind::null:
                out[columns[i]] = nullptr;
                break;
            case Cell::Kind::text:
                out[columns[i]] = cell.text;
                break;
            case Cell::Kind::number:
            case Cell::Kind::json:
                out[columns[i]] = boost::json::parse(cell.text, broken);
                break;
        }
    }
    return boost::json::serialize(out) + "\n";
}

}  // namespace keydesk::desk
