#pragma once

#include "api/wire_text.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

#include <boost/describe.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>

#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// Structs ↔ JSON. A wire struct is described once and needs no further code:
///
///     struct LoginWords { std::string email, password; std::optional<std::string> code; };
///     BOOST_DESCRIBE_STRUCT(LoginWords, (), (email, password, code))
///
///     auto words = read<LoginWords>(body, faults);     std::string text = write(*words);
///
/// Members: bool, integers, double, std::string, Time (milliseconds), described enums (spelled as
/// their enumerators), described structs, and of these std::optional, Patch, OrNull, std::vector,
/// std::map<std::string, …>; boost::json::value for what has no fixed shape; Raw to write only.
namespace keydesk::api {

/// A member of a PATCH body: absent (leave it), null (take it away) or a value.
template <class T>
class Patch {
public:
    Patch() = default;
    Patch(std::nullptr_t) : state_{nullptr} {}
    Patch(T value) : state_{std::move(value)} {}

    bool absent() const noexcept { return state_.index() == 0; }
    bool null() const noexcept { return state_.index() == 1; }
    const T* value() const noexcept { return std::get_if<2>(&state_); }

private:
    std::variant<std::monostate, std::nullptr_t, T> state_;
};

/// An optional that is written as null instead of being left out.
template <class T>
struct OrNull {
    std::optional<T> value;
};

/// Text that is JSON already, as it stands in a payload column.
struct Raw {
    std::string json;
};

/// What happens to members that the struct does not know.
enum class Unknown { refuse, ignore };

namespace wire {

template <class T, template <class...> class Shape>
inline constexpr bool is = false;
template <template <class...> class Shape, class... Of>
inline constexpr bool is<Shape<Of...>, Shape> = true;

template <class T>
using Members = boost::describe::
    describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

/// A member that may be missing.
template <class T>
inline constexpr bool may_lack = is<T, std::optional> || is<T, Patch> || is<T, OrNull>;

/// Where reading stands, and what was wrong so far.
struct Place {
    Faults& faults;
    Unknown unknown;
    std::string field;

    void fault(std::string_view problem) { faults.push_back({field, std::string{problem}}); }
    /// Goes one step deeper for as long as the answer lives.
    class Step {
    public:
        Step(Place& place, std::string_view name);
        Step(Place& place, std::size_t index);
        ~Step() { place_.field.resize(length_); }
        Step(const Step&) = delete;
        Step& operator=(const Step&) = delete;

    private:
        Place& place_;
        std::size_t length_;
    };
};

template <class T>
void get(const boost::json::value& from, T& to, Place& place);

template <class T>
void get_integer(const boost::json::value& from, T& to, Place& place)
{
    const auto* small = from.if_int64();
    const auto* large = from.if_uint64();
    if (!small && !large) return place.fault(problem::wrong_type);
    bool fits = small ? std::in_range<T>(*small) : std::in_range<T>(*large);
    if (!fits) return place.fault(problem::out_of_range);
    to = small ? static_cast<T>(*small) : static_cast<T>(*large);
}

template <class T>
void get_enum(const boost::json::value& from, T& to, Place& place)
{
    const auto* text = from.if_string();
    if (!text) return place.fault(problem::wrong_type);
    bool known = false;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto one) {
        if (std::string_view{*text} != one.name) return;
        to = one.value;
        known = true;
    });
    if (!known) place.fault(problem::not_allowed);
}

template <class T>
void get_struct(const boost::json::value& from, T& to, Place& place)
{
    const auto* object = from.if_object();
    if (!object) return place.fault(problem::wrong_type);
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
        auto& target = to.*member.pointer;
        Place::Step step{place, member.name};
        if (const auto* found = object->if_contains(member.name))
            get(*found, target, place);
        else if (!may_lack<std::remove_reference_t<decltype(target)>>)
            place.fault(problem::missing);
    });
    if (place.unknown == Unknown::ignore) return;
    for (const auto& one : *object) {
        bool known = false;
        boost::mp11::mp_for_each<Members<T>>(
            [&](auto member) { known = known || one.key() == member.name; });
        if (known) continue;
        Place::Step step{place, one.key()};
        place.fault(problem::unknown);
    }
}

template <class T>
void get_list(const boost::json::value& from, T& to, Place& place)
{
    const auto* array = from.if_array();
    if (!array) return place.fault(problem::wrong_type);
    to.resize(array->size());
    for (std::size_t i = 0; i < array->size(); ++i) {
        Place::Step step{place, i};
        typename T::value_type one{};
        get((*array)[i], one, place);
        to[i] = std::move(one);
    }
}

template <class T>
void get_map(const boost::json::value& from, T& to, Place& place)
{
    const auto* object = from.if_object();
    if (!object) return place.fault(problem::wrong_type);
    for (const auto& one : *object) {
        Place::Step step{place, one.key()};
        get(one.value(), to[std::string{one.key()}], place);
    }
}

