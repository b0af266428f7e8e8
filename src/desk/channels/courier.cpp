#include "desk/channels/courier.hpp"

#include "base/crypto.hpp"
#include "desk/channels/purpose.hpp"
#include "desk/channels/split.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <random>

namespace keydesk::desk {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr std::size_t kAtOnce = 32;  ///< Parts under way.
constexpr milliseconds kLongestPause = 1h;
constexpr milliseconds kIdle = 15s;  ///< A hint may be lost; the store is looked at anyway.

/// Between half of it and all of it, so that what failed together is not tried together.
milliseconds jittered(milliseconds pause)
{
    static thread_local std::minstd_rand random{std::random_device{}()};
    std::uniform_real_distribution<double> part{0.5, 1.0};
    return milliseconds{static_cast<std::int64_t>(double(pause.count()) * part(random))};
}

milliseconds doubled(milliseconds first, std::int64_t times)
{
    auto pause = first;
    for (std::int64_t i = 0; i < times && pause < kLongestPause; ++i) pause *= 2;
    return std::min(pause, kLongestPause);
}

Settled settled(const Leased& leased, std::string state, std::string code, std::string detail)
{
    return {
        .delivery = leased.delivery,
        .part = leased.part,
        .state = std::move(state),
        .external_id = {},
        .code = std::move(code),
        .detail = std::move(detail)};
}

/// A message that says nothing that he needs.
bool is_courtesy(const Departure& departure)
{
    return departure.automatic && purpose_of(departure.automatic_kind) == Purpose::courtesy;
}

}  // namespace

Courier::Courier(Parts parts) : parts_{parts}, timer_{parts.scope.executor()}
{
    opened_ = parts_.doors.opened.listen([this](const std::string& inbox) {
        pauses_.erase(inbox);
        stir();
    });
    happened_ = parts_.feed.of_all([this](const Happening& happening) {
        auto queued = [](const Delivery& d) { return d.state == "queued"; };
        if (std::ranges::any_of(happening.deliveries, queued)) stir();
    });
}

void Courier::stir()
{
    stirred_ = true;
    timer_.cancel();
}

Task<void> Courier::wait()
{
    if (std::exchange(stirred_, false)) co_return;
    auto pause = kIdle;
    auto due = co_await parts_.outbox.next_due();
    if (due && *due) {
        milliseconds left = **due - parts_.clock.now();
        // Due and still not leased: it stands behind another one, or its inbox waits.
        pause = left > 0ms ? std::clamp<milliseconds>(left, 50ms, kIdle) : milliseconds{1s};
    }
    if (std::exchange(stirred_, false)) co_return;
    timer_.expires_after(pause);
    boost::system::error_code woken;
    co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
    stirred_ = false;
}

Task<void> Courier::run()
{
    for (;;) {
        Result<void> done;
        if (!recovered_) done = co_await recover();
        if (done) done = co_await round();
        // The store refuses: what is queued stays queued.
        if (!done) stirred_ = false;
        co_await wait();
    }
}

Task<Result<void>> Courier::recover()
{
    std::vector<std::string> idempotent;
    for (const auto& door : parts_.doors.doors()) {
        if (door.kind != nullptr && door.kind->capabilities().idempotent)
            idempotent.push_back(door.inbox);
    }
    auto happened = co_await parts_.outbox.recover(std::move(idempotent));
    if (!happened) co_return fail(happened.error());
    for (const auto& one : *happened) parts_.feed.publish(one);
    recovered_ = true;
    co_return Result<void>{};
}

Task<Result<void>> Courier::cut()
{
    auto uncut = co_await parts_.outbox.uncut(100);
    if (!uncut) co_return fail(uncut.error());
    for (auto& one : *uncut) {
        auto door = parts_.doors.door(one.inbox);
        if (!door || door->kind == nullptr) continue;
        auto parts = parts_of(one.text, one.files, door->kind->capabilities());
        if (parts.empty()) parts.push_back({});
        auto done = co_await parts_.outbox.cut(one.delivery, std::move(parts));
        if (!done) co_return done;
    }
    co_return Result<void>{};
}

