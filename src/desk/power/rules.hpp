#pragma once

#include "desk/power/actions.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Automation: when something happens, if it fits, then something is done. Pure.
namespace keydesk::desk {

/// When rules are asked; what stands in the database and on the wire.
inline constexpr std::string_view kOccasions[] = {
    "message",
    "reply",
    "opened",
    "case",
    "status",
    "label",
    "sla_warning",
    "sla_breach",
    "waiting"};

/// An empty list fits everything; several conditions must fit together.
struct Conditions {
    std::vector<std::string> inboxes, doors, locales, cases, priorities, statuses, labels, tiers;
    std::vector<std::string> words;  ///< One of them occurs in the message, in any case.
    std::optional<bool> verified;    ///< The customer has proved who he is.
    std::optional<bool> assigned;
    std::int64_t waiting_minutes = 0;                  ///< The customer waits at least so long.
    std::string hours;                                 ///< Empty: at any time; inside outside
    std::int64_t from_minute = 540, to_minute = 1080;  ///< Of the day, in that zone.
    std::int64_t zone_minutes = 480;                   ///< East of UTC.
    std::vector<std::int64_t> days = {1, 2, 3, 4, 5};  ///< Monday is 1.

    bool operator==(const Conditions&) const = default;
};
BOOST_DESCRIBE_STRUCT(
    Conditions,
    (),
    (inboxes,
     doors,
     locales,
     cases,
     priorities,
     statuses,
     labels,
     tiers,
     words,
     verified,
     assigned,
     waiting_minutes,
     hours,
     from_minute,
     to_minute,
     zone_minutes,
     days))

struct Rule {
    std::string id, name;
    std::int64_t place = 0;
    bool enabled = false;
    std::string occasion;
    Conditions conditions;
    Actions actions;
    std::int64_t runs = 0;
    std::optional<Time> last_run_at, paused_at;
    std::string last_error;
    Time created_at{};
};

/// What an entry of the timeline is to the rules; empty: nothing that they are asked about.
std::vector<std::string> occasions_of(const Message& entry);

/// Whether all conditions fit. `text`: the message that it is about; may be empty.
bool fits(const Conditions& conditions, const Conversation& c, std::string_view text, Time now);

/// A rule never answers what it caused, not even through others, and three in a row are enough.
bool may_follow(const std::vector<std::string>& chain, const std::string& rule) noexcept;
inline constexpr std::size_t kDeepest = 3;
/// Automatic changes of one conversation in an hour; one more, and the rule is paused.
inline constexpr std::int64_t kBudget = 10;

}  // namespace keydesk::desk
