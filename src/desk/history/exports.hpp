#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The desk's own data for somebody else's program: rows of named cells, page by page.
namespace keydesk::desk {

struct Cell {
    std::string text;
    enum class Kind { text, number, null, json } kind = Kind::text;
};

using ExportRow = std::vector<Cell>;

struct ExportQuery {
    std::string what;  ///< conversations customers messages
    std::optional<Time> since, until;
    std::string inbox, customer;
};

struct ExportPage {
    std::vector<ExportRow> rows;
    std::optional<std::string> next;  ///< Cursor; nothing: that was all.
};

class ExportStore {
public:
    virtual ~ExportStore() = default;
    /// Names of the cells; empty when there is no such export.
    virtual std::vector<std::string> columns(std::string_view what) const = 0;
    virtual Task<Result<ExportPage>> page(ExportQuery query, std::string after) = 0;
};

/// A line of CSV (RFC 4180). A text that a spreadsheet would take for a formula gets a ' before it.
std::string csv_line(const ExportRow& row);
/// The line of names.
std::string csv_head(const std::vector<std::string>& columns);
/// An object on a line of its own.
std::string json_line(const std::vector<std::string>& columns, const ExportRow& row);

}  // namespace keydesk::desk
