#pragma once

#include "api/gate.hpp"
#include "base/seal.hpp"
#include "desk/accounts/tokens.hpp"
#include "desk/conversations/customer_book.hpp"
#include "desk/webhooks/webhooks.hpp"
#include "net/reach.hpp"

#include <functional>
#include <string>

namespace keydesk::api {

/// What the routes for programs and for who sets them up work with; everything outlives the server.
struct IntegratorServices {
    desk::Webhooks& webhooks;
    desk::TokenStore& tokens;
    desk::CustomerBook& customers;
    const Sealer& sealer;
    const Clock& clock;
    const net::Reach& reach;
    std::function<void()> stir;  ///< A delivery may be due.
};

using IntegratorFunction = Task<Answer> (*)(IntegratorServices&, net::Request&, const Caller&);
CallerHandler with(IntegratorServices& services, IntegratorFunction function);

desk::AuditEntry audited(
    const IntegratorServices& services,
    const Caller& caller,
    std::string action,
    std::string object);

/// `/api/v1/tokens`, `/api/v1/webhooks`, `/api/v1/customers` by the wallet's own ids, and
/// `/api/v1/openapi.json` over everything in `routes`. See docs/integrating.md.
void add_integrator_routes(Routes& routes, IntegratorServices& services);

void add_token_routes(Routes& routes, IntegratorServices& services);
void add_webhook_routes(Routes& routes, IntegratorServices& services);
void add_webhook_log_routes(Routes& routes, IntegratorServices& services);
void add_customer_book_routes(Routes& routes, IntegratorServices& services);

}  // namespace keydesk::api
