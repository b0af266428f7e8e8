#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "desk/channels/channel.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace keydesk::telegram {

/// A group that the desk serves, as the operator registered it.
struct Group {
    std::int64_t id = 0;
    std::string link;   ///< "https://t.me/…"; may be empty: the group is not published then.
    std::string title;  ///< May be empty.
};

/// One bot account, as the wizard's fields say it.
struct Settings {
    Secret bot_token;
    bool webhook = false;
    std::vector<Group> groups;
    std::vector<std::int64_t> team;  ///< Telegram ids of our own people: never imitators.
    std::string api_root;            ///< Without a slash at the end.
    std::string proxy;
    std::chrono::milliseconds deadline{20'000};  ///< Of a call, on top of any poll's wait.
    std::chrono::milliseconds upload{120'000};   ///< Of a call that carries a file.
    std::chrono::seconds poll_wait{25};          ///< Telegram holds a poll open for 50 s at most.

    const Group* group(std::int64_t id) const noexcept;
};

/// Errors: `invalid_input`, "<field>: <what is wrong>".
Result<Settings> read_settings(const desk::ChannelSettings& fields);

}  // namespace keydesk::telegram
