#include "app/doors/doors.hpp"
#include "channels/email/kind.hpp"
#include "channels/telegram/kind.hpp"
#include "channels/wechat/kind.hpp"
#include "channels/wecom/kind.hpp"
#include "channels/weibo/kind.hpp"

namespace keydesk::app {

std::vector<std::unique_ptr<desk::ChannelKind>> channel_kinds(net::HttpClient& http)
{
    std::vector<std::unique_ptr<desk::ChannelKind>> kinds;
    kinds.push_back(email::make_kind(http));
    kinds.push_back(telegram::make_kind(http));
    kinds.push_back(wechat::make_kind(http));
    kinds.push_back(wecom::make_kind(http));
    kinds.push_back(weibo::make_kind(http));
    return kinds;
}

}  // namespace keydesk::app
