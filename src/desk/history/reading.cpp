#include "desk/history/reading.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>

namespace keydesk::desk {

namespace json = boost::json;

namespace history {

const json::value& at(const json::value& from, std::string_view name)
{
    static const json::value nothing;
    const auto* object = from.if_object();
    const auto* found = object != nullptr ? object->if_contains(name) : nullptr;
    return found != nullptr ? *found : nothing;
}

const json::value& at(const json::value& from, std::string_view first, std::string_view second)
{
    return at(at(from, first), second);
}

std::string text(const json::value& value)
{
    if (const auto* string = value.if_string()) return std::string{*string};
    if (const auto* number = value.if_int64()) return std::to_string(*number);
    if (const auto* number = value.if_uint64()) return std::to_string(*number);
    return {};
}

namespace {

/// The digits at `from`, or -1.
int number_at(std::string_view text, std::size_t from, std::size_t length)
{
    int out = -1;
    if (from + length > text.size()) return -1;
    auto [end, error] = std::from_chars(text.data() + from, text.data() + from + length, out);
    return error == std::errc{} && end == text.data() + from + length ? out : -1;
}

/// Minutes east of UTC that "…Z", "…+02:00" or "…-0500" ends in.
int zone_of(std::string_view text)
{
    auto sign = text.find_first_of("+-", 11);
    if (sign == text.npos) return 0;
    auto hours = number_at(text, sign + 1, 2);
    auto minutes = number_at(text, text.size() - 2, 2);
    if (hours < 0 || minutes < 0) return 0;
    return (text[sign] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

Time time(const json::value& value)
{
    if (value.is_number()) {
        auto seconds = value.to_number<double>();
        bool sensible = seconds > 0 && seconds < 1e11;
        return sensible ? from_millis(static_cast<std::int64_t>(seconds * 1000)) : Time{};
    }
    auto said = text(value);
    int year = number_at(said, 0, 4), month = number_at(said, 5, 2), day = number_at(said, 8, 2);
    int hour = number_at(said, 11, 2), minute = number_at(said, 14, 2);
    int second = std::max(number_at(said, 17, 2), 0);
    std::chrono::year_month_day date{
        std::chrono::year{year},
        std::chrono::month{static_cast<unsigned>(month)},
        std::chrono::day{static_cast<unsigned>(day)}};
    if (year < 1970 || !date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59) return {};
    auto days = std::chrono::sys_days{date};
    return Time{days} + std::chrono::hours{hour} + std::chrono::minutes{minute - zone_of(said)} +
           std::chrono::seconds{second};
}

bool truth(const json::value& value)
{
    const auto* yes = value.if_bool();
    return yes != nullptr && *yes;
}

const std::vector<const json::value*> items(const json::value& value)
{
    std::vector<const json::value*> out;
    const auto* list = value.if_array();
    if (list == nullptr) return out;
    for (const auto& one : *list) out.push_back(&one);
    return out;
}

}  // namespace history

namespace {

using Reader = void (*)(const json::value&, const TextOfHtml&, const history::Take&);

Reader reader_of(Source source)
{
    switch (source) {
        case Source::chatwoot:
            return history::read_chatwoot;
        case Source::zammad:
            return history::read_zammad;
        case Source::zendesk:
            return history::read_zendesk;
        case Source::freescout:
            return history::read_freescout;
    }
    return history::read_chatwoot;
}

/// Valid conversations only; why another one is none.
std::string fault_of(const PastConversation& past)
{
    auto name = past.external_id.empty() ? std::string{"a conversation"} : past.external_id;
    if (past.external_id.empty() || past.external_id.size() > 64) return name + ": no id";
    if (past.messages.empty()) return name + ": no messages";
    if (past.created_at == Time{}) return name + ": no time";
    return {};
}

void take_one(PastExport& out, PastConversation past)
{
    std::erase_if(past.messages, [](const PastMessage& message) {
        return message.text.reveal().empty() && message.files.empty();
    });
    auto by_time = [](const PastMessage& a, const PastMessage& b) { return a.at < b.at; };
    std::ranges::stable_sort(past.messages, by_time);
    if (past.created_at == Time{} && !past.messages.empty()) {
        past.created_at = past.messages.front().at;
    }
    for (auto& message : past.messages) message.at = std::max(message.at, past.created_at);
    auto fault = fault_of(past);
    if (fault.empty()) {
        out.conversations.push_back(std::move(past));
    } else {
        out.faults.push_back(std::move(fault));
    }
}

constexpr std::size_t kDeepest = 64;

std::optional<json::value> parse(std::string_view text)
{
    json::parse_options options;
    options.max_depth = kDeepest;
    boost::system::error_code broken;
    auto value = json::parse(text, broken, {}, options);
    if (broken) return std::nullopt;
    return value;
}

}  // namespace

Result<PastExport> read_history(Source source, std::string_view text, const TextOfHtml& to_text)
{
    PastExport out;
    auto take = [&out](PastConversation past) { take_one(out, std::move(past)); };
    auto read = reader_of(source);
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (auto whole = parse(text)) {
        read(*whole, to_text, take);
    } else {
        std::size_t line = 0;
        while (!text.empty()) {
            ++line;
            auto end = std::min(text.find('\n'), text.size());
            auto one = text.substr(0, end);
            text.remove_prefix(std::min(end + 1, text.size()));
            if (one.find_first_not_of(" \t\r") == one.npos) continue;
            auto value = parse(one);
            if (value) read(*value, to_text, take);
            if (!value) out.faults.push_back("line " + std::to_string(line) + ": no JSON");
        }
    }
    if (out.conversations.empty()) {
        return fail(ErrorKind::invalid_input, "there is no conversation in this file");
    }
    return out;
}

}  // namespace keydesk::desk
