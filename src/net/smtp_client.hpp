#pragma once

#include "base/task.hpp"
#include "net/imap_client.hpp"
#include "net/line_stream.hpp"
#include "net/smtp_wire.hpp"

#include <chrono>
#include <expected>
#include <optional>
#include <string>

namespace keydesk::net {

/// A server that takes mail from us: SMTP submission (RFC 6409), or LMTP (RFC 2033).
struct SmtpServer {
    DialTo server;
    Security security = Security::starttls;  ///< Without the TLS it asks for nothing is sent.
    std::optional<MailLogin> login = {};
    std::string greet_as = "localhost";  ///< After EHLO.
    bool lmtp = false;
    std::chrono::milliseconds patience{60'000};
    /// For the answer to the last dot: a server may look a mail over for long (RFC 5321, 4.5.3.2).
    std::chrono::milliseconds last_patience{300'000};
};

/// One mail to one recipient.
struct Submission {
    std::string from;  ///< MAIL FROM; empty: the null sender.
    std::string to;
    std::string mail;  ///< RFC 5322.
};

/// How far it came. Up to `content` nothing was sent.
enum class SmtpStage {
    connection,
    tls,
    login,
    sender,     ///< MAIL FROM.
    recipient,  ///< RCPT TO.
    content,    ///< DATA, and its refusal after the last dot.
    answer      ///< The last dot went out and no answer came: it may have been sent.
};
const char* name_of(SmtpStage stage) noexcept;

struct SmtpFault {
    SmtpStage stage;
    SmtpReply reply = {};  ///< code 0: there was none, `error` says why.
    std::optional<Error> error = {};

    std::string shown() const { return error ? error->what : reply.shown(); }
};

using SmtpOutcome = std::expected<SmtpReply, SmtpFault>;

/// Sends once.
Task<SmtpOutcome> submit(SmtpServer server, Submission submission);

/// All steps up to MAIL FROM, and leaves; for trying the settings.
Task<SmtpOutcome> try_sender(SmtpServer server, std::string from);

}  // namespace keydesk::net
