#include "channels/telegram/channel.hpp"

#include "base/backoff.hpp"
#include "base/crypto.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace keydesk::telegram {

using namespace std::chrono_literals;

namespace {

constexpr auto kAccountKey = "account";
/// How often a webhook's health is asked for.
constexpr auto kWebhookLook = 5min;

/// Waiting mends it: networks, limits, another process that polls. Not a wrong token.
bool may_pass(const Error& error)
{
    return error.transient() || error.kind == ErrorKind::conflict;
}

std::string write_account(const Account& me)
{
    return json::serialize(json::object{
        {"id", me.id},
        {"is_bot", true},
        {"username", me.username},
        {"first_name", me.name},
        {"can_join_groups", me.joins_groups},
        {"can_read_all_group_messages", me.reads_groups}});
}

}  // namespace

TelegramChannel::TelegramChannel(
    net::HttpClient& http,
    Compute& disk,
    Settings settings,
    std::string inbox_key,
    desk::Inlet& inlet)
    : settings_{std::move(settings)},
      inbox_key_{std::move(inbox_key)},
      inlet_{inlet},
      pace_{inlet.clock(), kGroupPace},
      api_{http, settings_, disk},
      courtesies_{api_, pace_},
      reception_{inlet, settings_, courtesies_}
{
}

desk::Capabilities TelegramChannel::capabilities_of_telegram()
{
    desk::Capabilities out;
    out.text = {.longest = kLongestText, .unit = desk::Unit::code_points};
    out.files = {
        .pictures = true,
        .others = true,
        .largest_picture = kLargestSent,  // Larger than a photo may be: it goes as a document.
        .largest = kLargestSent,
        .types = {},
        .caption = false};
    // A group's 20 a minute are of all its threads together, which no scope can say: send() keeps
    // them (kGroupPace) and tells the courier how long to wait.
    out.rates = {
        {.scope = "account", .burst = 25, .per_second = 25},
        {.scope = "thread", .burst = 3, .per_second = 1}};
    out.typing = true;
    out.replies = true;
    return out;
}

/// Who we are. A run begins by asking; a hook is content with what was said last.
Task<Result<void>> TelegramChannel::meet()
{
    json::object nothing;
    auto answer = co_await api_.call("getMe", std::move(nothing));
    if (!answer) co_return fail(error_of(answer.error()));
    auto me = read_account(*answer);
    if (!me) co_return fail(ErrorKind::bad_reply, "getMe names no bot");
    me_ = std::move(me);
    auto text = write_account(*me_);
    co_return co_await inlet_.remember(kAccountKey, std::move(text));
}

Task<Result<void>> TelegramChannel::recall_account()
{
    auto kept = co_await inlet_.recall(kAccountKey);
    if (!kept) co_return fail(kept.error());
    boost::system::error_code broken;
    auto value = json::parse(*kept, broken);
    auto me = broken ? std::nullopt : read_account(value);
    // A token begins with its bot's number: the operator may have taken another bot since.
    bool same = me && settings_.bot_token.reveal().starts_with(std::to_string(me->id) + ":");
    if (same && !me_) me_ = std::move(me);
    co_return Result<void>{};
}

Task<Result<void>> TelegramChannel::prepare()
{
    if (!me_) {
        auto recalled = co_await recall_account();
        if (!recalled) co_return recalled;
    }
    if (!me_) {
        auto met = co_await meet();
        if (!met) co_return met;
    }
    if (!restored_) {
        auto restored = co_await reception_.restore();
        if (!restored) co_return restored;
        restored_ = true;
    }
    co_return Result<void>{};
}

Task<Result<void>> TelegramChannel::run()
{
    Backoff backoff{1s, 60s};
    for (;;) {
        auto done = co_await prepare();
        if (done && !asked_) done = co_await meet();
        if (done) asked_ = true;
        if (done && settings_.webhook) {
            backoff.reset();
            co_await attend();
            continue;
        }
        if (done) done = co_await poll();
        if (done) {
            backoff.reset();
            inlet_.working();
            continue;
        }
        const auto& error = done.error();
        inlet_.failing(name_of(error.kind), error.what);
        if (!may_pass(error)) co_return done;
        std::chrono::milliseconds wanted = error.retry_after.value_or(0s);
        auto pause = std::max(wanted, backoff.next());
        co_await sleep_for(pause);
    }
}

