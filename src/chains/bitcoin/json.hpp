#pragma once

#include "base/clock.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

/// Reads what a stranger wrote: nothing here throws, whatever the shape.
namespace keydesk::chains::bitcoin {

/// The value at a path of member names, or nothing.
const boost::json::value* at(
    const boost::json::value& value, std::initializer_list<std::string_view> path);
/// Nothing when it is no array.
const boost::json::array* list_at(
    const boost::json::value& value, std::initializer_list<std::string_view> path);

/// Empty when there is no such text.
std::string text_at(const boost::json::value& value, std::initializer_list<std::string_view> path);
/// Also of a number that was written as 1.0, 1e3 or "840000".
std::optional<std::int64_t> number_at(
    const boost::json::value& value, std::initializer_list<std::string_view> path);
std::optional<bool> truth_at(
    const boost::json::value& value, std::initializer_list<std::string_view> path);

/// Seconds since 1970; the beginning of it when there is no such number. Kept before 2100: the
/// standard library counts a date in nanoseconds before it prints it, and those overflow in 2262.
Time time_at(const boost::json::value& value, std::initializer_list<std::string_view> path);

/// 64 hexadecimal digits, lower case: nothing else may become part of a request or a claim.
bool is_txid(std::string_view text);

}  // namespace keydesk::chains::bitcoin
