#pragma once

#include "desk/channels/channel.hpp"

#include <memory>

namespace keydesk::net {
class HttpClient;
}

namespace keydesk::email {

/// Mail: IMAP or LMTP in, SMTP submission out.
std::unique_ptr<desk::ChannelKind> make_kind(net::HttpClient& http);

/// What mail can carry.
desk::Capabilities capabilities();

}  // namespace keydesk::email
