#include "channels/email/wire.hpp"

#include <chrono>

namespace keydesk::email {

namespace {

using namespace std::chrono_literals;
using desk::SendError;
using desk::SendFault;
using net::SmtpStage;

/// Greylisting servers let the same mail in after five minutes at the latest (RFC 6647, 3.1).
constexpr auto kGreyWait = 5min;
constexpr auto kQuotaWait = 1h;

SendError made(const net::SmtpFault& fault, SendFault what)
{
    auto code = fault.reply.code == 0 ? std::string{name_of(fault.stage)}
                                      : std::to_string(fault.reply.code);
    if (!fault.reply.status.empty()) code += " " + fault.reply.status;
    return {.fault = what, .code = std::move(code), .detail = fault.shown()};
}

SendError later(const net::SmtpFault& fault, std::chrono::milliseconds after, bool whole_account)
{
    auto error = made(fault, whole_account ? SendFault::rate_limited : SendFault::retry);
    error.after = after;
    error.whole_account = whole_account;
    return error;
}

/// Without an answer of the server's.
SendError broken(const net::SmtpFault& fault)
{
    if (fault.stage == SmtpStage::answer) return made(fault, SendFault::uncertain);
    bool ours = fault.error && !fault.error->transient();
    return made(fault, ours ? SendFault::account : SendFault::retry);
}

/// The address does not exist any more (RFC 3463, section 3.2 and 3.3).
bool nobody_there(const std::string& status)
{
    return status == "5.1.1" || status == "5.1.2" || status == "5.1.3" || status == "5.1.10" ||
           status == "5.2.1";
}

}  // namespace

desk::SendError send_error_of(const net::SmtpFault& fault)
{
    const auto& reply = fault.reply;
    if (reply.code == 0) return broken(fault);
    bool account = fault.stage == SmtpStage::login || fault.stage == SmtpStage::tls ||
                   fault.stage == SmtpStage::sender;
    // 5.4.5 is what Google answers when the day's quota is used up.
    if (reply.status == "5.4.5") return later(fault, kQuotaWait, true);
    if (reply.code < 500) {
        if (reply.code == 421 || account) return later(fault, kGreyWait, true);
        return later(fault, kGreyWait, false);
    }
    if (account || reply.code == 530 || reply.code == 535) return made(fault, SendFault::account);
    if (fault.stage == SmtpStage::connection) return later(fault, kGreyWait, true);
    if (nobody_there(reply.status)) return made(fault, SendFault::unreachable);
    return made(fault, SendFault::refused);
}

}  // namespace keydesk::email
