#pragma once

#include "api/chat/services.hpp"
#include "api/console/live.hpp"
#include "app/application.hpp"
#include "app/parts/accounts.hpp"
#include "net/router.hpp"

#include <memory>
#include <vector>

namespace keydesk::app {

/// What a part may work with; all of it outlives the parts.
struct Around {
    House& house;
    Scope& scope;
    AccountsPart& accounts;
    api::LiveDesk& live;
    api::chat::ChatDoor& door;
    desk::OpenDoors& doors;
    desk::Follower& diagnoses;
    const Settings& settings;
};

/// Something that stands beside the desk: it follows the log, serves routes, does chores. A part
/// is wired by one line of parts.cpp.
class Part {
public:
    virtual ~Part() = default;
    virtual void add_routes(net::Router&, api::Routes&) {}
    /// Reads what it needs before the doors open.
    virtual Task<Result<void>> open();
    /// Followers and chores begin.
    virtual void start() {}
};

std::vector<std::unique_ptr<Part>> make_parts(const Around& around);

}  // namespace keydesk::app
