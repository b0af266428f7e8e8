#pragma once

#include "api/gate.hpp"
#include "base/seal.hpp"
#include "desk/accounts/audit.hpp"
#include "desk/assistant/material.hpp"
#include "desk/assistant/room.hpp"
#include "net/web_url.hpp"

#include <functional>
#include <string>

namespace keydesk::api {

/// What the assistant's routes work with; everything outlives the server.
struct AssistantServices {
    desk::AssistantRoom& room;
    desk::AssistantStore& store;
    desk::MaterialPorts& material;
    desk::AuditLog& audit;
    const Sealer& sealer;
    const Clock& clock;
    /// Where a model may be. Errors: as net::Reach::read.
    std::function<Result<net::WebUrl>(const std::string& url, bool own_network)> allowed;
    std::function<void()> changed;  ///< Consoles learn whether there is an assistant.
};

/// `/api/v1/assistant…`: see docs/assistant.md. No API token opens any of it.
void add_assistant_routes(Routes& routes, AssistantServices& services);

/// One file a noun.
void add_assistant_settings_routes(Routes& routes, AssistantServices& services);
void add_translation_routes(Routes& routes, AssistantServices& services);

using AssistantFunction = Task<Answer> (*)(AssistantServices&, net::Request&, const Caller&);
/// Refuses who comes with a token.
CallerHandler with(AssistantServices& services, AssistantFunction function);

/// The refusals in words; `code` is AssistantRoom::Asked::fault.
Refusal assistant_off();
Refusal refusal_of(const desk::AssistantRoom::Asked& asked);
Refusal refusal_of(desk::AnswerFault fault);

}  // namespace keydesk::api
