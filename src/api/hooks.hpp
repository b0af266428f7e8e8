#pragma once

#include "base/clock.hpp"
#include "base/rate_limit.hpp"
#include "desk/channels/open_doors.hpp"
#include "net/router.hpp"

#include <string>

namespace keydesk::api {

/// `/hooks/<inbox key>`: where providers call. What they send is the door's to judge; nothing of it
/// is ever logged, since keys and customers' words stand in it.
class Hooks {
public:
    /// Many customers come by the few addresses of one provider, so the allowance is wide; it is
    /// there for those who guess keys.
    static constexpr RateLimit::Rule kByPrefix{2'000, 200};

    Hooks(desk::OpenDoors& doors, const Clock& clock, RateLimit::Rule by_prefix = kByPrefix)
        : doors_{doors},
          by_prefix_{clock, by_prefix}
    {
    }

    void add_routes(net::Router& router);

private:
    Task<net::Response> answer(net::Request& request);

    desk::OpenDoors& doors_;
    RateLimit by_prefix_;
};

}  // namespace keydesk::api
