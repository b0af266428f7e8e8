#pragma once

#include "base/clock.hpp"
#include "desk/conversations/nouns.hpp"
#include "sql/database.hpp"
#include "store/redaction.hpp"
#include "store/store.hpp"
#include "text/facts.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace keydesk::store {

/// A fact of a conversation, as agents see and correct it.
struct CaseFact {
    std::string id, kind, value;
    std::string message;  ///< Where it was read; empty: an agent said so.
    std::int64_t start = 0, end = 0;
    std::optional<desk::Face> agent;
    Time at{};
};

/// For the writer: adds what is new. What an agent took away does not come back.
Result<void> keep_facts(
    Writing& writing, const std::string& message, const std::vector<text::Fact>& facts);
/// Kind → newest value.
Result<std::map<std::string, std::string>> known_facts(
    sql::Connection& db, const std::string& conversation);

/// What agents do with facts; each change is a private entry of the timeline.
class CaseFacts {
public:
    CaseFacts(sql::Database& database, Store& store, const Clock& clock)
        : database_{database},
          store_{store},
          clock_{clock}
    {
    }

    Task<Result<std::vector<CaseFact>>> facts(std::string conversation);
    /// Errors: `not_found` (conversation). `value` has passed the guard.
    Task<Result<desk::Happening>> add(
        std::string conversation, std::string kind, std::string value, desk::Face agent);
    /// Without a value: takes it away. Errors: `not_found`.
    Task<Result<desk::Happening>> correct(
        std::string conversation,
        std::string fact,
        std::optional<std::string> value,
        desk::Face agent);

private:
    sql::Database& database_;
    Store& store_;
    const Clock& clock_;
};

}  // namespace keydesk::store
