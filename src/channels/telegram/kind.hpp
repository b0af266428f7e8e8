#pragma once

#include "desk/channels/channel.hpp"
#include "net/http_client.hpp"

#include <memory>

namespace keydesk::telegram {

/// The door "telegram". `http` must outlive it, and it its channels.
std::unique_ptr<desk::ChannelKind> make_kind(net::HttpClient& http);

}  // namespace keydesk::telegram
