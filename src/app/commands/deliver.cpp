#include "app/commands/mail.hpp"
#include "net/smtp_client.hpp"

#include <sysexits.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <charconv>
#include <exception>
#include <filesystem>
#include <istream>
#include <iterator>
#include <optional>
#include <ostream>

namespace keydesk::app {

namespace {

net::DialTo place_of(const std::string& text)
{
    auto colon = text.rfind(':');
    std::uint16_t port = 0;
    bool numbered =
        colon != text.npos &&
        std::from_chars(text.data() + colon + 1, text.data() + text.size(), port).ec == std::errc{};
    if (numbered && !text.contains('/')) return {.host = text.substr(0, colon), .port = port};
    return {.host = std::filesystem::absolute(text).string()};
}

int exit_code_of(const net::SmtpFault& fault)
{
    using net::SmtpStage;
    // Without an answer the mail may be there; a second one is told apart by the desk.
    if (fault.reply.code < 500) return EX_TEMPFAIL;
    if (fault.stage == SmtpStage::recipient) return EX_NOUSER;
    return fault.stage == SmtpStage::content ? EX_DATAERR : EX_TEMPFAIL;
}

/// A "From " line that some MTAs put before a piped mail is no header.
std::string without_mbox_line(std::string raw)
{
    if (raw.starts_with("From ")) raw.erase(0, std::min(raw.find('\n'), raw.size() - 1) + 1);
    return raw;
}

}  // namespace

int mail_deliver(const DeliverOptions& options, std::istream& in, std::ostream& err)
{
    std::string raw{std::istreambuf_iterator<char>{in}, {}};
    net::SmtpServer desk{
        .server = place_of(options.lmtp),
        .security = net::Security::none,
        .lmtp = true,
        .last_patience = std::chrono::seconds{60}};
    net::Submission mail{
        .from = options.sender, .to = options.recipient, .mail = without_mbox_line(std::move(raw))};
    boost::asio::io_context io{1};
    std::optional<net::SmtpOutcome> outcome;
    auto done = [&](std::exception_ptr thrown, net::SmtpOutcome came) {
        if (!thrown) outcome.emplace(std::move(came));
    };
    boost::asio::co_spawn(io, net::submit(std::move(desk), std::move(mail)), done);
    io.run();
    if (outcome && *outcome) return EX_OK;
    if (!outcome) return EX_TEMPFAIL;
    err << "mail deliver: " << outcome->error().shown() << "\n";
    return exit_code_of(outcome->error());
}

}  // namespace keydesk::app
