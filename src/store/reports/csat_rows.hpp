#pragma once

#include "store/conversations/redaction.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

/// Questions and ratings in rows. For the writer only.
namespace keydesk::store {

/// A customer is asked at most once in this time, whatever he writes about.
inline constexpr auto kBetweenAsks = std::chrono::days{7};
/// So long a number that he sends is the answer.
inline constexpr auto kAnswerable = std::chrono::days{7};
/// So long he may think again.
inline constexpr auto kChangeable = std::chrono::hours{24};

struct Ask {
    std::string id, conversation;
    std::int64_t score = 0;  ///< 0: none yet.
    std::string reasons;     ///< JSON list.
};

struct RatingWords {
    std::int64_t score = 0;
    std::vector<std::string> reasons;
    std::string comment;       ///< Guarded.
    std::string message = {};  ///< By which he answered; empty: by the widget.
};

/// The newest question of this conversation that a number would answer now.
Result<std::optional<Ask>> open_ask(
    sql::Connection& db, const std::string& conversation, const std::string& message, Time now);

/// The newest question of this customer that he may answer now, or answer anew.
Result<std::optional<Ask>> ask_of(
    sql::Connection& db, const std::string& customer, const std::string& conversation, Time now);

/// Notes it, tells the agents, and has a low one looked after.
Result<void> record(Writing& writing, const Ask& ask, const RatingWords& words);

/// A question that is not asked yet is not asked any more.
Result<void> unplan(sql::Connection& db, const std::string& conversation);

}  // namespace keydesk::store
