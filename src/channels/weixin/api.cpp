#include "channels/weixin/api.hpp"

#include "channels/weixin/json.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace keydesk::weixin {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

constexpr auto kBeforeItsEnd = 300s;
/// Source: developers.weixin.qq.com stable_token: force_refresh at most every 30 s, 20 a day.
constexpr auto kBetweenForced = 30s;
constexpr auto kRemembered = "access_token";

bool token_refused(const Fault& fault) noexcept
{
    return fault.code == 40001 || fault.code == 40014 || fault.code == 42001;
}

Fault fault_of(const Error& error, bool written)
{
    return {.kind = error.kind, .nothing_done = !written, .detail = error.what};
}

ErrorKind kind_of(std::int64_t code) noexcept
{
    if (code == -1) return ErrorKind::unavailable;
    if (code == 45009 || code == 45011 || code == 45033) return ErrorKind::rate_limited;
    // Of media and cursors: these are gone, or never were.
    return code == 40007 || code == 40004 ? ErrorKind::not_found : ErrorKind::denied;
}

/// Wakes who waits, also when the coroutine that asks is cancelled.
struct Asking {
    explicit Asking(std::shared_ptr<asio::steady_timer>& place) : place_{place} {}
    ~Asking()
    {
        auto timer = std::exchange(place_, nullptr);
        timer->cancel();
    }
    Asking(const Asking&) = delete;

private:
    std::shared_ptr<asio::steady_timer>& place_;
};

}  // namespace

Api::Api(net::HttpClient& http, desk::Inlet& inlet, ApiSettings settings, AskToken ask_token)
    : http_{http},
      inlet_{inlet},
      settings_{std::move(settings)},
      ask_token_{std::move(ask_token)}
{
}

Task<Called> Api::call(Call call)
{
    std::string refused;
    for (bool again = true;; again = false) {
        auto with = co_await token(refused);
        if (!with) co_return std::unexpected{with.error()};
        auto called = co_await once(&call, *with);
        if (called || !token_refused(called.error()) || !again) co_return called;
        refused = *with;
    }
}

Task<Called> Api::once(const Call* call, std::string token)
{
    bool written = false;
    net::HttpAsk ask{
        .method = call->body.empty() ? net::Method::get : net::Method::post,
        .url = settings_.root + call->path + "?access_token=" + token + call->query,
        .headers = {{"Content-Type", call->type}},
        .body = call->body,
        .deadline = settings_.deadline,
        .limit = call->limit,
        .proxy = settings_.proxy,
        .written = &written};
    auto reply = co_await http_.send(std::move(ask));
    if (!reply) co_return std::unexpected{fault_of(reply.error(), written)};
    co_return read_answer(std::move(*reply), call->file);
}

Task<Called> Api::get(std::string url, std::size_t limit)
{
    net::HttpAsk ask{
        .url = std::move(url),
        .deadline = settings_.deadline,
        .limit = limit,
        .proxy = settings_.proxy};
    auto reply = co_await http_.send(std::move(ask));
    if (!reply) co_return std::unexpected{fault_of(reply.error(), false)};
    co_return read_answer(std::move(*reply), true);
}

Task<std::expected<void, Fault>> Api::try_token()
{
    auto got = co_await token({});
    if (!got) co_return std::unexpected{got.error()};
    co_return std::expected<void, Fault>{};
}

Task<Api::Token> Api::token(std::string refused)
{
    while (asking_) {
        auto running = asking_;
        // It never fires: it is cancelled when the asking ends.
        co_await running->async_wait(asio::as_tuple(asio::use_awaitable));
    }
    bool good = !token_.empty() && token_ != refused && inlet_.clock().now() < good_until_;
    if (good) co_return token_;
    auto executor = co_await asio::this_coro::executor;
    asking_ = std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max());
    Asking running{asking_};
    co_return co_await renew(std::move(refused));
}

Task<Api::Token> Api::renew(std::string refused)
{
    if (!recalled_) co_await recall();
    auto now = inlet_.clock().now();
    if (!token_.empty() && token_ != refused && now < good_until_) co_return token_;
    auto got = co_await ask(false);
    // The platform hands out the very token that it refused: only then a new one is enforced.
    bool stuck = got && !refused.empty() && *got == refused && now - forced_at_ >= kBetweenForced;
    if (stuck) {
        forced_at_ = now;
        got = co_await ask(true);
    }
    co_return got;
}

Task<Api::Token> Api::ask(bool anew)
{
    auto question = ask_token_(anew);
    question.proxy = settings_.proxy;
    question.deadline = settings_.deadline;
    auto reply = co_await http_.send(std::move(question));
    // Whatever became of the asking: the call itself was not made.
    if (!reply)
        co_return std::unexpected{Fault{.nothing_done = true, .detail = reply.error().what}};
    auto answer = read_answer(std::move(*reply), false);
    if (!answer) {
        answer.error().nothing_done = true;
        co_return std::unexpected{answer.error()};
    }
    auto token = text_at(answer->value, "/access_token");
    auto seconds = std::chrono::seconds{number_at(answer->value, "/expires_in")};
    if (token.empty()) {
        co_return std::unexpected{Fault{.nothing_done = true, .detail = "no access token came"}};
    }
    token_ = token;
    // Of a token that ends within five minutes, half of its time.
    good_until_ = inlet_.clock().now() + std::max(seconds - kBeforeItsEnd, seconds / 2);
    json::object kept{
        {"token", token_}, {"until", millis(good_until_)}, {"of", settings_.identity}};
    auto remembered = co_await inlet_.remember(kRemembered, json::serialize(kept));
    (void)remembered;  // Without it a restart asks again.
    co_return token;
}

Task<void> Api::recall()
{
    auto kept = co_await inlet_.recall(kRemembered);
    recalled_ = true;
    if (!kept) co_return;
    auto value = parse_json(*kept);
    if (text_at(value, "/of") != settings_.identity) co_return;
    token_ = text_at(value, "/token");
    good_until_ = from_millis(number_at(value, "/until"));
}

Called read_answer(net::HttpReply reply, bool file)
{
    if (reply.status != 200) {
        return std::unexpected{Fault{
            .status = reply.status,
            .nothing_done = reply.status == 429,
            .detail = "answered with HTTP status " + std::to_string(reply.status)}};
    }
    bool attached = file && !reply.headers.get("Content-Disposition").empty();
    auto value = attached ? json::value{} : parse_json(reply.body);
    bool object = value.is_object();
    if (!object && !file) {
        return std::unexpected{
            Fault{.kind = ErrorKind::bad_reply, .detail = "the answer is no JSON"}};
    }
    auto code = object ? number_at(value, "/errcode") : 0;
    if (code == 0) return Answer{std::move(value), std::move(reply)};
    return std::unexpected{Fault{
        .code = static_cast<int>(code),
        .kind = kind_of(code),
        .nothing_done = true,
        .detail = "errcode " + std::to_string(code),
        .said = text_at(value, "/errmsg")}};
}

}  // namespace keydesk::weixin
