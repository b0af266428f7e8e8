#pragma once

#include "base/backoff.hpp"
#include "channels/email/access.hpp"
#include "channels/email/kind.hpp"
#include "channels/email/mailbox.hpp"
#include "channels/email/settings.hpp"
#include "channels/email/sorter.hpp"
#include "desk/channels/channel.hpp"

namespace keydesk::email {

/// One mail account.
///
///     in:   IMAP (IDLE, UID cursor) or the LMTP listener → Sorter → Inlet::accept
///     out:  send → mail::compose → SMTP submission → our Message-ID
///
/// Mail is never deleted at the server, and is marked as read only after it is stored. Lives on
/// the io thread; `http` and `inlet` must outlive it.
class EmailChannel final : public desk::Channel {
public:
    EmailChannel(net::HttpClient& http, Settings settings, desk::Inlet& inlet);

    const desk::Capabilities& capabilities() const noexcept override { return capabilities_; }
    /// For ever: after a fault it comes again, soon after one of the network, after minutes when
    /// the login was refused. No fault switches an inbox off.
    Task<Result<void>> run() override;
    Task<desk::Sent> send(desk::Departure departure) override;
    Task<Result<desk::Entered>> take_again(std::string raw) override;
    bool receives(std::string_view recipient) const override;
    Task<Result<desk::Entered>> take_mail(desk::PostedMail mail) override;
    Task<std::vector<desk::Step>> check() override;
    std::string address_for_customers(std::string_view token) const override;

private:
    Task<Result<void>> watch();
    Task<Result<void>> wait_for_mail(net::ImapClient& client);
    Task<void> post_acknowledgements();
    Task<void> acknowledge(Acknowledgement answer);
    Task<std::optional<desk::SendError>> why_not(const desk::Departure& departure, Place place);
    Task<Result<net::SmtpServer>> smtp_server();
    Task<desk::Sent> post(mail::Outgoing mail, std::string envelope);

    Settings settings_;
    desk::Inlet& inlet_;
    desk::Capabilities capabilities_ = email::capabilities();
    Access access_;
    Sorter sorter_;
    Mailbox mailbox_;
    bool watched_ = false;  ///< The last session came as far as reading mail.
};

/// The topmost authserv-id (RFC 8601) in the headers of a mail; empty: none.
std::string authserv_id_in(std::string_view head);

/// The account, step by step: for the wizard.
Task<std::vector<desk::Step>> check_account(const Settings& settings, Access& access, Time now);

}  // namespace keydesk::email
