#pragma once

#include "desk/diagnosis/ports.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace keydesk::desk {

/// A case as agents see it: its diagnosis (json_of) with id, message, whether it is followed and
/// when it began. While asking, `advice` is null.
boost::json::object shape_of(const Case& c);

/// The same in words, for a customer who has no widget before him: what it is, what we see, what to
/// do, what never to do. `locale`: "zh-CN" or "en". Empty while asking.
std::string words_of(const Case& c, std::string_view locale);

/// Whether such words are worth a message: the first answer, and when the outcome is certain.
/// Providers count messages, so the steps between are not told by other doors.
bool worth_telling(std::string_view state_before, const Case& now);

}  // namespace keydesk::desk
