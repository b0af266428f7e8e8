#pragma once

#include "store/log.hpp"
#include "store/reports/tally_rows.hpp"

#include <vector>

namespace keydesk::store {

/// A conversation from its first message (since it was last resolved) until it is resolved, and
/// where its numbers go. Loaded for one entry and saved after it. For the writer only.
class Episode {
public:
    enum class Phase : std::uint8_t { resolved, open, silent };  ///< silent: nothing was said yet.

    static Result<Episode> load(sql::Connection& db, const LogEntry& entry, SliceBook& book);
    Result<void> save();

    /// Numbers of this hour, in the conversation's team.
    Result<void> add(const std::string& agent, std::vector<Fact> facts);
    /// Somebody else has it now: with him goes the backlog.
    Result<void> move_team(std::string team);
    Result<void> move_agent(std::string agent);
    /// What the episode has counted so far moves to the case type that it turned out to be.
    Result<void> move_case(std::string case_type);
    /// From now on its numbers stay where they are.
    Result<void> settle();
    /// It was none: what opened it is taken back.
    Result<void> take_back();

    /// It began, or begins anew.
    void begin(Time at, bool waits_for_answer);

    Slice slice;  ///< `agent`: who has it.
    Phase phase = Phase::silent;
    std::int64_t began_at = 0;  ///< Milliseconds; 0: no episode.
    bool waits = false;
    std::int64_t replies = 0, answers = 0;

private:
    Episode(sql::Connection& db, const LogEntry& entry, SliceBook& book);

    Result<void> first(const std::string& inbox);
    Result<std::vector<Fact>> facts();
    Result<void> note(const Fact& fact);
    Result<void> move_backlog(const Slice& to);

    sql::Connection* db_;
    SliceBook* book_;
    std::string conversation_;
    std::int64_t hour_;
};

}  // namespace keydesk::store
