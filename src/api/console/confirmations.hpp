#pragma once

#include "api/gate.hpp"
#include "desk/feedback/confirmations.hpp"

namespace keydesk::api {

struct ConfirmationServices {
    desk::Confirmations& confirmations;
};

/// `GET /api/v1/conversations/:id/confirmation`. `services` outlives `routes`.
void add_confirmation_routes(Routes& routes, ConfirmationServices& services);

}  // namespace keydesk::api
