#pragma once

#include "base/clock.hpp"

#include <string>
#include <string_view>

namespace keydesk {

/// A new UUIDv7 (RFC 9562, section 5.7): 36 characters, lower case, sorted by time of making.
std::string new_id(Time now);

/// Whether `text` is a UUID of any version in its usual spelling.
bool is_uuid(std::string_view text) noexcept;

}  // namespace keydesk
