#pragma once

#include "api/wire_text.hpp"

#include <string>
#include <vector>

namespace keydesk::api {

/// Puts the origins of an inbox into their one spelling, as browsers send them: lower case, no
/// slash at the end, no default port. A fault "malformed" for what is no http(s) origin,
/// "too_long" for more than fifty.
void tidy_sites(Faults& faults, std::vector<std::string>& sites);

/// Empty when `typed` is no origin.
std::string tidy_site(std::string_view typed);

}  // namespace keydesk::api
