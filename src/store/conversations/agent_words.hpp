#pragma once

#include "desk/conversations/ports.hpp"
#include "sql/connection.hpp"

#include <cstdint>

namespace keydesk::store {

/// An agent's reply or note inside a transaction that somebody else began. For the writer only.
/// Errors: as of desk::Timeline::write; `conflict` kRepeated when its client id is known.
Result<desk::Posted> write_in(
    sql::Connection& db, const desk::AgentMessage& message, Time now, std::int64_t change);

}  // namespace keydesk::store
