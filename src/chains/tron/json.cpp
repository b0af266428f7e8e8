#include "chains/tron/json.hpp"
#include "chains/tron/words.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>

namespace keydesk::chains::tron {

namespace json = boost::json;

namespace {

constexpr std::int64_t kMost = 1'000'000'000'000'000'000;
constexpr std::int64_t kLatest = 32'503'680'000'000;  ///< The year 3000, in milliseconds.

const json::value& nothing() noexcept
{
    static const json::value kNothing;
    return kNothing;
}

}  // namespace

const json::value& field(const json::value& value, std::string_view key) noexcept
{
    const auto* object = value.if_object();
    const auto* found = object ? object->if_contains(key) : nullptr;
    return found ? *found : nothing();
}

const json::value& first(const json::value& value) noexcept
{
    const auto* list = value.if_array();
    return list && !list->empty() ? list->front() : nothing();
}

std::string_view text(const json::value& value) noexcept
{
    const auto* string = value.if_string();
    return string ? std::string_view{*string} : std::string_view{};
}

std::optional<std::int64_t> parse_number(std::string_view digits) noexcept
{
    std::int64_t out = 0;
    if (digits.empty() || digits.size() > 18) return std::nullopt;
    const char* end = digits.data() + digits.size();
    auto read = std::from_chars(digits.data(), end, out);
    if (read.ec != std::errc{} || read.ptr != end || out < 0) return std::nullopt;
    return out;
}

std::optional<std::int64_t> number_in(const json::value& value, std::string_view key)
{
    const auto& found = field(value, key);
    if (const auto* whole = found.if_int64()) {
        if (*whole < 0 || *whole > kMost) return std::nullopt;
        return *whole;
    }
    return parse_number(text(found));
}

std::optional<Time> time_in(const json::value& value, std::string_view key)
{
    auto number = number_in(value, key);
    if (!number || *number > kLatest) return std::nullopt;
    return from_millis(*number);
}

std::string id_in(const json::value& value, std::string_view key)
{
    auto out = hex_in(value, key);
    return out.size() == 64 ? out : std::string{};
}

std::string hex_in(const json::value& value, std::string_view key)
{
    std::string out{text(field(value, key))};
    if (!is_hex(out)) return {};
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

}  // namespace keydesk::chains::tron
