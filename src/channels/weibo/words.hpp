#pragma once

#include "desk/channels/channel.hpp"

#include <cstdint>

/// What this door says by itself, to customers and to operators. To customers it repeats nothing
/// of what they wrote.
namespace keydesk::weibo::words {

desk::Words received(std::int64_t number);
desk::Words go_ahead();  ///< After a press on our menu button.

}  // namespace keydesk::weibo::words
