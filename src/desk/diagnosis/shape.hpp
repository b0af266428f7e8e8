#pragma once

#include "desk/diagnosis/ports.hpp"

#include <boost/json/object.hpp>

namespace keydesk::desk {

/// A case as agents see it: its diagnosis (json_of) with id, message, whether it is followed and
/// when it began. While asking, `advice` is null.
boost::json::object shape_of(const Case& c);

}  // namespace keydesk::desk
