#pragma once

#include "desk/channels/open_doors.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <vector>

/// What stands at the doors, as docs/api.md spells it. Pure.
namespace keydesk::api {

boost::json::object words(const desk::Words& words);
boost::json::object capabilities(const desk::Capabilities& c);
boost::json::object channel_kind(const desk::ChannelKind& kind);
boost::json::object step(const desk::Step& step);
boost::json::object delivery(const desk::Delivery& d);
boost::json::array deliveries(const std::vector<desk::Delivery>& list);
/// Health beside what waits, one for each inbox that has a door.
boost::json::array health(
    const std::vector<desk::DoorHealth>& health, const std::vector<desk::Backlog>& backlog);
boost::json::object quarantined(const desk::Quarantined& item);

/// Whether something may be sent through it at `now`: open closed unreachable paused.
std::string_view state_of(const desk::DoorThread& thread, Time now);

}  // namespace keydesk::api
