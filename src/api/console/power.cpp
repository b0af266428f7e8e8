#include "api/console/power.hpp"
#include "api/console/audited.hpp"

#include "guard/guard.hpp"

#include <algorithm>

namespace keydesk::api {

CallerHandler with(PowerServices& services, PowerFunction function)
{
    return [&services, function](net::Request& request, const Caller& caller) {
        return function(services, request, caller);
    };
}

bool one_of(const std::string& text, std::initializer_list<std::string_view> words)
{
    return std::ranges::find(words, text) != words.end();
}

void check_list(
    Faults& faults, std::string_view field, const std::vector<std::string>& list, std::size_t most)
{
    if (list.size() > most) faults.push_back({std::string{field}, std::string{problem::too_long}});
    for (const auto& one : list) check_length(faults, field, one, 1, 200);
}

void check_actions(Faults& faults, const desk::Actions& a, std::string_view field)
{
    auto at = [&](std::string_view name) { return std::string{field} + "." + std::string{name}; };
    auto wrong = [&](std::string_view name, std::string_view what) {
        faults.push_back({at(name), std::string{what}});
    };
    if (a.status && !one_of(*a.status, {"open", "snoozed", "resolved"}))
        wrong("status", problem::not_allowed);
    if (a.priority && !one_of(*a.priority, {"none", "low", "medium", "high", "urgent"}))
        wrong("priority", problem::not_allowed);
    constexpr std::int64_t kLongest = 60 * 24 * 365;
    if (a.snooze_minutes < 0 || a.snooze_minutes > kLongest)
        wrong("snooze_minutes", problem::out_of_range);
    if (a.status == "snoozed" && a.snooze_minutes == 0) wrong("snooze_minutes", problem::missing);
    check_length(faults, at("text_zh"), a.text_zh, 0, desk::Desk::kLongest);
    check_length(faults, at("text_en"), a.text_en, 0, desk::Desk::kLongest);
    check_length(faults, at("note"), a.note, 0, desk::Desk::kLongest);
    check_list(faults, at("add_labels"), a.add_labels);
    check_list(faults, at("remove_labels"), a.remove_labels);
    check_list(faults, at("notify"), a.notify);
}

std::string guarded(std::string text)
{
    return guard::clean(guard::RawText{std::move(text)}).text.str();
}

desk::Actions guarded(desk::Actions actions)
{
    actions.text_zh = guarded(std::move(actions.text_zh));
    actions.text_en = guarded(std::move(actions.text_en));
    actions.note = guarded(std::move(actions.note));
    return actions;
}

desk::AuditEntry audited(
    const PowerServices& services, const Caller& caller, std::string action, std::string object)
{
    return entry_of(services.clock, caller, std::move(action), std::move(object));
}

void publish(PowerServices& services, const std::vector<desk::Happening>& told)
{
    for (const auto& one : told) services.desk.feed().publish(one);
}

void add_power_routes(Routes& routes, PowerServices& services)
{
    add_macro_routes(routes, services);
    add_bulk_routes(routes, services);
    add_rule_routes(routes, services);
    add_view_routes(routes, services);
    add_tie_routes(routes, services);
    add_notification_routes(routes, services);
}

}  // namespace keydesk::api
