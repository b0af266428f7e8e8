#pragma once

#include "desk/webhooks/sender.hpp"
#include "net/http_client.hpp"
#include "net/reach.hpp"

#include <string>
#include <vector>

namespace keydesk::app {

/// How deliveries are posted: by a client of their own, to addresses that may be reached only, each
/// one looked at when it is connected to. No redirect is followed, ten seconds are all there is.
/// Everything given outlives what is returned; `resolved` is HttpAsk::resolved, for tests.
desk::WebhookPost webhook_post(
    net::HttpClient& client,
    const net::Reach& reach,
    const std::vector<std::string>* resolved = nullptr);

}  // namespace keydesk::app
