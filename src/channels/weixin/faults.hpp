#pragma once

#include "channels/weixin/api.hpp"
#include "desk/channels/departure.hpp"

#include <span>

namespace keydesk::weixin {

/// What one of the platform's codes asks of us.
struct Meaning {
    int code;
    desk::SendFault fault;
    const char* words;
};

/// Null: the table does not explain it.
const Meaning* meaning_of(std::span<const Meaning> meanings, int code) noexcept;

/// What the courier must do after this fault. Codes decide, never errmsg; a code that the table
/// does not explain is the message's own fault. Our address is added where the platform refuses it
/// (40164, 60020).
desk::SendError send_error(std::span<const Meaning> meanings, const Fault& fault);

}  // namespace keydesk::weixin
