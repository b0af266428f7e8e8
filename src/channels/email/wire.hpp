#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "desk/channels/arrival.hpp"
#include "desk/channels/departure.hpp"
#include "mail/compose.hpp"
#include "mail/mail.hpp"
#include "net/smtp_client.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Mail ↔ the desk's words. Pure.
namespace keydesk::email {

/// A mail as it lies before us.
struct Letter {
    std::string raw;
    std::optional<std::string> sender = {};  ///< MAIL FROM, where it is known (LMTP).
    std::string recipient = {};              ///< RCPT TO, where it is known.
    Time came_at{};                          ///< When the receiving server got it.
};

/// Who we are, for reading mail.
struct Us {
    std::string address, domain;
    std::vector<std::string> own;    ///< address and aliases.
    std::vector<std::string> names;  ///< Nobody else may carry them.
    std::string key;                 ///< Signs tokens; sealed in the inbox's memory.
    bool verifies = false;           ///< An authserv-id is configured.
};

/// Unique for one mail however often and by however many ways it comes: its Message-ID and a hash
/// over author, date, subject and body, without the trace that each server adds.
std::string external_id_of(std::string_view raw, std::string_view message_id);

/// The key of the thread that this mail begins: a UUID.
std::string new_thread_of(std::string_view external_id);

/// Where a mail belongs.
struct Joined {
    std::string thread;        ///< Empty: it begins its own.
    std::string answers;       ///< The Message-ID of ours that it answers; may be empty.
    std::string warning = {};  ///< Why it does not join although it holds a token of ours.
};

/// A mail joins a thread when it brings a token of ours (in the recipient's address, or in
/// In-Reply-To or References) that was made for its very author, and the author is verified.
/// Where the receiving server verifies nobody (no authserv-id) the address token is enough; the
/// agents see "sender not verified". CC and Reply-To play no part.
Joined join_of(const mail::Mail& mail, const Letter& letter, const Us& us);

desk::Arrival arrival_of(
    mail::Mail mail, const Letter& letter, const Us& us, const std::string& external_id);

/// What delivery reports, read receipts and complaints tell about mail of ours.
std::vector<desk::Notice> notices_of(const mail::Mail& mail, const Letter& letter, const Us& us);
/// "report" or "complaint" about nothing of ours; empty: no such mail.
std::string set_aside_reason(const mail::Mail& mail, const Letter& letter, const Us& us);
/// To whom nothing automatic may go any more: they reported a mail that we sent to them. What a
/// complaint says of its recipient counts only if our Message-ID was made for him.
std::vector<std::string> complainers_of(const mail::Mail& mail, const Us& us);

/// Place::address.
struct Place {
    std::string to, name;
    std::string subject;  ///< Guarded.
    std::string in_reply_to;
    std::vector<std::string> references;
    bool verified = false;
    /// A machine or a list wrote last: nothing automatic is sent (RFC 3834).
    bool quiet = false;
    /// The desk chose the subject, and budgets of its own let this mail go (the question whether
    /// an address is right).
    bool ours = false;
};
std::string write_place(const Place& place);
/// Errors: `invalid_input`.
Result<Place> read_place(std::string_view json);

/// The key for tokens that are made for one recipient.
std::string key_for(const std::string& key, std::string_view recipient);

/// The mail of a departure, still without its file.
Result<mail::Outgoing> outgoing_of(
    const desk::Departure& departure, const Place& place, const Us& us, bool tags);

/// What the courier does after a fault of ours or the server's.
desk::SendError send_error_of(const net::SmtpFault& fault);

}  // namespace keydesk::email
