#pragma once

#include "channels/weixin/api.hpp"
#include "desk/channels/channel.hpp"

#include <string>

namespace keydesk::weixin {

/// A wizard's line about a fault: what the platform said, what to do about it.
desk::Step step_of(std::string id, desk::Words name, const Fault& fault);
desk::Step passed(std::string id, desk::Words name, desk::Words detail);

/// Whether the platform has called us yet; until then, what is to be entered there.
desk::Step callback_step(bool heard, const std::string& public_url, const std::string& inbox_key);

/// Rule 3.24 of 微信公众平台运营规范 (June 2022), said plainly.
desk::Step virtual_currency_rule();
desk::Words virtual_currency_words();

}  // namespace keydesk::weixin
