#include "channels/wecom/channel.hpp"

#include "base/crypto.hpp"
#include "channels/weixin/json.hpp"
#include "channels/weixin/media.hpp"
#include "channels/weixin/text.hpp"

#include <algorithm>
#include <utility>

namespace keydesk::wecom {

using namespace std::chrono_literals;

namespace {

constexpr auto kHeard = "callback_verified";
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
        const auto& file = *departure.file;
        auto carriage = wire::carriage_of(file.type);
        weixin::OwnFile own{
            .file = file,
            .name = file.name.empty() ? "file" : file.name,
            .kind = carriage.kind,
            .largest = carriage.largest};
        auto judge = [this](const weixin::Fault& fault) { return failed(fault); };
        auto media = co_await weixin::upload_media(&api_, std::move(own), judge);
        if (!media) {
            if (!again) remember_unsent(id);
            co_return std::unexpected{media.error()};
        }
        auto body = wire::send_media(to, id, carriage.kind, *media);
        co_return co_await post(std::move(body), id, again);
    }
    if (departure.text.size() > wire::kLongestText) {
        co_return desk::not_sent(desk::SendFault::refused, "45002", "longer than WeChat takes");
    }
    co_return co_await post(wire::send_text(to, id, departure.text), id, again);
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
