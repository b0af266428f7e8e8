#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/accounts/audit.hpp"
#include "desk/accounts/permissions.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace keydesk::desk {

/// A log-in that lasts. Its token is known to the browser alone; we keep the hash.
struct Session {
    std::string id;
    std::string agent;
    std::string csrf;
    Time created_at{};
    Time seen_at{};
    Time expires_at{};  ///< However busy it is.
    std::string ip;
    std::string user_agent;
};

/// A session and what its agent is at this moment: a change of role or a lock counts at once.
struct LoggedIn {
    Session session;
    std::string name;
    Role role = Role::agent;
    std::string locale;
    bool disabled = false;
};

/// How long a session lives. Agents keep the console open all day: a lunch break must not log
/// them out, a week-old laptop must.
struct SessionRules {
    std::chrono::seconds idle = std::chrono::hours{12};
    std::chrono::seconds absolute = std::chrono::days{7};
    std::chrono::seconds touch_after = std::chrono::minutes{1};  ///< How exact `seen_at` is.
};

bool alive(const Session& session, Time now, const SessionRules& rules) noexcept;

class SessionStore {
public:
    virtual ~SessionStore() = default;

    /// Also dead ones; ask alive().
    virtual Task<Result<std::optional<LoggedIn>>> find(std::string token_hash) = 0;
    virtual Task<Result<void>> touch(std::string id, Time now, std::string ip) = 0;
    /// Newest first.
    virtual Task<Result<std::vector<Session>>> of_agent(std::string agent) = 0;
    /// not_found when the agent has no such session.
    virtual Task<Result<void>> end(std::string id, std::string agent, AuditEntry audit) = 0;
    /// Forgets what ended before `time`, or was seen last before `seen`.
    virtual Task<Result<void>> sweep(Time time, Time seen) = 0;
};

}  // namespace keydesk::desk
