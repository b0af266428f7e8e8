#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keydesk::desk {

/// Who changed what. Written in the transaction of the change itself, so that neither is without
/// the other.
struct AuditEntry {
    Time at{};
    std::string actor;        ///< An agent's id; "system", "console" (the command line), "nobody".
    std::string action;       ///< "agent.role", "login.failed" …
    std::string object;       ///< Id of what it was done to; may be empty.
    std::string detail = {};  ///< JSON with what is worth knowing; no secret, no customer text.
};

/// An entry in its place in the chain.
struct AuditRow {
    std::int64_t id = 0;  ///< Counts up by one, without gaps.
    AuditEntry entry;
    std::string previous_hash;
    std::string hash;
};

/// hash = SHA-256 over the previous hash and every field, each with its length before it, so that
/// no text can be moved from one field into the next. The first row follows "".
std::string audit_hash(std::int64_t id, const AuditEntry& entry, const std::string& previous_hash);

/// Follows the chain row by row.
class AuditCheck {
public:
    /// False, once and for ever, when the row does not follow the one before.
    bool follow(const AuditRow& row);
    std::int64_t rows() const noexcept { return rows_; }
    const std::string& head() const noexcept { return head_; }

private:
    std::int64_t rows_ = 0;
    std::string head_;
    bool whole_ = true;
};

struct AuditVerdict {
    std::int64_t rows = 0;
    std::optional<std::int64_t> broken_at;  ///< First row that does not follow.
    std::string head;  ///< To be kept elsewhere: a chain cannot show a cut tail.
};

class AuditLog {
public:
    virtual ~AuditLog() = default;
    virtual Task<Result<void>> add(AuditEntry entry) = 0;
    /// Newest first, those before row `before` (0: from the newest).
    virtual Task<Result<std::vector<AuditRow>>> list(std::int64_t before, std::int64_t limit) = 0;
    virtual Task<Result<AuditVerdict>> verify() = 0;
};

}  // namespace keydesk::desk
