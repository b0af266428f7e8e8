#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/conversations/nouns.hpp"
#include "desk/diagnosis/diagnosis.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::desk {

/// Knows the chains. Implemented in chains/.
class Diagnoser {
public:
    virtual ~Diagnoser() = default;

    /// What a customer may have meant, in the order of the text. Pure and quick.
    virtual std::vector<Subject> subjects(std::string_view text) const = 0;

    /// Asks the chains, at most a few seconds. What could not be learned lowers the confidence of
    /// the answer; it is no error. `memory` is what was kept of it, if anything was.
    virtual Task<Diagnosis> explain(Subject subject, std::vector<Memory> memory) = 0;

    /// Whether every node is on this machine or in a private network, so that nobody else hears
    /// what is asked.
    virtual bool only_own_nodes() const = 0;
};

/// A subject of a conversation, followed until nothing more is to be learned.
struct Case {
    std::string id, conversation, customer;
    std::string message;  ///< The customer's that named it; empty when an agent asked.
    Subject asked;
    std::string chain;  ///< Where it was found; empty: nowhere yet.
    std::string state;  ///< As Diagnosis::state, or "asking" before the first answer.
    std::string cause;
    std::string body;  ///< json_of(Diagnosis) as text; empty while asking.
    std::int64_t looks = 0;
    bool following = true;
    Time created_at{}, updated_at{};
};

/// What a look at a case brought.
struct Look {
    std::string id;
    std::string chain, state, cause, body;
    bool news = false;  ///< People are told: an entry in the conversation's timeline.
    std::optional<Memory> memory;
    std::optional<Time> due;  ///< The next look; nothing: the last one.
    std::int64_t looks = 0;
};

/// How far the watch of a chain has come.
struct ChainCursor {
    std::int64_t height = -1;
    std::string hash;
};

/// The store's side of diagnoses; every call is one transaction.
class Cases {
public:
    virtual ~Cases() = default;

    /// Opens a case for each subject that the conversation does not have yet, and brings up again
    /// those it has. Returns all of them. `message`: the customer's that is the reason; may be
    /// empty. Errors: `not_found`.
    virtual Task<Result<std::vector<Case>>> open_cases(
        std::string conversation,
        std::string message,
        std::vector<Subject> subjects,
        Happening& told) = 0;
    /// Those whose time has come, longest due first.
    virtual Task<Result<std::vector<Case>>> due(std::size_t limit) = 0;
    /// When the next one is due; nothing when none is.
    virtual Task<Result<std::optional<Time>>> next_due() = 0;
    /// What is remembered under this id, on whatever chain.
    virtual Task<Result<std::vector<Memory>>> memories(std::string id) = 0;
    virtual Task<Result<Happening>> settle(Look look) = 0;
    /// Newest first. Errors: `not_found` (case_by_id).
    virtual Task<Result<std::vector<Case>>> cases_of(std::string conversation) = 0;
    virtual Task<Result<Case>> case_by_id(std::string id) = 0;

    /// The transactions of open cases on this chain.
    virtual Task<Result<std::vector<Memory>>> watched(std::string chain) = 0;
    virtual Task<Result<ChainCursor>> cursor(std::string chain) = 0;
    /// Makes cases of these transactions due and moves the cursor, together.
    virtual Task<Result<void>> stir(
        std::string chain, std::vector<std::string> ids, ChainCursor cursor) = 0;
    /// Makes every open case of the chain due: the watch was away too long.
    virtual Task<Result<void>> stir_all(std::string chain, ChainCursor cursor) = 0;
};

}  // namespace keydesk::desk
