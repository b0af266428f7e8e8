#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "channels/email/settings.hpp"
#include "channels/email/sorter.hpp"
#include "desk/channels/channel.hpp"
#include "net/imap_client.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace keydesk::email {

/// How far a folder was read. Stored after the mail before it was accepted.
struct Cursor {
    std::uint32_t validity = 0;  ///< UIDVALIDITY; 0: never seen.
    std::uint32_t uid = 0;       ///< The last one that was taken.
    std::int64_t began = 0;      ///< ms; mail that the server got before is history.
    /// After a change of UIDVALIDITY all UIDs are new: up to this one history is told by its date.
    std::uint32_t old_until = 0;

    static Cursor read(std::string_view text);
    std::string write() const;
};

/// Where to go on, now that the server has shown the folder. Pure.
Cursor next_cursor(Cursor known, const net::ImapMailbox& box, bool with_history, Time now);

/// Takes what is new in a folder, in the order of UIDs, in pages; nothing is skipped by time, so an
/// outage of any length loses nothing, and nothing counts twice (external_id).
class Mailbox {
public:
    Mailbox(desk::Inlet& inlet, const Settings& settings, Sorter& sorter);

    /// Once per session, after login.
    Task<Result<void>> open(net::ImapClient& client);
    /// Everything that is there. Errors: those of ImapClient, `unavailable` of the desk.
    Task<Result<void>> collect(net::ImapClient& client);

private:
    Task<Result<void>> take_page(net::ImapClient& client, std::vector<std::uint32_t> uids);
    Task<Result<void>> take_one(net::ImapClient& client, net::ImapFace face);
    Task<Result<void>> put_away(net::ImapClient& client, std::uint32_t uid);
    Task<Result<void>> keep_cursor();
    bool is_history(const net::ImapFace& face) const;

    desk::Inlet& inlet_;
    const Settings& settings_;
    Sorter& sorter_;
    Cursor cursor_;
    bool read_only_ = false;
};

}  // namespace keydesk::email
