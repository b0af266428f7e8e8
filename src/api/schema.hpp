#pragma once

#include "api/gate.hpp"
#include "api/wire.hpp"

/// Wire structs → JSON Schema 2020-12, from the same description that reads and writes them:
///
///     routes.on(post, "/api/v1/labels", labels_edit, with(services, add),
///               about<LabelIn, LabelAnswer>("Make a label"));
namespace keydesk::api {

namespace wire {

/// Where a struct stands: in what we read an OrNull may be missing, in what we write it is null.
enum class Way { in, out };

template <class T>
void put_schema(std::string& out, Way way);

template <class T>
void put_nullable(std::string& out, Way way)
{
    out += R"({"anyOf":[)";
    put_schema<T>(out, way);
    out += R"(,{"type":"null"}]})";
}

template <class T>
void put_enum_schema(std::string& out)
{
    out += R"({"type":"string","enum":[)";
    bool first = true;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto one) {
        if (!std::exchange(first, false)) out += ',';
        put_text(out, one.name);
    });
    out += "]}";
}

template <class T>
void put_struct_schema(std::string& out, Way way)
{
    std::string properties, required;
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
        using Type = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
        if (!properties.empty()) properties += ',';
        put_text(properties, member.name);
        properties += ':';
        put_schema<Type>(properties, way);
        bool always = !may_lack<Type> || (way == Way::out && is<Type, OrNull>);
        if (!always) return;
        if (!required.empty()) required += ',';
        put_text(required, member.name);
    });
    out += R"({"type":"object","properties":{)" + properties + "}";
    if (!required.empty()) out += R"(,"required":[)" + required + "]";
    // What is unknown is refused on the way in; on the way out there may be more one day.
    if (way == Way::in) out += R"(,"additionalProperties":false)";
    out += '}';
}

template <class T>
void put_schema(std::string& out, Way way)
{
    if constexpr (is<T, std::optional>) {
        put_schema<typename T::value_type>(out, way);
    } else if constexpr (is<T, OrNull>) {
        put_nullable<typename decltype(T::value)::value_type>(out, way);
    } else if constexpr (is<T, Patch>) {
        put_nullable<std::remove_cvref_t<decltype(*std::declval<const T&>().value())>>(out, way);
    } else if constexpr (std::same_as<T, Raw> || std::same_as<T, boost::json::value>) {
        out += "{}";
    } else if constexpr (std::same_as<T, bool>) {
        out += R"({"type":"boolean"})";
    } else if constexpr (std::convertible_to<T, std::string_view>) {
        out += R"({"type":"string"})";
    } else if constexpr (std::same_as<T, Time>) {
        out += R"({"type":"integer","format":"int64","description":"UTC, milliseconds"})";
    } else if constexpr (std::integral<T>) {
        out += R"({"type":"integer","format":"int64"})";
    } else if constexpr (std::floating_point<T>) {
        out += R"({"type":"number"})";
    } else if constexpr (std::is_enum_v<T>) {
        put_enum_schema<T>(out);
    } else if constexpr (is<T, std::vector>) {
        out += R"({"type":"array","items":)";
        put_schema<typename T::value_type>(out, way);
        out += '}';
    } else if constexpr (is<T, std::map>) {
        out += R"({"type":"object","additionalProperties":)";
        put_schema<typename T::mapped_type>(out, way);
        out += '}';
    } else {
        put_struct_schema<T>(out, way);
    }
}

template <class T, Way way>
std::string schema_text()
{
    std::string out;
    put_schema<T>(out, way);
    return out;
}

}  // namespace wire

/// `void` where there is no body, or no JSON in the answer.
template <class Body = void, class Out = void>
Described about(std::string_view summary = {})
{
    Described described{.summary = summary};
    if constexpr (!std::is_void_v<Body>) described.body = wire::schema_text<Body, wire::Way::in>;
    if constexpr (!std::is_void_v<Out>) described.answer = wire::schema_text<Out, wire::Way::out>;
    return described;
}

}  // namespace keydesk::api
