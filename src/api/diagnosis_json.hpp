#pragma once

#include "base/result.hpp"
#include "desk/diagnosis/diagnosis.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace keydesk::api {

/// A diagnosis as the API and `keydesk tx explain` show it; docs/diagnosis.md draws the shape.
/// What is to be kept (Diagnosis::memory) is not in it.
boost::json::object json_of(const desk::Diagnosis& diagnosis);

boost::json::object json_of(const desk::Memory& memory);
/// Errors: `invalid_input` naming the key.
Result<desk::Memory> memory_of(const boost::json::value& value);

}  // namespace keydesk::api
