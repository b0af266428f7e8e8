#pragma once

#include "desk/channels/channel.hpp"
#include "net/http_client.hpp"

#include <memory>

namespace keydesk::wechat {

/// The WeChat Official Account (公众号) as a kind of door. `http` outlives it.
std::unique_ptr<desk::ChannelKind> make_kind(net::HttpClient& http);

}  // namespace keydesk::wechat
