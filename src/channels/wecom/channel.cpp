#include "channels/wecom/channel.hpp"

#include "base/backoff.hpp"
#include "base/crypto.hpp"
#include "channels/wechat_json.hpp"
#include "channels/wechat_media.hpp"
#include "channels/wechat_text.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace keydesk::wecom {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr auto kHeard = "callback_verified";
/// Source: developer.work.weixin.qq.com/document/path/95122.
constexpr auto kWelcomeLives = 20s;
constexpr std::size_t kMostNames = 5'000;
constexpr std::size_t kNamesAtOnce = 100;
constexpr std::size_t kMostUnsent = 10'000;

std::string of(const desk::HookCall& call, std::string_view name)
{
    auto found = call.query.find(name);
    return found == call.query.end() ? std::string{} : found->second;
}

/// Source: https://developer.work.weixin.qq.com/document/path/91039 (gettoken). It hands out the
/// same token until its end; there is no way to enforce a new one.
weixin::Api::AskToken token_question(const Settings& settings)
{
    return [root = settings.api.root, corp = settings.corp_id, secret = settings.secret](bool) {
        return net::HttpAsk{
            .url = root + "/cgi-bin/gettoken?corpid=" + weixin::url_part(corp) +
                   "&corpsecret=" + weixin::url_part(secret.reveal())};
    };
}

}  // namespace

desk::Capabilities capabilities()
{
    constexpr std::int64_t kMiB = 1 << 20;
    return {
        .text = {.longest = wire::kLongestText, .unit = desk::Unit::bytes},
        .window = {.length = 48h, .messages = wire::kAfterMessage},
        .files =
            {.pictures = true,
             .others = true,
             .largest_picture = 10 * kMiB,
             .largest = 20 * kMiB,
             .types = {}},
        .rates = {{.scope = "thread", .burst = 5, .per_second = 1}},
        .idempotent = true};
}

WecomChannel::WecomChannel(net::HttpClient& http, desk::Inlet& inlet, Settings settings)
    : inlet_{inlet},
      settings_{std::move(settings)},
      capabilities_{wecom::capabilities()},
      api_{http, inlet, settings_.api, token_question(settings_)}
{
}

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

Task<desk::HookReply> WecomChannel::hook(desk::HookCall call)
{
    if (call.method == "POST") {
        auto reply = ring(call);
        if (reply.status == 200) co_await heard();
        co_return reply;
    }
    auto echo = open(call, of(call, "echostr"));
    if (!echo) {
        if (!heard_) inlet_.failing("callback", echo.error().what);
        co_return desk::HookReply{.status = 401, .body = "signature\n"};
    }
    co_await heard();
    co_return desk::HookReply{.body = std::move(*echo)};
}

Result<std::string> WecomChannel::open(const desk::HookCall& call, std::string sealed) const
{
    auto timestamp = of(call, "timestamp");
    auto nonce = of(call, "nonce");
    auto wanted = weixin::signature_of({settings_.token.reveal(), timestamp, nonce, sealed});
    if (sealed.empty() || !equal_secret(wanted, of(call, "msg_signature"))) {
        return fail(ErrorKind::denied, "the signature is wrong");
    }
    return settings_.key.open(sealed);
}

desk::HookReply WecomChannel::ring(const desk::HookCall& call)
{
    auto outer = weixin::read_xml(call.body);
    if (!outer) return {.status = 400, .body = "not taken\n"};
    auto text = open(call, std::string{outer->get("Encrypt")});
    if (!text && !heard_) inlet_.failing("callback", text.error().what);
    if (!text) return {.status = 401, .body = "signature\n"};
    auto inner = weixin::read_xml(*text);
    if (!inner) return {.status = 400, .body = "not taken\n"};
    auto account = std::string{inner->get("OpenKfId")};
    bool ours = std::ranges::find(settings_.accounts, account) != settings_.accounts.end();
    if (inner->get("Event") == "kf_msg_or_event" && ours) {
        rung_[account] = inner->get("Token");
        rung_now_ = true;
        if (resting_) resting_->cancel();
    }
    return {.body = "success"};
}

