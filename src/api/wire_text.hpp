#pragma once

#include "base/result.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace keydesk::api {

/// One thing that is wrong with what was sent. `field` is a path such as "greeting.en" or
/// "sites[2]"; empty: the body as a whole. `problem` is one of the words below, or a rule's own.
struct Fault {
    std::string field;
    std::string problem;
};
using Faults = std::vector<Fault>;

namespace problem {
inline constexpr std::string_view malformed = "malformed";  ///< No JSON, or not of its own format.
inline constexpr std::string_view missing = "missing";
inline constexpr std::string_view unknown = "unknown";
inline constexpr std::string_view wrong_type = "wrong_type";
inline constexpr std::string_view out_of_range = "out_of_range";
inline constexpr std::string_view not_allowed = "not_allowed";
inline constexpr std::string_view too_short = "too_short";
inline constexpr std::string_view too_long = "too_long";
inline constexpr std::string_view taken = "taken";
}  // namespace problem

/// Strict JSON (RFC 8259): one document, valid UTF-8, no key twice in an object, no NUL in a text,
/// no number beyond a double, at most 32 levels deep.
/// Errors: invalid_input.
Result<boost::json::value> parse_json(std::string_view text);

/// Adds a fault unless `text` has between `least` and `most` code points.
void check_length(
    Faults& faults,
    std::string_view field,
    std::string_view text,
    std::size_t least,
    std::size_t most);

namespace wire {

void put_text(std::string& out, std::string_view text);
void put_number(std::string& out, double number);
void put_value(std::string& out, const boost::json::value& value);

}  // namespace wire

}  // namespace keydesk::api
