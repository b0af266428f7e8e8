#pragma once

#include "base/clock.hpp"
#include "desk/channels/ports.hpp"
#include "sql/database.hpp"
#include "store/store.hpp"

#include <string>
#include <vector>

namespace keydesk::store {

/// For the writer: the thread came with a token that leads to a conversation. A token that is
/// unknown, over, used or somebody else's leads nowhere, and nobody is told why.
Result<void> follow_link(
    sql::Connection& db,
    const desk::DoorThread& thread,
    const desk::Person& person,
    const std::string& token_hash,
    Time now);

struct Joining {
    std::string from, into, reason;
    desk::Face agent;
};

/// For the writer: leads every thread of a conversation into another one; returns the last join.
/// Errors: `conflict` when both customers are verified and two; `invalid_input` without a thread.
Result<std::string> join_in(
    sql::Connection& db,
    Store& store,
    const Joining& what,
    Time now,
    std::vector<desk::Happening>& told);

/// For the writer: leads a thread back. Errors: `not_found`; `conflict` (undone before).
Result<std::vector<desk::Happening>> part_in(
    sql::Connection& db, Store& store, const std::string& join, const desk::Face& agent, Time now);

/// desk::Joins in SQL. Lives on the io thread; everything given must outlive it.
class Joins final : public desk::Joins {
public:
    Joins(sql::Database& database, Store& store, const Clock& clock)
        : database_{database},
          store_{store},
          clock_{clock}
    {
    }

    Task<Result<std::vector<desk::Related>>> related(std::string conversation) override;
    Task<Result<std::string>> join(
        std::string from,
        std::string into,
        std::string reason,
        desk::Face agent,
        std::vector<desk::Happening>& told) override;
    Task<Result<std::vector<desk::Happening>>> undo(std::string join, desk::Face agent) override;
    Task<Result<std::vector<desk::Join>>> joins_of(std::string conversation) override;

private:
    sql::Database& database_;
    Store& store_;
    const Clock& clock_;
};

}  // namespace keydesk::store