template <class T>
void get(const boost::json::value& from, T& to, Place& place)
{
    if constexpr (is<T, std::optional>) {
        if (!from.is_null()) get(from, to.emplace(), place);
    } else if constexpr (is<T, OrNull>) {
        get(from, to.value, place);
    } else if constexpr (is<T, Patch>) {
        if (from.is_null()) return void(to = T{nullptr});
        std::remove_cvref_t<decltype(*to.value())> value{};
        get(from, value, place);
        to = T{std::move(value)};
    } else if constexpr (std::same_as<T, boost::json::value>) {
        to = from;
    } else if constexpr (std::same_as<T, bool>) {
        const auto* truth = from.if_bool();
        truth ? void(to = *truth) : place.fault(problem::wrong_type);
    } else if constexpr (std::same_as<T, std::string>) {
        const auto* text = from.if_string();
        text ? void(to = std::string{*text}) : place.fault(problem::wrong_type);
    } else if constexpr (std::same_as<T, Time>) {
        std::int64_t value = 0;
        get_integer(from, value, place);
        to = from_millis(value);
    } else if constexpr (std::integral<T>) {
        get_integer(from, to, place);
    } else if constexpr (std::floating_point<T>) {
        if (!from.is_number()) return place.fault(problem::wrong_type);
        to = from.to_number<T>();
    } else if constexpr (std::is_enum_v<T>) {
        get_enum(from, to, place);
    } else if constexpr (is<T, std::vector>) {
        get_list(from, to, place);
    } else if constexpr (is<T, std::map>) {
        get_map(from, to, place);
    } else {
        get_struct(from, to, place);
    }
}

template <class T>
void put(std::string& out, const T& from);

/// Empty optionals and absent patches are left out; everything else is written.
template <class T>
bool written(const T& member)
{
    if constexpr (is<T, std::optional>) return member.has_value();
    if constexpr (is<T, Patch>) return !member.absent();
    return true;
}

template <class T>
void put_struct(std::string& out, const T& from)
{
    out += '{';
    bool first = true;
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
        const auto& value = from.*member.pointer;
        if (!written(value)) return;
        if (!std::exchange(first, false)) out += ',';
        put_text(out, member.name);
        out += ':';
        put(out, value);
    });
    out += '}';
}

template <class T>
void put_enum(std::string& out, T from)
{
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto one) {
        if (one.value == from) put_text(out, one.name);
    });
}

template <class T>
void put(std::string& out, const T& from)
{
    if constexpr (is<T, std::optional>) {
        from ? put(out, *from) : void(out += "null");
    } else if constexpr (is<T, OrNull>) {
        put(out, from.value);
    } else if constexpr (is<T, Patch>) {
        from.value() ? put(out, *from.value()) : void(out += "null");
    } else if constexpr (std::same_as<T, Raw>) {
        out += from.json.empty() ? "null" : from.json;
    } else if constexpr (std::same_as<T, boost::json::value>) {
        put_value(out, from);
    } else if constexpr (std::same_as<T, bool>) {
        out += from ? "true" : "false";
    } else if constexpr (std::convertible_to<T, std::string_view>) {
        put_text(out, from);
    } else if constexpr (std::same_as<T, Time>) {
        out += std::to_string(millis(from));
    } else if constexpr (std::integral<T>) {
        out += std::to_string(from);
    } else if constexpr (std::floating_point<T>) {
        put_number(out, from);
    } else if constexpr (std::is_enum_v<T>) {
        put_enum(out, from);
    } else if constexpr (is<T, std::vector>) {
        out += '[';
        for (std::size_t i = 0; i < from.size(); ++i) {
            if (i) out += ',';
            const typename T::value_type& one = from[i];
            put(out, one);
        }
        out += ']';
    } else if constexpr (is<T, std::map>) {
        out += '{';
        for (bool first = true; const auto& [key, value] : from) {
            if (!std::exchange(first, false)) out += ',';
            put_text(out, key);
            out += ':';
            put(out, value);
        }
        out += '}';
    } else {
        put_struct(out, from);
    }
}

}  // namespace wire

/// Reads a value that is JSON already (for frames whose kind is looked at first).
template <class T>
Result<T> read_value(
    const boost::json::value& value, Faults& faults, Unknown unknown = Unknown::refuse)
{
    T out{};
    auto before = faults.size();
    wire::Place place{faults, unknown, {}};
    wire::get(value, out, place);
    if (faults.size() != before) return fail(ErrorKind::invalid_input, "body has wrong fields");
    return out;
}

/// Reads a body. Never throws on input; adds one fault for every wrong field, named by its path
/// ("sites[2]"), or a single one without a field when the text is no acceptable JSON at all.
/// Errors: invalid_input.
template <class T>
Result<T> read(std::string_view body, Faults& faults, Unknown unknown = Unknown::refuse)
{
    auto value = parse_json(body);
    if (!value) {
        faults.push_back({"", std::string{problem::malformed}});
        return fail(value.error());
    }
    return read_value<T>(*value, faults, unknown);
}

template <class T>
std::string write(const T& from)
{
    std::string out;
    wire::put(out, from);
    return out;
}

}  // namespace keydesk::api
