#include "desk/assistant/answer.hpp"

#include "base/trim.hpp"
#include "desk/knowledge/rules.hpp"
#include "guard/guard.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>

namespace keydesk::desk {

namespace json = boost::json;

namespace {

struct Written {
    std::string reply;
    std::vector<std::int64_t> sources;
};

/// Models fence their JSON and talk around it: what lies between the outer braces counts.
std::optional<Written> read(std::string_view content)
{
    auto open = content.find('{'), close = content.rfind('}');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return std::nullopt;
    boost::system::error_code wrong;
    json::parse_options options;
    options.max_depth = 8;
    auto value = json::parse(content.substr(open, close - open + 1), wrong, {}, options);
    const auto* object = wrong ? nullptr : value.if_object();
    const auto* reply = object ? object->if_contains("reply") : nullptr;
    const auto* text = reply ? reply->if_string() : nullptr;
    if (!text) return std::nullopt;
    Written out{std::string{*text}, {}};
    const auto* sources = object->if_contains("sources");
    const auto* list = sources ? sources->if_array() : nullptr;
    if (!list) return out;
    for (const auto& one : *list) {
        if (const auto* number = one.if_int64()) out.sources.push_back(*number);
    }
    return out;
}

std::vector<std::size_t> valid(const std::vector<std::int64_t>& numbers, std::size_t offered)
{
    std::vector<std::size_t> out;
    for (auto number : numbers) {
        if (number < 1 || number > static_cast<std::int64_t>(offered)) continue;
        auto index = static_cast<std::size_t>(number - 1);
        if (std::ranges::find(out, index) == out.end()) out.push_back(index);
    }
    return out;
}

/// Takes out links that lead elsewhere and ways to reach somebody else.
std::string without_strangers(
    std::string_view text, const std::set<std::string>& hosts, std::vector<std::string>& removed)
{
    std::string out;
    std::size_t done = 0;
    for (const auto& span : spans_of(text)) {
        auto words = text.substr(span.begin, span.size);
        bool leads = span.kind == SpanKind::link || span.kind == SpanKind::mail;
        if (!leads && span.kind != SpanKind::handle) continue;
        auto name = leads ? host_of(words) : std::string{words};
        if (span.kind == SpanKind::link && hosts.contains(name)) continue;
        out += text.substr(done, span.begin - done);
        done = span.begin + span.size;
        if (std::ranges::find(removed, name) == removed.end()) removed.push_back(name);
    }
    return out += text.substr(done);
}

bool names_unknown_address(std::string_view text, std::string_view said)
{
    return std::ranges::any_of(spans_of(text), [&](const TextSpan& span) {
        return span.kind == SpanKind::code && !said.contains(text.substr(span.begin, span.size));
    });
}

AnswerFault common_fault(std::string_view text)
{
    // Hashes that are not known to be ones are refused elsewhere.
    guard::Context context{.declared_transaction_hash = true};
    if (!guard::clean(guard::RawText{std::string{text}}, context).findings.empty())
        return AnswerFault::holds_secret;
    return AnswerFault::none;
}

/// The person behind each token, so far as the agent may read it in a draft.
std::string with_people(std::string text, const std::vector<Taken>& people)
{
    for (const auto& one : people) {
        // A draft names no phone number, not even the customer's own.
        if (one.token.starts_with("[phone")) continue;
        for (auto at = text.find(one.token); at != std::string::npos;
             at = text.find(one.token, at + one.original.size())) {
            text.replace(at, one.token.size(), one.original);
        }
    }
    return text;
}

}  // namespace

JudgedDraft judge_draft(std::string_view content, const DraftGround& ground)
{
    auto written = read(content);
    if (!written) return {.fault = AnswerFault::not_understood};
    JudgedDraft out{.text = std::string{trimmed(written->reply)}};
    if (out.text.size() > kLongestDraft) return {.fault = AnswerFault::too_long};
    out.sources = valid(written->sources, ground.sources.size());
    // What it says is looked at before what it rests on: an attack is named as one.
    if (asks_for_secret(out.text)) return {.fault = AnswerFault::asks_for_secret};
    if (auto fault = common_fault(out.text); fault != AnswerFault::none) return {.fault = fault};
    if (holds_phone_number(out.text)) return {.fault = AnswerFault::phone_number};
    if (names_unknown_address(out.text, ground.said))
        return {.fault = AnswerFault::unknown_address};
    if (out.text.empty() || out.sources.empty()) return {.fault = AnswerFault::no_source};
    out.text = without_strangers(out.text, ground.hosts, out.removed);
    out.text = with_people(std::move(out.text), ground.people);
    // Taking something out may have joined what stood apart.
    if (asks_for_secret(out.text)) return {.fault = AnswerFault::asks_for_secret};
    if (auto fault = common_fault(out.text); fault != AnswerFault::none) return {.fault = fault};
    return out;
}

JudgedTranslation judge_translation(
    std::string_view content, const Covered& original, bool for_customer)
{
    auto said = trimmed(content);
    if (said.empty()) return {.fault = AnswerFault::not_understood};
    if (said.size() > kLongestTranslation) return {.fault = AnswerFault::too_long};
    for (const auto& span : spans_of(said)) {
        bool plain = span.kind == SpanKind::number || span.kind == SpanKind::bracket;
        if (!plain) return {.fault = AnswerFault::added};
    }
    auto restored = uncover(said, original.taken);
    if (!restored.whole) return {.fault = AnswerFault::token_lost};
    if (auto fault = common_fault(restored.text); fault != AnswerFault::none)
        return {.fault = fault};
    if (for_customer && asks_for_secret(restored.text))
        return {.fault = AnswerFault::asks_for_secret};
    return {.text = std::move(restored.text)};
}

}  // namespace keydesk::desk
