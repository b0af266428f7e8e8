#include "api/console/integrators.hpp"
#include "api/console/audited.hpp"

#include "api/openapi.hpp"

namespace keydesk::api {

CallerHandler with(IntegratorServices& services, IntegratorFunction function)
{
    return [&services, function](net::Request& request, const Caller& caller) {
        return function(services, request, caller);
    };
}

desk::AuditEntry audited(
    const IntegratorServices& services,
    const Caller& caller,
    std::string action,
    std::string object)
{
    return entry_of(services.clock, caller, std::move(action), std::move(object));
}

void add_integrator_routes(Routes& routes, IntegratorServices& services)
{
    add_token_routes(routes, services);
    add_webhook_routes(routes, services);
    add_webhook_log_routes(routes, services);
    add_customer_book_routes(routes, services);
    auto document = [&routes](net::Request&) -> Task<Answer> {
        co_return net::json(200, openapi_document(routes.table()));
    };
    routes.open(net::Method::get, "/api/v1/openapi.json", document, {.summary = "This document"});
}

}  // namespace keydesk::api
