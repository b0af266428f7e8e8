#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace keydesk::desk {

/// What open consoles must hear of accounts and settings. Called on the io thread, after the
/// commit; implemented by whoever holds the live sockets.
class Notices {
public:
    virtual ~Notices() = default;
    /// These sessions are over: their sockets must close now.
    virtual void sessions_ended(const std::vector<std::string>& sessions) = 0;
    /// Something is to be loaded again: "agents", "teams", "labels", "saved_replies", "inboxes" or
    /// "workspace".
    virtual void changed(std::string_view what) = 0;
    /// This agent's role or name is another one now; his sockets must not go on with the old.
    virtual void agent_changed(const std::string& agent) = 0;
};

}  // namespace keydesk::desk
