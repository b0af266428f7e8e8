#include "api/console/audited.hpp"

#include <utility>

namespace keydesk::api {

desk::AuditEntry entry_of(
    const Clock& clock, const Caller& caller, std::string action, std::string object)
{
    // The id of a token is a UUID: nothing in it must be escaped.
    auto detail = caller.token.empty() ? std::string{} : R"({"token":")" + caller.token + "\"}";
    return {clock.now(), caller.agent, std::move(action), std::move(object), std::move(detail)};
}

}  // namespace keydesk::api
