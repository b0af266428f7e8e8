#pragma once

#include "base/clock.hpp"
#include "desk/queue/ports.hpp"
#include "sql/connection.hpp"
#include "store/conversations/redaction.hpp"

#include <string>
#include <vector>

/// The queue inside a transaction. For the writer only.
namespace keydesk::store {

/// Puts the conversation into the queue or takes it out, as its state asks for, and notes who has
/// had it from when to when. Doing it again changes nothing. `returned`: it goes to the front.
/// Says whether anything moved.
Result<bool> settle_in(
    sql::Connection& db, const std::string& conversation, Time now, bool returned = false);

/// Gives it to the agent. `by_hand`: he took it himself.
/// Errors: `conflict` "taken", "at capacity"; `not_found`.
Result<void> give_in(Writing& writing, const desk::Face& agent, bool by_hand);

/// Conversations that are the agent's and open.
Result<int> load_in(sql::Connection& db, const std::string& agent);

Result<std::vector<desk::Standing>> line_in(sql::Connection& db, std::int64_t limit);

/// Agents who are connected, with what they can do, whether they take anybody now, and how much
/// they have. `agent` empty: all of them.
Result<std::vector<desk::Seat>> seats_in(
    sql::Connection& db, const desk::QueueBook& book, Time now, const std::string& agent = {});

}  // namespace keydesk::store
