#pragma once

#include "api/gate.hpp"

#include <deque>
#include <string>

namespace keydesk::api {

/// The OpenAPI 3.1 document of these routes.
std::string openapi_document(const std::deque<Route>& table);

}  // namespace keydesk::api
