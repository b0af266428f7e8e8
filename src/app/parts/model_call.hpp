#pragma once

#include "desk/assistant/assistant.hpp"
#include "net/http_client.hpp"
#include "net/reach.hpp"

#include <chrono>

namespace keydesk::app {

/// Where a model may be asked: https on the public internet, or http and https in the operator's
/// own network (loopback, private blocks, ULA) when he says that it is his. Never both: who says
/// "my own network" means that nothing leaves it. Errors: as Reach::read.
Result<net::WebUrl> read_model_url(std::string_view url, bool own_network);

struct ModelClients {
    net::HttpClient& outside;
    net::HttpClient& inside;  ///< Of its own: see HttpAsk::reach.
    std::chrono::milliseconds deadline{45'000};
};

/// Asks by POST <base>/chat/completions, the form that OpenAI published and others serve. One
/// answer, not streamed; nothing is tried twice. `clients` outlive it.
desk::AskModel model_call(ModelClients clients);

}  // namespace keydesk::app
