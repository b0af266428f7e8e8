#pragma once

#include "desk/conversations/ports.hpp"
#include "desk/presence.hpp"

#include <boost/json/object.hpp>

#include <string_view>
#include <vector>

/// The desk's nouns as docs/api.md spells them. Pure.
namespace keydesk::api {

boost::json::object face(const desk::Face& agent);
boost::json::object conversation(const desk::Conversation& c);
/// `read`, `got`: up to which public_seq the customer has read and received.
boost::json::object message(const desk::Message& m, std::int64_t read, std::int64_t got);
boost::json::object customer(const desk::Customer& c);
boost::json::array viewers(const std::vector<desk::Viewer>& list);
boost::json::object counts(const desk::Counts& c);

}  // namespace keydesk::api
