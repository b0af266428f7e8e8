#pragma once

#include "channels/telegram/message.hpp"

#include <string>
#include <vector>

/// Whether somebody goes by a name of ours.
namespace keydesk::telegram {

struct Imitation {
    enum class How {
        none,
        similar,  ///< Agents are told.
        same      ///< In a registered group everybody is told.
    };
    How how = How::none;
    std::string of;  ///< Whose name it resembles.
};

/// `own`: the brand and the agents; the bot's own names are added.
Imitation imitation_of(const Face& face, std::vector<std::string> own, const Account& me);

}  // namespace keydesk::telegram
