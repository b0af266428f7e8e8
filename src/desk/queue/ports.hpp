#pragma once

#include "base/result.hpp"
#include "base/signal.hpp"
#include "base/task.hpp"
#include "desk/conversations/nouns.hpp"
#include "desk/queue/board.hpp"
#include "desk/queue/incidents.hpp"
#include "desk/queue/service_levels.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What queue, service levels and incidents need of a store.
namespace keydesk::desk {

using Happenings = std::vector<Happening>;

/// What an agent can do, as it is set.
struct AgentRouting {
    std::string agent, name;
    int capacity = kUsualCapacity;
    bool specialist = false;
    std::vector<std::string> languages, skills;
    std::string calendar;  ///< Empty: that of his team, else always.
    bool present = false, away = false, in_shift = true;
    int load = 0;
};

struct NamedCalendar {
    std::string id, name, zone;
    std::string rules;                    ///< JSON; see read_calendar.
    std::vector<std::string> teams = {};  ///< Whose shifts these are.
};

struct QueueSettings {
    QueueRules rules;
    std::string calendar;  ///< By which promises are made; empty: day and night.
};

/// Calendars by id and the rules, as they are used. Never changed once made, so threads share it.
struct QueueBook {
    std::map<std::string, Calendar> calendars;
    std::map<std::string, std::string> team_calendars;  ///< team → calendar
    QueueSettings settings;
    std::vector<SlaPolicy> policies;

    const Calendar& calendar(const std::string& id) const;
};
using QueueBookPtr = std::shared_ptr<const QueueBook>;

/// The latest reply that a slow door is promised to who has waited since `since`.
Time reply_by(const QueueBook& book, Time since);

/// Who waits and who is here, for the overview.
struct QueueView {
    std::vector<Standing> line;  ///< The first 200.
    std::vector<Conversation> conversations;
    std::int64_t waiting = 0;
};

class Claims {
public:
    virtual ~Claims() = default;
    /// Errors: `not_found`; `conflict` "taken", "at capacity".
    virtual Task<Result<Happening>> claim(Face agent, std::string conversation) = 0;
    /// The next that he can have. Errors: `not_found` (nobody waits), `conflict` "at capacity".
    virtual Task<Result<Happening>> claim_next(Face agent) = 0;
    /// One at a time of a conversation: a new one takes the place of the one before.
    virtual Task<Result<Happenings>> call_back(
        std::string conversation, std::string contact, Time from, Time to) = 0;
    virtual Task<Result<QueueView>> view() = 0;
};

class QueueSetup {
public:
    virtual ~QueueSetup() = default;
    virtual Task<Result<std::vector<AgentRouting>>> routing() = 0;
    virtual Task<Result<void>> set_routing(AgentRouting routing) = 0;
    virtual Task<Result<std::vector<NamedCalendar>>> calendars() = 0;
    /// Without an id: a new one. Errors: `invalid_input` (zone, rules), `conflict` (name).
    virtual Task<Result<std::string>> put_calendar(NamedCalendar calendar) = 0;
    virtual Task<Result<void>> remove_calendar(std::string id) = 0;
    virtual Task<Result<void>> set_rules(QueueSettings settings) = 0;
    virtual QueueBookPtr book() const = 0;
};

class ServiceLevels {
public:
    virtual ~ServiceLevels() = default;
    /// Without an id: a new one. Errors: `invalid_input` (inbox, calendar), `conflict` (name).
    virtual Task<Result<std::string>> put_policy(SlaPolicy policy) = 0;
    virtual Task<Result<void>> remove_policy(std::string id) = 0;
};

class Incidents {
public:
    virtual ~Incidents() = default;
    /// Those that are proposed or open, and the newest others.
    virtual Task<Result<std::vector<Incident>>> incidents() = 0;
    /// Opens a new one (no id) or a proposed one, or changes the words of an open one.
    /// Errors: `conflict` (there is one of this case type).
    virtual Task<Result<std::string>> open_incident(Incident incident) = 0;
    /// "resolved" with the last words, or "dismissed". Errors: `not_found`, `conflict`.
    virtual Task<Result<void>> end_incident(Incident incident) = 0;
};

/// Where customers stand. In memory; true a moment ago. Lives on the io thread.
class Places {
public:
    virtual ~Places() = default;
    /// Absent: he stands in no queue.
    virtual std::optional<QueuePlace> place_of(const std::string& conversation) const = 0;
    Signal<> moved;
};

}  // namespace keydesk::desk
