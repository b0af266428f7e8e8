#pragma once

#include "desk/channels/channel.hpp"
#include "net/http_client.hpp"

#include <memory>

namespace keydesk::weibo {

/// `http` outlives the kind and its channels.
std::unique_ptr<desk::ChannelKind> make_kind(net::HttpClient& http);

}  // namespace keydesk::weibo
