#include "channels/weibo/channel.hpp"

#include "base/crypto.hpp"
#include "channels/weibo/json.hpp"
#include "channels/weibo/words.hpp"

#include <algorithm>
#include <utility>

namespace keydesk::weibo {

using namespace std::chrono_literals;
using desk::HookReply;
using desk::SendFault;
using desk::Step;

namespace {

constexpr std::size_t kMostWindows = 20'000;

}  // namespace

desk::Capabilities capabilities_of_kind()
{
    desk::Capabilities c;
    c.text = {.longest = wire::kLongestText, .unit = desk::Unit::hanzi};
    c.window = {.length = wire::kWindow, .messages = 0};
    // Weibo has no call that sends a picture or a file (only articles that link to one).
    c.files = {};
    return c;
}

WeiboChannel::WeiboChannel(
    net::HttpClient& http, desk::Inlet& inlet, std::string key, Settings settings)
    : http_{http},
      inlet_{inlet},
      key_{std::move(key)},
      settings_{std::move(settings)},
      capabilities_{capabilities_of_kind()}
{
}

Task<Result<void>> WeiboChannel::run()
{
    for (;;) {
        auto token = co_await check_token();
        if (token.state == Step::State::failed) inlet_.failing("token", token.detail.en);
        co_await sleep_for(6h);
    }
}

Task<HookReply> WeiboChannel::hook(desk::HookCall call)
{
    auto verdict = wire::check_signature(call.query, settings_.app_secret, inlet_.clock().now());
    if (verdict == wire::Signed::stale) {
        inlet_.failing("clock", "a push is signed for another hour: check this machine's clock");
    }
    if (verdict != wire::Signed::yes) co_return HookReply{.status = 403, .body = "signature\n"};
    pushed_ = true;
    if (call.method == "GET") {
        auto echo = call.query.find("echostr");
        inlet_.working();
        co_return HookReply{.body = echo == call.query.end() ? std::string{} : echo->second};
    }
    auto push = wire::read_push(call.body, inlet_.clock().now());
    if (!push) {
        auto why = push.error().what;
        co_return co_await keep_unread(std::move(call.body), std::move(why));
    }
    if (!settings_.uid.empty() && push->receiver != settings_.uid) {
        inlet_.failing("uid", "a push for account " + push->receiver + ", which is not this one");
        co_return HookReply{};
    }
    heed_open_window(*push);
    co_return co_await take(std::move(*push));
}

/// Pushing it again would not make it readable, so it is acknowledged once it lies in quarantine.
Task<HookReply> WeiboChannel::keep_unread(std::string body, std::string why)
{
    inlet_.failing("push", why);
    auto id = hex(sha256(body)).substr(0, 32);
    auto kept =
        co_await inlet_.quarantine("unreadable", std::move(body), "Weibo", "", std::move(id));
    if (!kept && kept.error().transient()) co_return HookReply{.status = 503};
    co_return HookReply{};
}

Task<Result<desk::Entered>> WeiboChannel::take_again(std::string raw)
{
    auto push = wire::read_push(raw, inlet_.clock().now());
    if (!push) co_return fail(push.error());
    if (!push->arrival) co_return fail(ErrorKind::invalid_input, "this is no message");
    auto arrival = std::move(*push->arrival);
    co_return co_await inlet_.accept(std::move(arrival));
}

Task<HookReply> WeiboChannel::take(wire::Push push)
{
    if (push.notice) {
        auto notice = std::move(*push.notice);
        auto noted = co_await inlet_.note(std::move(notice));
        if (!noted && noted.error().transient()) co_return HookReply{.status = 503};
    }
    if (push.arrival) {
        auto arrival = std::move(*push.arrival);
        auto entered = co_await inlet_.accept(std::move(arrival));
        co_return answered(entered, push);
    }
    inlet_.working();
    if (!push.asks_for_us) co_return HookReply{};
    co_return HookReply{
        .body = wire::passive_text(push, words::go_ahead().zh), .type = "application/json"};
}

HookReply WeiboChannel::answered(const Result<desk::Entered>& entered, const wire::Push& push)
{
    if (!entered && entered.error().transient()) return {.status = 503};
    inlet_.working();
    // An empty body: handled, and nothing is shown to the customer.
    if (!entered || entered->repeated || !entered->opened || !settings_.acknowledge) return {};
    auto said = words::received(entered->number);
    bool chinese = entered->locale.starts_with("zh");
    return {
        .body = wire::passive_text(push, chinese ? said.zh : said.en), .type = "application/json"};
}

void WeiboChannel::heed_open_window(wire::Push& push)
{
    if (!push.arrival && !push.notice) return;
    auto now = inlet_.clock().now();
    auto& allowance = push.arrival ? push.arrival->allowance : push.notice->allowance;
    auto known = open_until_.find(push.sender);
    if (push.mentioned) {
        if (known == open_until_.end() || known->second <= now) return;
        allowance = desk::Allowance{.until = known->second, .messages = {}};
        return;
    }
    if (!allowance) {
        open_until_.erase(push.sender);  // He does not follow any more.
        return;
    }
    if (open_until_.size() >= kMostWindows) {
        std::erase_if(open_until_, [&](const auto& one) { return one.second <= now; });
    }
    if (open_until_.size() < kMostWindows) open_until_[push.sender] = *allowance->until;
}

Task<Result<net::HttpReply>> WeiboChannel::post(
    std::string root, std::string path, wire::Form form, bool* written)
{
    form.emplace_back("access_token", settings_.access_token);
    net::HttpAsk ask{
        .method = net::Method::post,
        .url = root + path,
        .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
        .body = wire::encode(form),
        .deadline = settings_.deadline,
        .limit = 256 << 10,
        .proxy = settings_.proxy,
        .written = written};
    co_return co_await http_.send(std::move(ask));
}

Task<desk::Sent> WeiboChannel::send(desk::Departure departure)
{
    if (departure.file) {
        co_return desk::not_sent(SendFault::refused, "file", "Weibo's door sends texts only");
    }
    if (wire::uid_of_address(departure.address).empty()) {
        co_return desk::not_sent(SendFault::refused, "address", "this is no address of Weibo's");
    }
    auto form = wire::text_reply(departure);
    bool written = false;
    auto reply =
        co_await post(settings_.message_root, "/2/messages/reply.json", std::move(form), &written);
    if (!reply) {
        inlet_.failing("unavailable", reply.error().what);
        auto fault = written ? SendFault::uncertain : SendFault::retry;
        co_return desk::not_sent(fault, "unavailable", reply.error().what);
    }
    auto sent = wire::read_sent(reply->status, reply->body);
    if (sent) {
        inlet_.working();
    } else if (sent.error().fault == SendFault::account) {
        inlet_.failing(sent.error().code, sent.error().detail);
    }
    co_return sent;
}

Task<Result<desk::Fetched>> WeiboChannel::fetch(std::string source, std::size_t limit)
{
    auto named = parse_loosely(source);
    auto fid = named ? digits_at(*named, "/fid") : std::string{};
    if (fid.empty()) co_return fail(ErrorKind::not_found, "no file of Weibo's");
    wire::Form query{{"access_token", settings_.access_token}, {"fid", fid}};
    net::HttpAsk ask{
        .url = settings_.media_root + "/2/mss/msget?" + wire::encode(query),
        .deadline = settings_.deadline + 20s,
        .limit = limit,
        .proxy = settings_.proxy};
    auto reply = co_await http_.send(std::move(ask));
    if (!reply) co_return fail(reply.error());
    auto type = std::string{reply->headers.get("Content-Type")};
    // What fails comes as JSON, with status 200 as well.
    int code = type.contains("json") || reply->status != 200 ? wire::error_code(reply->body) : 0;
    if (code != 0) {
        auto why = wire::explain(code);
        bool later = why.fault == SendFault::retry || why.fault == SendFault::uncertain ||
                     why.fault == SendFault::rate_limited || why.fault == SendFault::account;
        co_return fail(later ? ErrorKind::unavailable : ErrorKind::not_found, "Weibo " + why.code);
    }
    auto status = "HTTP " + std::to_string(reply->status);
    if (reply->status == 404) co_return fail(ErrorKind::not_found, status);
    if (reply->status != 200) co_return fail(ErrorKind::unavailable, status);
    co_return desk::Fetched{.bytes = std::move(reply->body), .name = {}, .type = std::move(type)};
}

std::string WeiboChannel::address_for_customers(std::string_view) const
{
    return settings_.uid.empty() ? std::string{} : "https://weibo.com/u/" + settings_.uid;
}

}  // namespace keydesk::weibo
