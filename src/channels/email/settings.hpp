#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "desk/channels/channel.hpp"
#include "net/imap_client.hpp"
#include "net/smtp_client.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keydesk::email {

/// How access tokens are got for XOAUTH2 (RFC 6749, section 6).
struct TokenSource {
    std::string url, client_id;
    Secret client_secret{""}, refresh_token{""};
};

/// One mail account, read from what the operator entered.
struct Settings {
    std::string address;  ///< Lower case.
    std::string name;     ///< The brand, before the address.
    std::vector<std::string> aliases;
    bool by_imap = true;  ///< False: mail comes by our own listener (LMTP).

    net::DialTo imap;
    net::Security imap_security = net::Security::tls;
    net::MailLogin imap_login;
    std::string folder = "INBOX", archive;
    bool history = false;  ///< Also take what was in the folder before.
    std::chrono::seconds poll{120};

    net::SmtpServer smtp;
    std::optional<TokenSource> tokens;
    std::string proxy;

    std::vector<std::string> authserv_ids;
    bool tags = true;   ///< The server delivers "support+tag@…" to "support@…".
    bool verp = false;  ///< The submission server takes such an address as envelope sender.
    bool acknowledge = false;
    std::string signature;
    std::int64_t most_per_sender = 20;  ///< Mails in ten minutes.

    std::string domain() const { return address.substr(address.rfind('@') + 1); }
    std::vector<std::string> own() const;
};

/// Errors: `invalid_input`, "<field>: <what is wrong>".
Result<Settings> read_settings(const desk::ChannelSettings& values);

/// What the wizard asks for.
std::vector<desk::Field> setting_fields();

}  // namespace keydesk::email
