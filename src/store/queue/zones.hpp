#pragma once

#include "desk/queue/calendar.hpp"

#include <map>
#include <memory>
#include <string>

namespace keydesk::store {

/// "UTC+8", or a name of the system's time zone files ("Asia/Shanghai").
/// Errors: `invalid_input` (no such zone).
Result<std::shared_ptr<const desk::Zone>> zone_named(const std::string& name);

/// The same, each read from its file once. For one thread at a time.
class ZoneBook {
public:
    /// Null: there is no such zone.
    std::shared_ptr<const desk::Zone> find(const std::string& name);

private:
    std::map<std::string, std::shared_ptr<const desk::Zone>> known_;
};

}  // namespace keydesk::store
