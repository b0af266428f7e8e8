#pragma once

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11/algorithm.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// Described structs ↔ the JSON in which the store keeps them. Reading is lenient: what is missing
/// or of another type keeps its default, so that an older row is never an error.
namespace keydesk::desk::kept {

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public>;

inline void take(const boost::json::value& from, std::string& to)
{
    if (const auto* text = from.if_string()) to = std::string{*text};
}
inline void take(const boost::json::value& from, bool& to)
{
    if (const auto* truth = from.if_bool()) to = *truth;
}
inline void take(const boost::json::value& from, std::int64_t& to)
{
    if (const auto* number = from.if_int64()) to = *number;
}
template <class T>
void take(const boost::json::value& from, std::vector<T>& to)
{
    const auto* list = from.if_array();
    if (list == nullptr) return;
    for (const auto& one : *list) take(one, to.emplace_back());
}
template <class T>
void take(const boost::json::value& from, std::optional<T>& to)
{
    if (!from.is_null()) take(from, to.emplace());
}

template <class T>
T read(std::string_view text)
{
    T out{};
    boost::system::error_code broken;
    auto value = boost::json::parse({text.data(), text.size()}, broken);
    const auto* object = broken ? nullptr : value.if_object();
    if (object == nullptr) return out;
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
        if (const auto* found = object->if_contains(member.name)) take(*found, out.*member.pointer);
    });
    return out;
}

template <class T>
boost::json::value give(const T& from)
{
    return boost::json::value_from(from);
}
template <class T>
boost::json::value give(const std::optional<T>& from)
{
    return from ? boost::json::value_from(*from) : boost::json::value{};
}

template <class T>
std::string write(const T& from)
{
    boost::json::object out;
    boost::mp11::mp_for_each<Members<T>>(
        [&](auto member) { out[member.name] = give(from.*member.pointer); });
    return boost::json::serialize(out);
}

}  // namespace keydesk::desk::kept
