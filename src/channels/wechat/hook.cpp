#include "base/crypto.hpp"
#include "base/task.hpp"
#include "channels/wechat/channel.hpp"
#include "channels/wechat/page.hpp"
#include "channels/weixin/json.hpp"
#include "channels/weixin/text.hpp"

#include <algorithm>
#include <utility>

// What the platform, and customers with a link, ask of /hooks/<inbox>.

namespace keydesk::wechat {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

Task<desk::HookReply> WechatChannel::hook(desk::HookCall call)
{
    if (call.method == "POST") co_return co_await take(std::move(call));
    auto link = call.query.find("link");
    if (link != call.query.end()) co_return co_await show_code(link->second);
    auto echo = gate_.verify(call);
    if (!echo) {
        refused(echo.error());
        co_return desk::HookReply{.status = 401, .body = "signature\n"};
    }
    co_await heard();
    co_return desk::HookReply{.body = std::move(*echo)};
}

Task<desk::HookReply> WechatChannel::take(desk::HookCall call)
{
    auto begun = Steady::now();
    auto opened = gate_.open(call, inlet_.clock().now());
    if (!opened && opened.error().kind == ErrorKind::denied) {
        refused(opened.error());
        co_return desk::HookReply{.status = 401, .body = "not taken\n"};
    }
    auto push = opened ? wire::read_push(opened->message, inlet_.clock().now())
                       : Result<wire::Push>{fail(opened.error())};
    if (!push) co_return co_await put_aside(std::move(call));
    co_await heard();
    auto entered = co_await enter_patiently(&*push);
    if (!entered) {
        auto left = settings_.platform_waits - (Steady::now() - begun);
        co_await sleep_for(std::chrono::ceil<milliseconds>(std::max(left, left.zero())));
        co_return desk::HookReply{.status = 503, .body = "later\n", .retry_after = 5s};
    }
    inlet_.working();
    co_return answer(*push, opened->encrypted);
}

Task<desk::HookReply> WechatChannel::put_aside(desk::HookCall call)
{
    // It would come a second and a third time just as unreadable.
    auto id = "unreadable-" + hex(sha256(call.body)).substr(0, 32);
    auto kept = co_await inlet_.quarantine(
        "not a push that Keydesk can read", std::move(call.body), "", "", std::move(id));
    if (!kept) co_return desk::HookReply{.status = 503, .body = "later\n"};
    co_return desk::HookReply{.body = "success"};
}

Task<Result<void>> WechatChannel::enter_patiently(const wire::Push* push)
{
    auto end = Steady::now() + settings_.patience;
    for (auto pause = 100ms;; pause *= 2) {
        auto entered = co_await enter(push);
        if (entered || Steady::now() + pause > end) co_return entered;
        co_await sleep_for(pause);
    }
}

Task<Result<void>> WechatChannel::enter(const wire::Push* push)
{
    for (const auto& notice : push->notices) {
        auto noted = co_await inlet_.note(notice);
        if (!noted && noted.error().transient()) co_return fail(noted.error());
    }
    if (!push->arrival) co_return Result<void>{};
    auto entered = co_await inlet_.accept(*push->arrival);
    // What the desk refuses for good it has logged; the platform is told that it came.
    if (!entered && entered.error().transient()) co_return fail(entered.error());
    co_return Result<void>{};
}

desk::HookReply WechatChannel::answer(const wire::Push& push, bool encrypted) const
{
    using Answer = wire::Push::Answer;
    const auto& text = push.answer == Answer::greeting ? settings_.greeting
                       : push.answer == Answer::talk   ? settings_.talk_answer
                                                       : settings_.report_answer;
    if (push.answer == Answer::nothing || text.empty()) return {.body = "success"};
    auto now = inlet_.clock().now();
    return gate_.answer(wire::passive_text(push, text, now), encrypted, now);
}

Task<desk::HookReply> WechatChannel::show_code(std::string link)
{
    if (!weixin::is_link(link)) co_return desk::HookReply{.status = 404, .body = "no such link\n"};
    if (auto wait = codes_.allow("codes")) {
        co_return desk::HookReply{
            .status = 429,
            .body = "too many\n",
            .retry_after = std::chrono::ceil<std::chrono::seconds>(*wait)};
    }
    weixin::Call call{.path = "/cgi-bin/qrcode/create", .body = wire::make_qr_code(link)};
    auto made = co_await api_.call(std::move(call));
    if (!made) {
        (void)failed(made.error());
        co_return desk::HookReply{.status = 503, .body = "WeChat gives no code now\n"};
    }
    auto url = weixin::text_at(made->value, "/url");
    auto ticket = weixin::text_at(made->value, "/ticket");
    co_return code_page(url, ticket);
}

}  // namespace keydesk::wechat
