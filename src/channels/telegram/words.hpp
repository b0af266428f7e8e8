#pragma once

#include "channels/telegram/settings.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What the door itself says to customers, in their language. Nothing here asks for anything, and
/// nothing repeats what somebody wrote.
namespace keydesk::telegram::words {

std::string welcome(bool chinese);
std::string continued(bool chinese);     ///< A link led him into private.
std::string link_refused(bool chinese);  ///< Used up, over, or somebody else's.
/// In a group, under his question: let us go on where nobody reads along.
std::string invitation(bool chinese);
std::string hand_raised(bool chinese);  ///< He wrote nothing but our name.
std::string button(bool chinese);
/// In a group, under a message of one whose name resembles ours. Both languages: all read it.
std::string impostor();
/// To a group that is not registered; its number is what the operator needs to register it.
std::string goodbye(std::int64_t group);
std::string too_large(bool chinese);
std::string groups(const std::vector<Group>& groups, bool chinese);

}  // namespace keydesk::telegram::words
