#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Mail as values. The room is pure: bytes in, values out; no socket, no clock.
namespace keydesk::mail {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

struct Address {
    std::string name;     ///< UTF-8, decoded; may be empty.
    std::string address;  ///< As written, the domain in lower case; empty when it is none.
};

struct Attachment {
    std::string name;        ///< UTF-8, decoded, without any path; may be empty.
    std::string type;        ///< As claimed, lower case.
    std::string content_id;  ///< Without <>; of inline pictures.
    bool is_inline = false;
    std::string bytes;
};

/// Why no automatic answer may follow (RFC 3834 and what is usual); `None`: a person wrote it.
enum class Automatic { none, bounce, reply, list, bulk, loop, own, report };
const char* name_of(Automatic automatic) noexcept;

/// A delivery report (RFC 3464), a receipt (RFC 8098) or a complaint (RFC 5965).
struct Report {
    std::string kind;       ///< "delivery", "disposition", "abuse".
    std::string recipient;  ///< Final-Recipient, without its type.
    std::string action;     ///< failed delayed delivered relayed expanded; displayed deleted.
    std::string status;     ///< "5.1.1"; may be empty.
    std::string diagnostic;
    std::string original_message_id;  ///< Without <>; may be empty.
};

/// What the receiving server vouches for (RFC 8601); only lines of a configured authserv-id count.
struct Authenticated {
    bool known = false;    ///< A line that counts was there.
    bool aligned = false;  ///< DKIM or SPF passed for the organisation of From, or DMARC passed.
    std::string detail;    ///< "dmarc=pass", "dkim=fail": for agents.
};

struct Mail {
    std::string message_id;               ///< Without <>; made from the hash when absent.
    std::string in_reply_to;              ///< Without <>.
    std::vector<std::string> references;  ///< Oldest first, without <>.
    std::vector<Address> from, reply_to, to, cc;
    std::vector<std::string> delivered_to;  ///< Hints: Delivered-To, X-Original-To.
    std::string subject;
    std::optional<Time> date;
    std::string text;    ///< The whole readable text; made from the HTML when there is no other.
    std::string reply;   ///< Of it, what is new: neither quoted nor a signature.
    std::string quoted;  ///< The rest.
    std::string html;    ///< Rebuilt by filter_html; empty when there was none.
    std::vector<Attachment> attachments;
    Automatic automatic = Automatic::none;
    std::vector<Report> reports;
    Authenticated authenticated;
    std::vector<std::string> warnings;  ///< "charset guessed", "nested too deep", "truncated".
};

}  // namespace keydesk::mail
