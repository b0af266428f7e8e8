#pragma once

#include "api/gate.hpp"
#include "base/clock.hpp"
#include "desk/accounts/audit.hpp"

#include <string>

namespace keydesk::api {

/// What the caller does now, for the audit log; of a program also which token it came with.
/// `object` holds no secret and no customer's text.
desk::AuditEntry entry_of(
    const Clock& clock, const Caller& caller, std::string action, std::string object);

}  // namespace keydesk::api
