#pragma once

#include "sql/connection.hpp"

#include <cstdint>
#include <string>

/// The full-text index: tokens by message position. It keeps no text of its own, so to take a
/// message out one must say what was put in.
namespace keydesk::store {

Result<void> index(sql::Connection& db, std::int64_t position, const std::string& body);
Result<void> unindex(sql::Connection& db, std::int64_t position, const std::string& body);

}  // namespace keydesk::store
