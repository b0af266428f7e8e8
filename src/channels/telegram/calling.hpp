#pragma once

#include "channels/telegram/message.hpp"

/// Whether a message in a group is meant for us.
namespace keydesk::telegram {

/// Fills `call`, `command` and `argument`. In this order: a command for another bot is not for us;
/// an answer to a message of ours is; a mention of our name (entity, or raw as Chinese is written);
/// a mention of our person; a command with our name, or without any name one of our own.
void read_calling(const json::value& message, const Account& me, Message& out);

}  // namespace keydesk::telegram
