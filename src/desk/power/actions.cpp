#include "desk/power/actions.hpp"

#include <algorithm>

namespace keydesk::desk {

namespace {

bool holds(const std::vector<std::string>& list, const std::string& one)
{
    return std::ranges::find(list, one) != list.end();
}

/// "{{ Customer.Name }}" → "customer.name"
std::string name_in(std::string_view inside)
{
    std::string name;
    for (char c : inside) {
        if (c == ' ' || c == '\t') continue;
        name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return name;
}

}  // namespace

std::vector<std::string> labels_after(
    const Conversation& now,
    const std::vector<std::string>& added,
    const std::vector<std::string>& removed)
{
    std::vector<std::string> after;
    for (const auto& label : now.labels) {
        if (!holds(removed, label.id)) after.push_back(label.id);
    }
    for (const auto& id : added) {
        if (!holds(after, id)) after.push_back(id);
    }
    return after;
}

Change change_of(const Actions& actions, const Conversation& now, const std::string& me, Time at)
{
    Change change{.priority = actions.priority, .assignee = actions.assignee, .team = actions.team};
    if (change.assignee == "me") change.assignee = me;
    if (change.assignee == (now.assignee ? now.assignee->id : "")) change.assignee.reset();
    if (change.team == (now.team ? now.team->id : "")) change.team.reset();
    if (change.priority == now.priority) change.priority.reset();
    if (actions.status && *actions.status != now.status) change.status = actions.status;
    if (actions.status == "snoozed") {
        change.status = "snoozed";
        change.snoozed_until =
            at + std::chrono::minutes{std::max<std::int64_t>(1, actions.snooze_minutes)};
    }
    auto labels = labels_after(now, actions.add_labels, actions.remove_labels);
    std::vector<std::string> before;
    for (const auto& label : now.labels) before.push_back(label.id);
    if (labels != before) change.labels = std::move(labels);
    return change;
}

const std::string& text_for(const Actions& actions, std::string_view locale)
{
    const auto& own = locale.starts_with("zh") ? actions.text_zh : actions.text_en;
    const auto& other = locale.starts_with("zh") ? actions.text_en : actions.text_zh;
    return own.empty() ? other : own;
}

std::string filled(std::string_view text, const Variables& values)
{
    std::string out;
    while (!text.empty()) {
        auto open = text.find("{{");
        auto close = open == text.npos ? text.npos : text.find("}}", open);
        if (close == text.npos) break;
        out += text.substr(0, open);
        auto known = values.find(name_in(text.substr(open + 2, close - open - 2)));
        out += known == values.end() ? std::string{text.substr(open, close + 2 - open)}
                                     : known->second;
        text.remove_prefix(close + 2);
    }
    return out += text;
}

Variables variables_of(
    const Conversation& c, const std::string& agent, const std::string& workspace)
{
    return {
        {"customer.name", c.customer_name},
        {"agent.name", agent},
        {"conversation.number", "#" + std::to_string(c.number)},
        {"workspace.name", workspace},
        {"inbox.name", c.inbox.name},
        {"case", c.case_type}};
}

}  // namespace keydesk::desk
