#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace keydesk::sql {

/// A value that goes in or comes out: NULL, an integer or UTF-8 text. Times are integers
/// (milliseconds), truths are 0 and 1.
class Value {
public:
    Value() = default;
    Value(std::nullptr_t) {}
    Value(std::int64_t number) : value_{number} {}
    Value(int number) : value_{std::int64_t{number}} {}
    Value(bool truth) : value_{std::int64_t{truth ? 1 : 0}} {}
    Value(std::string text) : value_{std::move(text)} {}
    Value(std::string_view text) : value_{std::string{text}} {}
    Value(const char* text) : value_{std::string{text}} {}
    template <class T>
    Value(const std::optional<T>& maybe)
    {
        if (maybe) *this = Value{*maybe};
    }

    bool null() const noexcept { return std::holds_alternative<std::monostate>(value_); }
    const std::int64_t* as_number() const noexcept { return std::get_if<std::int64_t>(&value_); }
    const std::string* as_text() const noexcept { return std::get_if<std::string>(&value_); }

private:
    std::variant<std::monostate, std::int64_t, std::string> value_;
};

/// One row of an answer; columns count from 0 in the order of the SELECT.
class Row {
public:
    explicit Row(std::vector<Value> values) : values_{std::move(values)} {}

    /// NULL reads as empty or zero; ask `null` or `maybe_…` where the difference matters.
    std::string text(std::size_t column) const;
    std::int64_t number(std::size_t column) const;
    bool truth(std::size_t column) const { return number(column) != 0; }
    bool null(std::size_t column) const { return values_.at(column).null(); }
    std::optional<std::string> maybe_text(std::size_t column) const;
    std::optional<std::int64_t> maybe_number(std::size_t column) const;

private:
    std::vector<Value> values_;
};

using Rows = std::vector<Row>;

/// One open database session. It blocks, and it never leaves the thread that lent it:
/// whoever holds a Connection& is allowed to wait, and nobody else is.
class Connection {
public:
    virtual ~Connection() = default;

    /// Places in `text` are $1, $2 …; a statement is prepared once and kept.
    /// Errors: `conflict` (unique or foreign key), `unavailable` (disk full, busy, read-only,
    /// damaged), `internal` (bad SQL).
    virtual Result<Rows> query(std::string_view text, std::initializer_list<Value> values = {}) = 0;

    /// As `query`, for values that are put together at run time.
    virtual Result<Rows> query(std::string_view text, const std::vector<Value>& values) = 0;

    /// Runs several statements without places: migrations, pragmas.
    virtual Result<void> script(const std::string& text) = 0;

    /// Rows changed by the last statement.
    virtual std::int64_t changes() const = 0;
};

/// Opens a SQLite file. `read_only` sessions never write or checkpoint (the writer alone does:
/// Debian's SQLite 3.40 can lose commits when two sessions checkpoint at once).
/// Errors: `unavailable` (no such file, not a database, no right to it).
Result<std::unique_ptr<Connection>> open_sqlite(const std::string& path, bool read_only);

}  // namespace keydesk::sql
