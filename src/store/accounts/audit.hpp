#pragma once

#include "desk/accounts/audit.hpp"
#include "sql/connection.hpp"

#include <functional>

namespace keydesk::store {

/// Adds a row to the audit chain, inside the transaction of the change that it tells of.
/// One writer at a time, so the last row seen is the last row there is.
Result<void> append_audit(sql::Connection& db, const desk::AuditEntry& entry);

/// Walks the whole chain in pieces; `doctor` and the tests.
Result<desk::AuditVerdict> verify_audit(sql::Connection& db);

}  // namespace keydesk::store
