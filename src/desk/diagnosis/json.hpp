#pragma once

#include "base/result.hpp"
#include "desk/diagnosis/diagnosis.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace keydesk::desk {

/// A diagnosis as the API, the store and the command line write it:
///
///     {chain, chain_name, kind, subject, state, cause, confidence,
///     causes:[{id,confidence,values}],
///      shields:[…], evidence:{what:{value,source,method,at,height?,also?}},
///      advice:{actor,en:{title,see,why,now,never},"zh-CN":{…}}, shield_advice:[…],
///      confirmations, needed, eta?:{p50,p90}, link, replaced_by, at}
boost::json::object json_of(const Diagnosis& diagnosis);
boost::json::object json_of(const Advice& advice);
boost::json::object json_of(const Memory& memory);
/// Errors: `invalid_input` naming the key.
Result<Memory> memory_of(const boost::json::value& value);

/// What a customer may see of it: advice and progress, not where it was read.
boost::json::object customer_part(boost::json::object diagnosis);

}  // namespace keydesk::desk