Task<Result<void>> TelegramChannel::poll()
{
    // Albums that are under way cannot wait for the next message.
    auto wait = reception_.albums_open() ? 1s : settings_.poll_wait;
    auto question = get_updates(next_, wait);
    auto answer = co_await api_.call("getUpdates", std::move(question), wait);
    if (!answer) co_return fail(error_of(answer.error()));
    if (!answer->is_array()) co_return fail(ErrorKind::bad_reply, "updates are no list");
    auto taken = co_await take_all(std::move(*answer));
    auto flushed = co_await reception_.flush_albums(0, *me_);
    co_await courtesies_.send();
    co_return taken ? flushed : taken;
}

Task<Result<void>> TelegramChannel::take_all(json::value updates)
{
    for (auto& update : updates.get_array()) {
        auto id = update_id(update);
        auto taken = co_await reception_.take(std::move(update), *me_);
        if (!taken) co_return taken;
        if (id) next_ = *id + 1;
    }
    co_return Result<void>{};
}

void TelegramChannel::ring()
{
    if (bell_ != nullptr) bell_->cancel();
}

/// Beside the hook: what it leaves to do, for some minutes, and then how the webhook fares.
Task<void> TelegramChannel::attend()
{
    auto io = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer bell{io};
    struct Hung {
        boost::asio::steady_timer*& place;
        ~Hung() { place = nullptr; }
    } hung{bell_};
    bell_ = &bell;
    auto begun = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - begun < kWebhookLook) {
        auto flushed = co_await reception_.flush_albums(0, *me_);
        if (!flushed) inlet_.failing(name_of(flushed.error().kind), flushed.error().what);
        co_await courtesies_.send();
        if (!courtesies_.empty()) continue;
        bell.expires_after(reception_.albums_open() ? 250ms : 30'000ms);
        boost::system::error_code rung;
        co_await bell.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, rung));
    }
    co_await look_at_webhook();
}

Task<void> TelegramChannel::look_at_webhook()
{
    json::object nothing;
    auto answer = co_await api_.call("getWebhookInfo", std::move(nothing));
    if (!answer) {
        auto error = error_of(answer.error());
        inlet_.failing(name_of(error.kind), error.what);
    } else if (text_at(*answer, "/url") != hook_url()) {
        inlet_.failing("webhook", "Telegram does not call us: set the inbox up again");
    } else {
        inlet_.working();
    }
}

Task<desk::HookReply> TelegramChannel::hook(desk::HookCall call)
{
    auto token = call.headers.find("x-telegram-bot-api-secret-token");
    bool ours = settings_.webhook && call.method == "POST" && token != call.headers.end() &&
                equal_secret(token->second, secret());
    if (!ours) co_return desk::HookReply{.status = 401, .body = "not Telegram\n"};
    boost::system::error_code broken;
    auto update = json::parse(call.body, broken);
    // Anything but 200 would bring it again for a day, and hold up all of that chat behind it.
    if (broken) co_return desk::HookReply{.body = "no update\n"};
    auto taken = co_await prepare();
    if (taken) taken = co_await reception_.take(std::move(update), *me_);
    ring();
    if (taken) co_return desk::HookReply{.body = "ok\n"};
    inlet_.failing(name_of(taken.error().kind), taken.error().what);
    co_return desk::HookReply{.status = 503, .body = "later\n", .retry_after = 5s};
}

/// Nothing to store and nothing to leak: made of the token, and changed with it.
std::string TelegramChannel::secret() const
{
    auto digest =
        hmac_sha256(settings_.bot_token.reveal(), "keydesk telegram webhook " + inbox_key_);
    return base64url(digest);
}

std::string TelegramChannel::hook_url() const
{
    const auto& home = inlet_.public_url();
    return home.empty() ? "" : home + "/hooks/" + inbox_key_;
}

Task<std::vector<desk::Step>> TelegramChannel::check()
{
    Trial trial{settings_, api_, hook_url(), secret()};
    co_return co_await try_settings(std::move(trial));
}

Task<std::vector<desk::Step>> TelegramChannel::set_up()
{
    Trial trial{settings_, api_, hook_url(), secret()};
    co_return co_await set_up_account(std::move(trial));
}

std::string TelegramChannel::address_for_customers(std::string_view token) const
{
    if (!me_ || me_->username.empty()) return {};
    return "https://t.me/" + me_->username + (token.empty() ? "" : "?start=") + std::string{token};
}

}  // namespace keydesk::telegram
