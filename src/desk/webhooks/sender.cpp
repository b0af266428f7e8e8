#include "desk/webhooks/sender.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace keydesk::desk {

using namespace std::chrono_literals;

namespace {

/// A stir that was missed, or a pause that ends, costs no more than this.
constexpr auto kLook = 1s;

}  // namespace

void WebhookSender::start(Scope& scope)
{
    scope.serve("webhooks", [this, &scope] { return watch(scope); });
    scope.every("webhook log", 1h, [this] { return forget_old(); });
}

void WebhookSender::stir()
{
    if (pause_) pause_->cancel();
}

Task<void> WebhookSender::watch(Scope& scope)
{
    auto io = co_await boost::asio::this_coro::executor;
    pause_ = std::make_unique<boost::asio::steady_timer>(io);
    for (;;) {
        auto due = co_await parts_.queue.due();
        if (!due) parts_.log("webhooks: " + due.error().what);
        for (const auto& one : due.value_or(std::vector<std::string>{})) {
            if (busy_.insert(one).second) scope.start("webhook", work(one));
        }
        pause_->expires_after(kLook);
        boost::system::error_code stirred;
        co_await pause_->async_wait(
            boost::asio::redirect_error(boost::asio::use_awaitable, stirred));
    }
}

Task<void> WebhookSender::work(std::string webhook)
{
    struct Leave {
        std::set<std::string>& busy;
        const std::string& who;
        ~Leave() { busy.erase(who); }
    } leave{busy_, webhook};
    auto sent = co_await drain(webhook);
    if (!sent) parts_.log("webhook " + webhook + ": " + sent.error().what);
}

Result<WebhookCall> WebhookSender::call_of(const WebhookLease& leased) const
{
    const auto& hook = leased.webhook;
    auto now = parts_.clock.now();
    auto purpose = webhook_purpose(hook.id);
    auto secret = parts_.sealer.unseal(purpose, hook.secret);
    if (!secret) return fail(secret.error());
    std::vector<std::string> secrets{secret->reveal()};
    if (hook.old_secret && hook.old_until && now < *hook.old_until) {
        auto old = parts_.sealer.unseal(purpose, *hook.old_secret);
        if (old) secrets.push_back(old->reveal());
    }
    const auto& delivery = leased.delivery;
    return WebhookCall{
        .url = hook.url,
        .headers =
            {{"Content-Type", "application/json"},
             {"User-Agent", "Keydesk-Webhooks/1"},
             {"Keydesk-Delivery", delivery.id},
             {"Keydesk-Event", delivery.event},
             {"Keydesk-Timestamp", std::to_string(millis(now) / 1000)},
             {"Keydesk-Signature", webhook_signature(secrets, now, delivery.body)}},
        .body = delivery.body};
}

Task<Result<int>> WebhookSender::drain(std::string webhook)
{
    for (int attempts = 0;; ++attempts) {
        auto leased = co_await parts_.queue.lease(webhook);
        if (!leased) co_return fail(leased.error());
        if (!*leased) co_return attempts;
        auto call = call_of(**leased);
        WebhookOutcome outcome{.fault = "the secret cannot be opened"};
        if (call) outcome = co_await parts_.post(std::move(*call));
        bool good = outcome.good();
        auto settled = co_await parts_.queue.settle(std::move(**leased), std::move(outcome));
        if (!settled) co_return fail(settled.error());
        if (!good) co_return attempts + 1;
    }
}

Task<void> WebhookSender::forget_old()
{
    auto done = co_await parts_.queue.forget(parts_.clock.now() - kWebhookMemory);
    if (!done) parts_.log("webhook log: " + done.error().what);
}

}  // namespace keydesk::desk