std::vector<std::string> Courier::waiting_inboxes() const
{
    std::vector<std::string> waiting;
    auto now = parts_.clock.now();
    for (const auto& [inbox, pause] : pauses_) {
        if (pause.until > now) waiting.push_back(inbox);
    }
    for (const auto& door : parts_.doors.doors()) {
        if (!door.channel) waiting.push_back(door.inbox);
    }
    return waiting;
}

Task<Result<void>> Courier::round()
{
    for (;;) {
        auto cut_now = co_await cut();
        if (!cut_now) co_return cut_now;
        if (busy_.size() >= kAtOnce) co_return Result<void>{};
        std::vector<std::string> busy{busy_.begin(), busy_.end()};
        auto leased =
            co_await parts_.outbox.lease(kAtOnce - busy.size(), std::move(busy), waiting_inboxes());
        if (!leased) co_return fail(leased.error());
        if (leased->empty()) co_return Result<void>{};
        for (auto& one : *leased) {
            busy_.insert(one.thread.id);
            parts_.scope.start("delivery", carry(std::move(one)));
        }
    }
}

std::optional<Settled> Courier::hindrance(const Leased& leased, const ChannelKind& kind)
{
    auto now = parts_.clock.now();
    const auto& thread = leased.thread;
    auto held = [&](const char* code, const char* why) {
        auto s = settled(leased, "held", code, why);
        s.not_tried = true;
        return s;
    };
    if (!thread.reachable) {
        auto s = settled(leased, "failed", "unreachable", "the customer cannot be reached here");
        s.not_tried = true;
        return s;
    }
    if (thread.windowed && thread.allowed_until && *thread.allowed_until <= now)
        return held("window_closed", "the provider lets us write again when the customer does");
    if (thread.windowed && thread.allowed_left && *thread.allowed_left <= 0)
        return held("budget_spent", "the provider allows no more until the customer writes");
    bool last = thread.windowed && thread.allowed_left && *thread.allowed_left == 1;
    if (last && is_courtesy(leased.departure)) {
        auto s = settled(
            leased,
            "cancelled",
            "budget_kept",
            "the last message is kept for an answer or a warning");
        s.not_tried = true;
        return s;
    }
    auto wait = over_rate(leased, kind.capabilities());
    if (!wait) return std::nullopt;
    auto s = settled(leased, "queued", "rate", "waiting for the provider's rate limit");
    s.due_at = now + *wait;
    s.not_tried = true;
    return s;
}

