#pragma once

#include "desk/conversations/nouns.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

namespace keydesk::desk {

/// Which conversations a saved view shows. An empty list fits everything.
struct ViewFilter {
    std::vector<std::string> statuses, inboxes, doors, labels, teams, cases, tiers, priorities;
    std::vector<std::string> assignees;  ///< Ids; "me", "none".
    std::vector<std::string> locales;    ///< zh en
    std::vector<std::string> sla;        ///< warning breached
    std::optional<bool> waiting;         ///< The customer waits for an answer.
    std::optional<bool> verified;

    bool operator==(const ViewFilter&) const = default;
};
BOOST_DESCRIBE_STRUCT(
    ViewFilter,
    (),
    (statuses,
     inboxes,
     doors,
     labels,
     teams,
     cases,
     tiers,
     priorities,
     assignees,
     locales,
     sla,
     waiting,
     verified))

struct View {
    std::string id, name, icon, owner;
    bool shared = false;
    ViewFilter filter;
    std::string sort = "newest";  ///< newest oldest waiting priority
    Time created_at{};
};

}  // namespace keydesk::desk
