#include "desk/diagnosis/json.hpp"

#include <boost/json.hpp>

#include <array>
#include <optional>
#include <string_view>

namespace keydesk::desk {

namespace {

namespace json = boost::json;

json::object json_of(const Values& values)
{
    json::object out;
    for (const auto& [name, value] : values) out.emplace(name, value);
    return out;
}

json::object json_of(const Evidence& one)
{
    json::object out{
        {"value", one.value},
        {"source", one.source},
        {"method", one.method},
        {"at", millis(one.at)}};
    if (one.height >= 0) out.emplace("height", one.height);
    return out;
}

/// By what was read. The same thing read at a second source stands in "also" of the first.
json::object json_of(const std::vector<Evidence>& evidence)
{
    json::object out;
    for (const auto& one : evidence) {
        auto [place, first] = out.emplace(one.what, json_of(one));
        if (first) continue;
        auto* before = place->value().if_object();
        auto* also = before->emplace("also", json::array{}).first->value().if_array();
        also->push_back(json_of(one));
    }
    return out;
}

json::object json_of(const AdviceText& text)
{
    std::string whole;
    for (const auto* part : {&text.see, &text.why, &text.now, &text.never}) {
        if (part->empty()) continue;
        whole += (whole.empty() ? "" : "\n") + *part;
    }
    return {
        {"title", text.title},
        {"see", text.see},
        {"why", text.why},
        {"now", text.now},
        {"never", text.never},
        {"text", whole}};
}

json::object json_of(const Cause& cause)
{
    return {{"id", cause.id}, {"confidence", cause.confidence}, {"values", json_of(cause.values)}};
}

json::array causes_of(const std::vector<Cause>& causes)
{
    json::array list;
    for (const auto& cause : causes) list.push_back(json_of(cause));
    return list;
}

void add_course(const Diagnosis& diagnosis, json::object& out)
{
    out.emplace("confirmations", diagnosis.confirmations);
    out.emplace("needed", diagnosis.needed);
    if (diagnosis.eta) {
        out.emplace(
            "eta",
            json::object{{"p50", diagnosis.eta->p50_seconds}, {"p90", diagnosis.eta->p90_seconds}});
    }
    out.emplace("link", diagnosis.link);
    out.emplace("replaced_by", diagnosis.replaced_by);
    out.emplace("at", millis(diagnosis.at));
}

std::string text_at(const json::object& from, std::string_view key)
{
    const auto* value = from.if_contains(key);
    const auto* text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string{} : std::string{text->data(), text->size()};
}

std::optional<std::int64_t> number_at(const json::object& from, std::string_view key)
{
    const auto* value = from.if_contains(key);
    const auto* number = value == nullptr ? nullptr : value->if_int64();
    return number == nullptr ? std::nullopt : std::optional{*number};
}

}  // namespace

json::object json_of(const Advice& advice)
{
    return {{"actor", advice.actor}, {"en", json_of(advice.en)}, {"zh-CN", json_of(advice.zh)}};
}

json::object json_of(const Diagnosis& diagnosis)
{
    json::object out{
        {"chain", diagnosis.subject.chain},
        {"chain_name", diagnosis.chain_name},
        {"kind", diagnosis.subject.kind},
        {"subject", diagnosis.subject.id},
        {"state", diagnosis.state},
        {"cause", ""},
        {"confidence", 0.0}};
    if (!diagnosis.causes.empty()) {
        out["cause"] = diagnosis.causes.front().id;
        out["confidence"] = diagnosis.causes.front().confidence;
    }
    json::array shield_advice;
    for (const auto& advice : diagnosis.shield_advice) shield_advice.push_back(json_of(advice));
    out.emplace("causes", causes_of(diagnosis.causes));
    out.emplace("shields", causes_of(diagnosis.shields));
    out.emplace("evidence", json_of(diagnosis.evidence));
    out.emplace("advice", json_of(diagnosis.advice));
    out.emplace("shield_advice", std::move(shield_advice));
    add_course(diagnosis, out);
    return out;
}

json::object json_of(const Memory& memory)
{
    json::array claims;
    for (const auto& claim : memory.claims) claims.emplace_back(claim);
    json::object out{
        {"chain", memory.chain},
        {"id", memory.id},
        {"claims", std::move(claims)},
        {"details", memory.details},
        {"first_seen", millis(memory.first_seen)},
        {"height", memory.height},
        {"block", memory.block}};
    if (memory.expires) out.emplace("expires", millis(*memory.expires));
    return out;
}

Result<Memory> memory_of(const json::value& value)
{
    const auto* from = value.if_object();
    if (from == nullptr) return fail(ErrorKind::invalid_input, "a memory is an object");
    Memory memory;
    memory.chain = text_at(*from, "chain");
    memory.id = text_at(*from, "id");
    if (memory.chain.empty() || memory.id.empty()) {
        return fail(ErrorKind::invalid_input, "a memory needs \"chain\" and \"id\"");
    }
    memory.details = text_at(*from, "details");
    memory.block = text_at(*from, "block");
    memory.height = number_at(*from, "height").value_or(-1);
    memory.first_seen = from_millis(number_at(*from, "first_seen").value_or(0));
    if (auto expires = number_at(*from, "expires")) memory.expires = from_millis(*expires);
    const auto* claims = from->if_contains("claims");
    const auto* list = claims == nullptr ? nullptr : claims->if_array();
    if (list == nullptr) return memory;
    for (const auto& claim : *list) {
        const auto* text = claim.if_string();
        if (text != nullptr) memory.claims.emplace_back(text->data(), text->size());
    }
    return memory;
}

json::object customer_part(json::object diagnosis)
{
    constexpr std::array kKept{
        "id",
        "chain",
        "chain_name",
        "kind",
        "subject",
        "state",
        "advice",
        "shield_advice",
        "confirmations",
        "needed",
        "eta",
        "link",
        "replaced_by",
        "following",
        "at"};
    json::object out;
    for (const auto* name : kKept) {
        if (auto* value = diagnosis.if_contains(name)) out[name] = std::move(*value);
    }
    if (auto* message = diagnosis.if_contains("message")) out["mid"] = std::move(*message);
    return out;
}

}  // namespace keydesk::desk
