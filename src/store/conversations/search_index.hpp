#pragma once

#include "sql/connection.hpp"
#include "text/segment.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// The full-text index: tokens by message position. It keeps no text of its own, so to take a
/// message out one must say what was put in.
namespace keydesk::store {

Result<void> index(sql::Connection& db, std::int64_t position, const std::string& body);
Result<void> unindex(sql::Connection& db, std::int64_t position, const std::string& body);

/// What somebody may have meant who found nothing: words of the index one letter away, simplified
/// characters for traditional ones, a run of Chinese as its words.
Result<std::vector<text::Term>> respelt(sql::Connection& db, const std::string& words);

}  // namespace keydesk::store