std::optional<milliseconds> Courier::over_rate(const Leased& leased, const Capabilities& door)
{
    for (std::size_t i = 0; i < door.rates.size(); ++i) {
        const auto& rule = door.rates[i];
        auto& bucket = rates_[leased.inbox + "/" + std::to_string(i)];
        if (!bucket) {
            bucket = std::make_unique<RateLimit>(
                parts_.clock, RateLimit::Rule{rule.burst, rule.per_second, 20'000});
        }
        bool in_group = leased.thread.is_public;
        if (rule.scope == "public" && !in_group) continue;
        auto key = rule.scope == "account" ? std::string{"all"} : leased.thread.id;
        auto wait = bucket->allow(key);
        if (wait) return wait;
    }
    return std::nullopt;
}

Time Courier::next_attempt(const Leased& leased) const
{
    auto pause = doubled(parts_.first_pause, leased.departure.attempt - 1);
    return parts_.clock.now() + jittered(pause);
}

Settled Courier::outcome(const Leased& leased, const Sent& sent, const Capabilities& door)
{
    if (sent) {
        auto s = settled(leased, "sent", {}, {});
        s.external_id = sent->external_id;
        return s;
    }
    const auto& error = sent.error();
    auto code = error.code.empty() ? std::string{name_of(error.fault)} : error.code;
    auto s = settled(leased, "queued", std::move(code), error.detail);
    auto now = parts_.clock.now();
    s.due_at = error.after ? now + *error.after : next_attempt(leased);
    switch (error.fault) {
        case SendFault::retry:
        case SendFault::rate_limited:
            break;
        case SendFault::uncertain:
            if (!door.idempotent) s.state = "uncertain";
            break;
        case SendFault::closed:
            s.state = "held";
            break;
        case SendFault::unreachable:
            s.state = "failed";
            s.unreachable = true;
            break;
        case SendFault::refused:
            s.state = "failed";
            break;
        case SendFault::account:
            break;
        case SendFault::moved:
            s.new_key = error.new_key;
            s.new_address = error.new_address;
            s.due_at = now;
            break;
    }
    if (error.fault == SendFault::account || error.whole_account) {
        auto& pause = pauses_[leased.inbox];
        pause.length = error.after.value_or(
            std::min<milliseconds>(std::max(pause.length * 2, milliseconds{30s}), 30min));
        pause.until = now + pause.length;
    }
    if (s.state == "queued" && now - leased.created_at > kPatience) s.state = "failed";
    if (s.state != "queued") s.due_at.reset();
    return s;
}

/// A bug in a channel must leave no delivery behind that looks as if it were being sent.
Task<Sent> Courier::send(Leased& leased)
{
    auto channel = parts_.doors.find(leased.inbox);
    if (!channel) co_return not_sent(SendFault::retry, "closed", "the inbox is not open");
    auto& file = leased.departure.file;
    if (file) file->path = parts_.blobs.path_of(file->path.string());
    std::string bug;
    try {
        auto sent = co_await channel->send(leased.departure);
        co_return sent;
    } catch (const std::exception& thrown) {
        bug = thrown.what();
    }
    co_return not_sent(SendFault::uncertain, "internal", bug);
}

Task<void> Courier::carry(Leased leased)
{
    auto thread = leased.thread.id;
    auto door = parts_.doors.door(leased.inbox);
    if (!door || door->kind == nullptr) {
        auto s = settled(leased, "queued", "closed", "the inbox is not open");
        s.due_at = parts_.clock.now() + 30s;
        s.not_tried = true;
        co_await settle(std::move(s), std::move(thread));
        co_return;
    }
    auto capabilities = door->kind->capabilities();
    std::vector<Attachment> files;
    if (leased.departure.file) {
        const auto& f = *leased.departure.file;
        files.push_back({.id = {}, .name = f.name, .type = f.type, .size = f.size});
    }
    auto fault = file_fault(files, capabilities);
    if (!fault.empty()) {
        auto s = settled(leased, "failed", fault, "this door does not carry the file");
        s.not_tried = true;
        co_await settle(std::move(s), std::move(thread));
        co_return;
    }
    if (auto hindered = hindrance(leased, *door->kind)) {
        co_await settle(std::move(*hindered), std::move(thread));
        co_return;
    }
    auto sent = co_await send(leased);
    if (sent) pauses_.erase(leased.inbox);
    co_await settle(outcome(leased, sent, capabilities), std::move(thread));
}

/// Until it is on disk: forgetting an outcome would make a sent message look unsent.
Task<void> Courier::settle(Settled settled, std::string thread)
{
    for (auto pause = 100ms;; pause = std::min<milliseconds>(pause * 2, 10s)) {
        auto told = co_await parts_.outbox.settle(settled);
        if (told) {
            busy_.erase(thread);
            parts_.feed.publish(*told);
            stir();
            co_return;
        }
        if (told.error().kind == ErrorKind::not_found) break;
        boost::asio::steady_timer timer{parts_.scope.executor(), pause};
        boost::system::error_code woken;
        co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
    }
    busy_.erase(thread);
}

}  // namespace keydesk::desk
