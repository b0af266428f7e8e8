#pragma once

#include "sql/connection.hpp"

#include <span>
#include <string_view>

namespace keydesk::sql {

/// A numbered step of the schema. Numbers rise by one from 1; a released step is never edited.
struct Migration {
    int number;
    std::string_view name;
    std::string_view text;
};

/// Brings the schema up to the last step, each in its own transaction.
/// Errors: `conflict` when the file was written by a newer program or a released step was
/// changed; `unavailable`, `internal` as Connection.
Result<int> migrate(Connection& db, std::span<const Migration> steps, std::int64_t now_ms);

}  // namespace keydesk::sql
