#include "desk/power/rules.hpp"

#include "desk/power/described.hpp"

#include <algorithm>

namespace keydesk::desk {

namespace {

bool any(const std::vector<std::string>& wanted, const std::string& is)
{
    return wanted.empty() || std::ranges::find(wanted, is) != wanted.end();
}

bool any_label(const std::vector<std::string>& wanted, const std::vector<Label>& labels)
{
    auto has = [&](const std::string& id) {
        return std::ranges::find(labels, id, &Label::id) != labels.end();
    };
    return wanted.empty() || std::ranges::any_of(wanted, has);
}

std::string lower(std::string_view text)
{
    std::string out{text};
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

bool any_word(const std::vector<std::string>& words, std::string_view text)
{
    if (words.empty()) return true;
    auto where = lower(text);
    return std::ranges::any_of(
        words, [&](const auto& word) { return where.find(lower(word)) != std::string::npos; });
}

/// "zh" fits "zh-CN".
bool any_locale(const std::vector<std::string>& wanted, const std::string& is)
{
    auto same = [&](const std::string& one) { return is.starts_with(one.substr(0, 2)); };
    return wanted.empty() || std::ranges::any_of(wanted, same);
}

bool in_hours(const Conditions& c, Time now)
{
    auto local = now + std::chrono::minutes{c.zone_minutes};
    auto day = std::chrono::floor<std::chrono::days>(local);
    auto weekday = std::int64_t{std::chrono::weekday{day}.iso_encoding()};
    auto minute = std::chrono::floor<std::chrono::minutes>(local - day).count();
    bool open_day = std::ranges::find(c.days, weekday) != c.days.end();
    return open_day && minute >= c.from_minute && minute < c.to_minute;
}

struct EventWords {
    std::string what, state;
};
BOOST_DESCRIBE_STRUCT(EventWords, (), (what, state))

}  // namespace

std::vector<std::string> occasions_of(const Message& entry)
{
    if (entry.kind == "customer") {
        if (entry.seq == 1) return {"opened", "message"};
        return {"message"};
    }
    if (entry.kind == "reply") return {"reply"};
    if (entry.kind != "event") return {};
    auto event = kept::read<EventWords>(entry.payload);
    if (event.what == "status" || event.what == "case") return {event.what};
    if (event.what == "labels") return {"label"};
    if (event.what == "sla" && event.state == "warning") return {"sla_warning"};
    if (event.what == "sla" && event.state == "breached") return {"sla_breach"};
    return {};
}

bool fits(const Conditions& c, const Conversation& is, std::string_view text, Time now)
{
    if (!any(c.inboxes, is.inbox.id) || !any(c.doors, is.inbox_kind)) return false;
    if (!any_locale(c.locales, is.customer_locale) || !any(c.cases, is.case_type)) return false;
    if (!any(c.priorities, is.priority) || !any(c.statuses, is.status)) return false;
    if (!any(c.tiers, is.tier) || !any_label(c.labels, is.labels)) return false;
    if (c.verified && *c.verified != is.customer_verified) return false;
    if (c.assigned && *c.assigned != is.assignee.has_value()) return false;
    if (!any_word(c.words, text)) return false;
    if (c.waiting_minutes > 0) {
        auto since = is.waiting_since;
        if (!since || now - *since < std::chrono::minutes{c.waiting_minutes}) return false;
    }
    if (c.hours.empty()) return true;
    return in_hours(c, now) == (c.hours == "inside");
}

bool may_follow(const std::vector<std::string>& chain, const std::string& rule) noexcept
{
    return chain.size() < kDeepest && std::ranges::find(chain, rule) == chain.end();
}

}  // namespace keydesk::desk
