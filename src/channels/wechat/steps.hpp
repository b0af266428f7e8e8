#pragma once

#include "channels/weixin/api.hpp"
#include "desk/channels/channel.hpp"

/// The wizard's lines about an Official Account.
namespace keydesk::wechat {

desk::Step token_good();
desk::Step token_bad(const weixin::Fault& fault);
desk::Step rights_good();
desk::Step rights_bad(const weixin::Fault& fault);
desk::Step menu_good();
desk::Step menu_bad(const weixin::Fault& fault);
desk::Step menu_left_alone();

}  // namespace keydesk::wechat
