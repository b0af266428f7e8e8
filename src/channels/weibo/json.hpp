#pragma once

#include "base/clock.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

/// Reads what a stranger wrote: nothing here throws, whatever the shape.
namespace keydesk::weibo {

/// Trailing commas are allowed, since Weibo's own examples have them. Null when it is no JSON.
std::optional<boost::json::value> parse_loosely(std::string_view text);

/// The value at a path such as "/data/key"; null when there is none.
const boost::json::value* at(const boost::json::value& value, std::string_view pointer);

/// Empty when there is no such text.
std::string text_at(const boost::json::value& value, std::string_view pointer);

/// An id or a code, written as a number or in quotes, as its digits. Ids need 64 bits, so they are
/// never read as doubles. Empty when it is neither.
std::string digits_at(const boost::json::value& value, std::string_view pointer);

/// "Mon Jul 16 18:09:20 +0800 2012", in any locale of ours. Nothing when it is no such date.
std::optional<Time> read_date(std::string_view text);

}  // namespace keydesk::weibo
