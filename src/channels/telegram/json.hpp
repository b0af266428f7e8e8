#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Telegram's JSON, walked without throwing whatever it is made of.
namespace keydesk::telegram {

namespace json = boost::json;

/// `path` is a JSON pointer: "/message/chat/id". Null when there is no such place.
inline const json::value* value_at(const json::value& from, std::string_view path)
{
    boost::system::error_code missing;
    return from.find_pointer(path, missing);
}

inline const json::array* list_at(const json::value& from, std::string_view path)
{
    const auto* found = value_at(from, path);
    return found != nullptr ? found->if_array() : nullptr;
}

inline std::optional<std::int64_t> number_at(const json::value& from, std::string_view path)
{
    const auto* found = value_at(from, path);
    const auto* number = found != nullptr ? found->if_int64() : nullptr;
    return number != nullptr ? std::optional{*number} : std::nullopt;
}

inline bool truth_at(const json::value& from, std::string_view path)
{
    const auto* found = value_at(from, path);
    return found != nullptr && found->is_bool() && found->get_bool();
}

/// Empty when it is not there; without NUL, which nothing of ours stores.
inline std::string text_at(const json::value& from, std::string_view path)
{
    const auto* found = value_at(from, path);
    const auto* text = found != nullptr ? found->if_string() : nullptr;
    if (text == nullptr) return {};
    std::string out{std::string_view{*text}};
    std::erase(out, '\0');
    return out;
}

}  // namespace keydesk::telegram
