#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// What the platform answers and takes, read and made without ever throwing.
namespace keydesk::weixin {

/// Null when it is no JSON, or deeper than any answer of the platform.
boost::json::value parse_json(std::string_view text);
/// The text or number at a JSON pointer ("/video_url"); empty and 0 when it is not there.
std::string text_at(const boost::json::value& value, std::string_view pointer);
std::int64_t number_at(const boost::json::value& value, std::string_view pointer);
/// As shown to agents: text_at() without control characters.
std::string words_at(const boost::json::value& value, std::string_view pointer);

/// A file as multipart/form-data (RFC 7578), its field named "media".
struct Upload {
    std::string body, type;
};
Upload multipart(std::string_view name, std::string_view type, std::string_view bytes);

/// The name in a Content-Disposition header; empty when there is none.
std::string name_in(std::string_view disposition);

/// The address in "invalid ip 1.2.3.4, not in whitelist": the platform tells it nowhere else.
std::string address_in(std::string_view said);

}  // namespace keydesk::weixin
