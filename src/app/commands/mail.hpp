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

struct DeliverOptions {
    std::string recipient;  ///< The envelope's, with its tag.
    std::string sender;     ///< Empty: the null sender.
    std::string lmtp;       ///< Where the desk listens: a path or 127.0.0.1:port.
};

/// `keydesk mail deliver`: hands one mail from `in` to the running desk, as an MTA's pipe wants it.
/// Returns the exit code of sysexits.h: 0 stored, 75 (EX_TEMPFAIL) come again, 67 (EX_NOUSER) no
/// such address, 65 (EX_DATAERR) refused.
int mail_deliver(const DeliverOptions& options, std::istream& in, std::ostream& err);

}  // namespace keydesk::app
