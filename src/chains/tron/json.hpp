#pragma once

#include "base/clock.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// A walk through JSON that nobody vouches for: what is missing or of another kind is nothing.
namespace keydesk::chains::tron {

const boost::json::value& field(const boost::json::value& value, std::string_view key) noexcept;
/// The first element of a list.
const boost::json::value& first(const boost::json::value& value) noexcept;
std::string_view text(const boost::json::value& value) noexcept;
/// Digits only, at most 18.
std::optional<std::int64_t> parse_number(std::string_view digits) noexcept;
/// From 0 to 10^18, which no honest amount, height or time exceeds; also written as a string.
std::optional<std::int64_t> number_in(const boost::json::value& value, std::string_view key);
std::optional<Time> time_in(const boost::json::value& value, std::string_view key);
/// 64 digits, lower case; empty when it is none.
std::string id_in(const boost::json::value& value, std::string_view key);
/// Hexadecimal, lower case; empty when it is none.
std::string hex_in(const boost::json::value& value, std::string_view key);

}  // namespace keydesk::chains::tron
