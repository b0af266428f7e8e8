#pragma once

#include "desk/queue/calendar.hpp"

#include <memory>
#include <string>

namespace keydesk::store {

/// "UTC+8", or a name of the system's time zone files ("Asia/Shanghai").
/// Errors: `invalid_input` (no such zone).
Result<std::shared_ptr<const desk::Zone>> zone_named(const std::string& name);

}  // namespace keydesk::store
