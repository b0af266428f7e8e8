#include "base/backoff.hpp"
#include "channels/wecom/channel.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

// How messages are pulled: from the cursor, over what is stored, until there is no more.

namespace keydesk::wecom {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

/// Source: developer.work.weixin.qq.com/document/path/95122.
constexpr auto kWelcomeLives = 20s;
constexpr std::size_t kMostNames = 5'000;
constexpr std::size_t kNamesAtOnce = 100;

}  // namespace

Task<Result<void>> WecomChannel::run()
{
    Backoff backoff{settings_.after_fault, settings_.longest_after_fault};
    co_await find_link();
    for (;;) {
        auto good = co_await look_everywhere();
        if (good) backoff.reset();
        auto pause = good ? settings_.between_looks : backoff.next();
        co_await wait(pause);
    }
}

Task<bool> WecomChannel::look_everywhere()
{
    bool good = true;
    rung_now_ = false;
    for (const auto& account : settings_.accounts) {
        auto doorbell = std::exchange(rung_[account], {});
        auto looked = co_await look(account, doorbell);
        if (looked) continue;
        good = false;
        // The token is good for ten minutes: the next look may still need it.
        if (rung_[account].empty()) rung_[account] = std::move(doorbell);
    }
    if (good) inlet_.working();
    co_return good;
}

Task<void> WecomChannel::wait(milliseconds longest)
{
    if (rung_now_) co_return;
    auto executor = co_await asio::this_coro::executor;
    resting_ = std::make_shared<asio::steady_timer>(executor, longest);
    auto resting = resting_;
    co_await resting->async_wait(asio::as_tuple(asio::use_awaitable));
    resting_.reset();
}

Task<Result<void>> WecomChannel::look(std::string account, std::string doorbell)
{
    auto key = "cursor/" + account;
    auto cursor = co_await inlet_.recall(key);
    if (!cursor) co_return fail(cursor.error());
    for (;;) {
        weixin::Call call{
            .path = "/cgi-bin/kf/sync_msg",
            .body = wire::sync(account, *cursor, doorbell),
            .limit = 16 << 20};
        auto answer = co_await api_.call(std::move(call));
        if (!answer) {
            auto error = failed(answer.error());
            co_return fail(answer.error().kind, error.detail);
        }
        auto batch = wire::read_batch(answer->value, account, inlet_.clock().now());
        auto next = batch.next_cursor;
        // A cursor that stands still would ask for the same for ever.
        bool more = batch.more && !next.empty() && next != *cursor;
        auto taken = co_await take(std::move(batch));
        if (!taken) co_return taken;
        if (!next.empty() && next != *cursor) {
            auto kept = co_await inlet_.remember(key, next);
            if (!kept) co_return kept;
            *cursor = next;
        }
        if (!more) co_return Result<void>{};
    }
}

Task<Result<void>> WecomChannel::take(wire::Batch batch)
{
    co_await name_them(&batch);
    for (const auto& line : batch.lines) {
        auto taken = co_await take_line(&line);
        if (!taken) co_return taken;
    }
    co_return Result<void>{};
}

Task<Result<void>> WecomChannel::take_line(const wire::Line* line)
{
    if (line->notice) {
        auto noted = co_await inlet_.note(*line->notice);
        if (!noted && noted.error().transient()) co_return fail(noted.error());
    }
    if (line->welcome) co_await greet(*line->welcome);
    if (!line->arrival) co_return Result<void>{};
    auto entered = co_await inlet_.accept(*line->arrival);
    // What the desk refuses for good it has logged; repeating it would dam the queue.
    if (!entered && entered.error().transient()) co_return fail(entered.error());
    co_return Result<void>{};
}

Task<void> WecomChannel::name_them(wire::Batch* batch)
{
    std::vector<std::string> unknown;
    for (const auto& line : batch->lines) {
        bool ask = line.arrival && !names_.contains(line.user) &&
                   std::ranges::find(unknown, line.user) == unknown.end();
        if (ask && unknown.size() < kNamesAtOnce) unknown.push_back(line.user);
    }
    if (names_.size() > kMostNames) names_.clear();
    if (!unknown.empty()) {
        weixin::Call call{.path = "/cgi-bin/kf/customer/batchget", .body = wire::names_of(unknown)};
        auto answer = co_await api_.call(std::move(call));
        // A name is only a name: a message does not wait for it.
        if (answer) names_.merge(wire::read_names(answer->value));
    }
    for (auto& line : batch->lines) {
        auto name = names_.find(line.user);
        if (name == names_.end()) continue;
        if (line.arrival) line.arrival->person.name = name->second;
        if (line.notice) line.notice->person.name = name->second;
    }
}

Task<void> WecomChannel::greet(wire::Welcome welcome)
{
    bool late = inlet_.clock().now() - welcome.at > kWelcomeLives;
    if (settings_.greeting.empty() || late) co_return;
    weixin::Call call{
        .path = "/cgi-bin/kf/send_msg_on_event",
        .body = wire::send_welcome(welcome, settings_.greeting)};
    // A greeting that does not go is not missed: the customer has not asked yet.
    auto sent = co_await api_.call(std::move(call));
    (void)sent;
}

}  // namespace keydesk::wecom
