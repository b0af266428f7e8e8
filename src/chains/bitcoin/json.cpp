#include "chains/bitcoin/json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace keydesk::chains::bitcoin {

namespace json = boost::json;
using Path = std::initializer_list<std::string_view>;

namespace {

/// Esplora answers a height as plain text.
std::optional<std::int64_t> written(std::string_view text)
{
    std::int64_t number = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    return whole ? std::optional{number} : std::nullopt;
}

}  // namespace

const json::value* at(const json::value& value, Path path)
{
    const auto* here = &value;
    for (auto name : path) {
        const auto* object = here->if_object();
        if (!object) return nullptr;
        here = object->if_contains(name);
        if (!here) return nullptr;
    }
    return here;
}

const json::array* list_at(const json::value& value, Path path)
{
    const auto* found = at(value, path);
    return found ? found->if_array() : nullptr;
}

std::string text_at(const json::value& value, Path path)
{
    const auto* found = at(value, path);
    const auto* text = found ? found->if_string() : nullptr;
    return text ? std::string{text->data(), text->size()} : std::string{};
}

std::optional<std::int64_t> number_at(const json::value& value, Path path)
{
    const auto* found = at(value, path);
    if (!found) return std::nullopt;
    if (const auto* whole = found->if_int64()) return *whole;
    if (const auto* text = found->if_string()) return written({text->data(), text->size()});
    const auto* real = found->if_double();
    // Beyond 2^53 a double names no single integer.
    if (!real || !std::isfinite(*real) || std::fabs(*real) > 9e15) return std::nullopt;
    return std::llround(*real);
}

std::optional<bool> truth_at(const json::value& value, Path path)
{
    const auto* found = at(value, path);
    const auto* truth = found ? found->if_bool() : nullptr;
    return truth ? std::optional{*truth} : std::nullopt;
}

Time time_at(const json::value& value, Path path)
{
    constexpr std::int64_t kYear2100 = 4'102'444'800;
    auto seconds = number_at(value, path).value_or(0);
    return Time{std::chrono::seconds{std::clamp<std::int64_t>(seconds, 0, kYear2100)}};
}

bool is_txid(std::string_view text)
{
    return text.size() == 64 && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

}  // namespace keydesk::chains::bitcoin
