#pragma once

#include "base/clock.hpp"
#include "desk/conversations/ports.hpp"

#include <boost/describe.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What macros and rules do to a conversation. Pure.
namespace keydesk::desk {

/// Absent: left as it is; an empty id: taken away.
struct Actions {
    std::optional<std::string> status, priority;
    std::optional<std::string> assignee;  ///< An id, or "me" in a macro.
    std::optional<std::string> team;
    std::int64_t snooze_minutes = 0;  ///< With the status "snoozed".
    std::vector<std::string> add_labels, remove_labels;
    std::string text_zh, text_en;     ///< Said to the customer.
    std::string note;                 ///< For the team.
    std::vector<std::string> notify;  ///< Agents' ids; "assignee".

    bool operator==(const Actions&) const = default;
};
BOOST_DESCRIBE_STRUCT(
    Actions,
    (),
    (status,
     priority,
     assignee,
     team,
     snooze_minutes,
     add_labels,
     remove_labels,
     text_zh,
     text_en,
     note,
     notify))

/// Only what differs from the conversation as it is. `me`: who applies it.
Change change_of(const Actions& actions, const Conversation& now, const std::string& me, Time at);
/// The same for labels alone.
std::vector<std::string> labels_after(
    const Conversation& now,
    const std::vector<std::string>& added,
    const std::vector<std::string>& removed);

/// The text in the customer's language; the other one when that is empty.
const std::string& text_for(const Actions& actions, std::string_view locale);

using Variables = std::map<std::string, std::string, std::less<>>;
/// {{customer.name}} and the like; what is not known stays as it is, so that it is seen.
std::string filled(std::string_view text, const Variables& values);
Variables variables_of(
    const Conversation& conversation, const std::string& agent, const std::string& workspace);

}  // namespace keydesk::desk
