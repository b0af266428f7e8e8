#pragma once

#include "api/gate.hpp"
#include "base/clock.hpp"
#include "desk/feedback/feedback.hpp"

namespace keydesk::api {

struct SuggestionServices {
    desk::Suggestions& suggestions;
    const Clock& clock;
};

/// `/api/v1/suggestions`: the product board as agents see and edit it. `services` outlives
/// `routes`.
void add_suggestion_routes(Routes& routes, SuggestionServices& services);

}  // namespace keydesk::api
