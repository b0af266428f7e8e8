#include "app/parts/mail_trust.hpp"

#include "app/confirmation_mail.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace keydesk::app {

using namespace std::chrono_literals;

namespace {

constexpr auto kLook = 2s;
constexpr std::int64_t kMostAttempts = 12;

/// 1, 2, 4 … minutes, at most six hours.
std::chrono::milliseconds pause_before(std::int64_t attempt)
{
    auto doubled = 1min * (std::int64_t{1} << std::min<std::int64_t>(attempt, 9));
    return std::min<std::chrono::milliseconds>(doubled, 6h);
}

desk::ConfirmationSent outcome_of(const desk::Confirmation& one, const desk::Sent& sent, Time now)
{
    desk::ConfirmationSent out{.id = one.id, .state = "sent"};
    if (sent) return out;
    const auto& error = sent.error();
    out.code = error.code.empty() ? std::string{name_of(error.fault)} : error.code;
    using desk::SendFault;
    switch (error.fault) {
        case SendFault::uncertain:
            out.state = "uncertain";
            return out;
        case SendFault::retry:
        case SendFault::rate_limited:
        case SendFault::account:
        case SendFault::moved:
            break;
        case SendFault::closed:
        case SendFault::unreachable:
        case SendFault::refused:
            out.state = "failed";
            return out;
    }
    out.state = one.attempts + 1 < kMostAttempts ? "queued" : "failed";
    out.due_at = now + error.after.value_or(pause_before(one.attempts));
    return out;
}

}  // namespace

MailTrustPart::MailTrustPart(const Around& around)
    : house_{around.house},
      scope_{around.scope},
      doors_{around.doors},
      public_url_{around.settings.public_url},
      confirmations_{*house_.database, *house_.store, house_.sealer, house_.clock},
      services_{confirmations_}
{
}

void MailTrustPart::add_routes(net::Router&, api::Routes& routes)
{
    api::add_confirmation_routes(routes, services_);
}

Task<Result<void>> MailTrustPart::open()
{
    co_return co_await confirmations_.recover();
}

void MailTrustPart::start()
{
    if (public_url_.empty()) return;
    scope_.every("confirmations", kLook, [this] { return send_due(); });
}

Task<void> MailTrustPart::send_due()
{
    for (;;) {
        auto one = co_await confirmations_.lease();
        if (!one) spdlog::warn("confirmations: {}", one.error().what);
        if (!one || !*one) co_return;
        co_await send(std::move(**one));
    }
}

Task<void> MailTrustPart::send(desk::Confirmation one)
{
    auto workspace = co_await house_.accounts->workspace();
    auto brand = workspace ? workspace->name : std::string{};
    ConfirmationMail mail{
        .confirmation = one,
        .brand = brand,
        .yes = public_url_ + "/feedback/confirm?c=" + confirmations_.token_of(one.id, "confirm"),
        .no = public_url_ + "/feedback/confirm/stop?c=" + confirmations_.token_of(one.id, "stop")};
    auto channel = doors_.find(one.inbox);
    desk::Sent sent = desk::not_sent(desk::SendFault::retry, "closed", "the inbox is not open");
    if (channel) {
        // Before the mail leaves: its owner may be quicker than the server's last word.
        auto placed = co_await confirmations_.place(one.id, answers_place(mail, ""));
        if (placed) {
            auto departure = departure_of_mail(mail);
            sent = co_await channel->send(std::move(departure));
        }
    }
    if (sent) {
        auto threaded = answers_place(mail, sent->external_id);
        auto placed = co_await confirmations_.place(one.id, std::move(threaded));
        if (!placed) spdlog::warn("confirmations: {}", placed.error().what);
    }
    auto settled = co_await confirmations_.settle(outcome_of(one, sent, house_.clock.now()));
    if (!settled) spdlog::warn("confirmations: {}", settled.error().what);
}

}  // namespace keydesk::app
