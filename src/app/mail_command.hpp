#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace keydesk::app {

struct MailOptions {
    std::vector<std::string> inboxes;       ///< Our addresses; repeatable.
    std::vector<std::string> authserv_ids;  ///< Receivers whose verdict counts; repeatable.
};

/// `keydesk mail parse`: one mail in, one JSON object out (docs/channels/email-parsing.md).
/// Returns the exit code: 0; 1 when it is unreadable, which the desk would put into quarantine.
int mail_parse(const MailOptions& options, std::istream& in, std::ostream& out, std::ostream& err);

}  // namespace keydesk::app
