#pragma once

#include "base/clock.hpp"
#include "desk/feedback/feedback.hpp"
#include "sql/database.hpp"

namespace keydesk::store {

/// The feedback form's ports in SQL. Lives on the io thread; `database` and `clock` outlive it.
class Feedback final : public desk::Suggestions, public desk::FormDesk {
public:
    Feedback(sql::Database& database, const Clock& clock) : database_{database}, clock_{clock} {}

    Task<Result<desk::Suggestion>> suggest(desk::NewSuggestion suggestion) override;
    Task<Result<std::vector<desk::Suggestion>>> board(std::string voter_hash) override;
    Task<Result<std::vector<desk::Suggestion>>> suggestions() override;
    Task<Result<desk::Suggestion>> edit_suggestion(
        std::string id, desk::SuggestionPatch patch, desk::AuditEntry audit) override;
    Task<Result<std::int64_t>> vote(std::string id, std::string voter_hash, bool on) override;

    Task<Result<desk::Inbox>> form_inbox() override;
    Task<Result<std::vector<desk::AnswerTime>>> answer_times() override;

private:
    sql::Database& database_;
    const Clock& clock_;
};

}  // namespace keydesk::store