Task<desk::Sent> WecomChannel::send(desk::Departure departure)
{
    auto to = wire::read_address(departure.address);
    if (to.user.empty() || to.account.empty()) {
        co_return desk::not_sent(desk::SendFault::refused, "address", "there is no address");
    }
    auto id = wire::message_id(departure.id);
    bool again = departure.attempt > 1 && !unsent_.contains(id);
    if (departure.file) {
        auto media = co_await upload(*departure.file);
        if (!media) {
            if (!again) remember_unsent(id);
            co_return std::unexpected{media.error()};
        }
        auto kind = wire::carriage_of(departure.file->type).kind;
        co_return co_await post(wire::send_media(to, id, kind, *media), id, again);
    }
    if (departure.text.size() > wire::kLongestText) {
        co_return desk::not_sent(desk::SendFault::refused, "45002", "longer than WeChat takes");
    }
    co_return co_await post(wire::send_text(to, id, departure.text), id, again);
}

Task<std::expected<std::string, desk::SendError>> WecomChannel::upload(desk::Departure::File file)
{
    using Fault = desk::SendFault;
    auto carriage = wire::carriage_of(file.type);
    if (file.size > carriage.largest) {
        co_return desk::not_sent(
            Fault::refused, "file_size", "the file is larger than WeChat takes");
    }
    auto bytes = weixin::read_file(file.path, static_cast<std::size_t>(carriage.largest));
    if (!bytes) co_return desk::not_sent(Fault::retry, "file", bytes.error().what);
    auto made = weixin::multipart(file.name.empty() ? "file" : file.name, file.type, *bytes);
    weixin::Call call{
        .path = "/cgi-bin/media/upload",
        .query = "&type=" + carriage.kind,
        .body = std::move(made.body),
        .type = std::move(made.type)};
    auto called = co_await api_.call(std::move(call));
    if (!called) {
        // An upload that may have worked has still sent nothing to anybody.
        auto fault = called.error();
        fault.nothing_done = true;
        co_return std::unexpected{failed(fault)};
    }
    auto id = weixin::text_at(called->value, "/media_id");
    if (id.empty()) co_return desk::not_sent(Fault::retry, "media", "WeChat gave no media_id");
    co_return id;
}

Task<desk::Sent> WecomChannel::post(std::string body, std::string id, bool again)
{
    weixin::Call call{.path = "/cgi-bin/kf/send_msg", .body = std::move(body)};
    auto called = co_await api_.call(std::move(call));
    // An attempt before this one may have gone: then its msgid is what is refused.
    bool went_before = !called && again && wire::refuses_a_repeat(called.error());
    if (!called && !went_before) {
        if (!called.error().nothing_done) unsent_.erase(id);
        if (called.error().nothing_done && !again) remember_unsent(id);
        co_return std::unexpected{failed(called.error())};
    }
    unsent_.erase(id);
    inlet_.working();
    co_return desk::Receipt{id};
}

void WecomChannel::remember_unsent(const std::string& id)
{
    // Forgetting is safe: who is not known counts as perhaps sent.
    if (unsent_.size() > kMostUnsent) unsent_.clear();
    unsent_.insert(id);
}

Task<Result<desk::Fetched>> WecomChannel::fetch(std::string source, std::size_t limit)
{
    auto media_id = weixin::text_at(weixin::parse_json(source), "/media_id");
    co_return co_await weixin::fetch_media(&api_, std::move(media_id), limit);
}

desk::SendError WecomChannel::failed(const weixin::Fault& fault)
{
    auto error = wire::send_error(fault);
    bool ours = error.fault == desk::SendFault::account || fault.code == 0;
    if (ours) inlet_.failing(error.code, error.detail);
    return error;
}

Task<void> WecomChannel::heard()
{
    if (heard_) co_return;
    heard_ = true;
    auto kept = co_await inlet_.remember(kHeard, std::to_string(millis(inlet_.clock().now())));
    (void)kept;  // Only the wizard reads it.
}

std::string WecomChannel::address_for_customers(std::string_view token) const
{
    if (link_.empty() || token.empty()) return link_;
    // scene_param comes back in enter_session; it needs a link that was made with a scene.
    return link_ + (link_.contains('?') ? "&" : "?") + "scene_param=" + weixin::url_part(token);
}

}  // namespace keydesk::wecom
