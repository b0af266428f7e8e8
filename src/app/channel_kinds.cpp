#include "app/doors.hpp"
#include "channels/email/kind.hpp"

namespace keydesk::app {

std::vector<std::unique_ptr<desk::ChannelKind>> channel_kinds(net::HttpClient& http)
{
    std::vector<std::unique_ptr<desk::ChannelKind>> kinds;
    kinds.push_back(email::make_kind(http));
    return kinds;
}

}  // namespace keydesk::app
