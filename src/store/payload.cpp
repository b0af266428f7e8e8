#include "store/payload.hpp"

#include <boost/json.hpp>

namespace keydesk::store {

namespace json = boost::json;

Payload::Payload(std::string_view text)
{
    boost::system::error_code broken;
    auto value = json::parse(text.empty() ? "{}" : text, broken);
    if (!broken && value.is_object()) fields_ = std::move(value.as_object());
}

std::string Payload::text(std::string_view name) const
{
    const auto* found = fields_.if_contains(name);
    const auto* text = found != nullptr ? found->if_string() : nullptr;
    return text != nullptr ? std::string{*text} : std::string{};
}

std::string Payload::id(std::string_view name) const
{
    const auto* found = fields_.if_contains(name);
    const auto* object = found != nullptr ? found->if_object() : nullptr;
    if (object == nullptr) return text(name);
    const auto* id = object->if_contains("id");
    const auto* text = id != nullptr ? id->if_string() : nullptr;
    return text != nullptr ? std::string{*text} : std::string{};
}

std::int64_t Payload::number(std::string_view name) const
{
    const auto* found = fields_.if_contains(name);
    const auto* number = found != nullptr ? found->if_int64() : nullptr;
    return number != nullptr ? *number : 0;
}

std::vector<std::string> Payload::texts(std::string_view name) const
{
    std::vector<std::string> out;
    const auto* found = fields_.if_contains(name);
    const auto* list = found != nullptr ? found->if_array() : nullptr;
    if (list == nullptr) return out;
    for (const auto& one : *list) {
        if (const auto* text = one.if_string()) out.emplace_back(*text);
    }
    return out;
}

Payload Payload::object(std::string_view name) const
{
    const auto* found = fields_.if_contains(name);
    const auto* object = found != nullptr ? found->if_object() : nullptr;
    return object != nullptr ? Payload{*object} : Payload{""};
}

std::vector<Payload> Payload::objects(std::string_view name) const
{
    std::vector<Payload> out;
    const auto* found = fields_.if_contains(name);
    const auto* list = found != nullptr ? found->if_array() : nullptr;
    if (list == nullptr) return out;
    for (const auto& one : *list) {
        if (const auto* object = one.if_object()) out.emplace_back(*object);
    }
    return out;
}

std::string case_of(const Payload& payload)
{
    for (const auto* name : {"to", "case", "playbook", "case_type"}) {
        if (auto id = payload.id(name); !id.empty()) return id;
    }
    return {};
}

}  // namespace keydesk::store
