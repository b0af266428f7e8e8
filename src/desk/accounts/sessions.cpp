#include "desk/accounts/sessions.hpp"

namespace keydesk::desk {

bool alive(const Session& session, Time now, const SessionRules& rules) noexcept
{
    return now < session.expires_at && now < session.seen_at + rules.idle;
}

}  // namespace keydesk::desk
