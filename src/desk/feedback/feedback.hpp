#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/accounts/audit.hpp"
#include "desk/conversations/ports.hpp"
#include "guard/guard.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The feedback form: problems become conversations, suggestions go to the product board.
namespace keydesk::desk {

inline constexpr std::array<std::string_view, 5> kSuggestionStates{
    "open", "planned", "in_progress", "done", "declined"};

struct Suggestion {
    std::string id;
    std::int64_t number = 0;
    std::string title, body, locale;
    std::string contact;  ///< As given, unconfirmed; for agents only.
    std::string status;   ///< One of kSuggestionStates.
    bool published = false;
    std::int64_t votes = 0;
    bool voted = false;  ///< By the browser that asks.
    Time created_at{}, changed_at{};
};

struct NewSuggestion {
    std::string client_id;  ///< UUID made by the browser.
    guard::SafeText title, body;
    std::string locale, contact;
    std::string voter_hash;  ///< Who suggests it votes for it.
};

struct SuggestionPatch {
    std::optional<guard::SafeText> title, body;
    std::optional<std::string> status;
    std::optional<bool> published;
};

class Suggestions {
public:
    virtual ~Suggestions() = default;
    /// Nobody sees it until an agent has published it. A repeat of client_id changes nothing.
    virtual Task<Result<Suggestion>> suggest(NewSuggestion suggestion) = 0;
    /// The published ones, most wanted first; at most 200.
    virtual Task<Result<std::vector<Suggestion>>> board(std::string voter_hash) = 0;
    /// For agents: all, newest first; at most 500.
    virtual Task<Result<std::vector<Suggestion>>> suggestions() = 0;
    /// Errors: `not_found`.
    virtual Task<Result<Suggestion>> edit_suggestion(
        std::string id, SuggestionPatch patch, AuditEntry audit) = 0;
    /// One vote a browser. Returns the votes there are now. Errors: `not_found`, also while it is
    /// not published.
    virtual Task<Result<std::int64_t>> vote(std::string id, std::string voter_hash, bool on) = 0;
};

/// How long a first answer took in an inbox, lately.
struct AnswerTime {
    std::string inbox;  ///< id
    std::chrono::seconds median{0};
    std::int64_t answered = 0;  ///< Conversations that were counted.
};

class FormDesk {
public:
    virtual ~FormDesk() = default;
    /// The open inbox of kind `form`; the first one is made when there has never been any.
    /// Errors: `not_found` when all are closed.
    virtual Task<Result<Inbox>> form_inbox() = 0;
    /// Of the last thirty days; inboxes without an answer are absent.
    virtual Task<Result<std::vector<AnswerTime>>> answer_times() = 0;
};

}  // namespace keydesk::desk
