#pragma once

#include "desk/channels/channel.hpp"

#include <string>

namespace keydesk::wechat {

/// The page with the QR code by which a customer of the app finds his conversation in WeChat. The
/// code is drawn here: who looks at the page is not told to Tencent before he scans.
/// `url`: what the code says; `ticket`: by which the platform shows the same code as a picture.
desk::HookReply code_page(const std::string& url, const std::string& ticket);

}  // namespace keydesk::wechat
