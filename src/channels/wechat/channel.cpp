#include "channels/wechat/channel.hpp"

#include "channels/wechat/steps.hpp"
#include "channels/weixin/json.hpp"
#include "channels/weixin/media.hpp"
#include "channels/weixin/steps.hpp"
#include "channels/weixin/text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <utility>

namespace keydesk::wechat {

namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

constexpr auto kHeard = "callback_verified";
constexpr std::int64_t kMiB = 1 << 20;

/// Source: https://developers.weixin.qq.com stable_token (POST, JSON).
net::HttpAsk ask_token(
    const std::string& root, const std::string& app_id, const std::string& secret, bool anew)
{
    json::object question{
        {"grant_type", "client_credential"}, {"appid", app_id}, {"secret", secret}};
    if (anew) question["force_refresh"] = true;
    return {
        .method = net::Method::post,
        .url = root + "/cgi-bin/stable_token",
        .headers = {{"Content-Type", "application/json"}},
        .body = json::serialize(question)};
}

weixin::Api::AskToken token_question(const Settings& settings)
{
    return [root = settings.api.root, app_id = settings.app_id, secret = settings.app_secret](
               bool anew) { return ask_token(root, app_id, secret.reveal(), anew); };
}

}  // namespace

desk::Capabilities capabilities(std::int64_t largest_picture)
{
    return {
        .text = {.longest = wire::kLongestText, .unit = desk::Unit::bytes},
        .window = {.length = 48h, .messages = wire::kAfterMessage},
        .files =
            {.pictures = true,
             .others = true,
             .largest_picture = largest_picture,
             .largest = 10 * kMiB,
             .types =
                 {"image/jpeg", "image/png", "image/gif", "audio/amr", "audio/mpeg", "video/mp4"}},
        .rates = {{.scope = "thread", .burst = 5, .per_second = 1}},
        .typing = true};
}

WechatChannel::WechatChannel(net::HttpClient& http, desk::Inlet& inlet, Settings settings)
    : inlet_{inlet},
      settings_{std::move(settings)},
      capabilities_{wechat::capabilities(settings_.largest_picture)},
      gate_{settings_.gate},
      api_{http, inlet, settings_.api, token_question(settings_)},
      codes_{inlet.clock(), {.burst = 30, .per_second = 0.5, .max_keys = 1}}
{
}

Task<Result<void>> WechatChannel::run()
{
    co_return Result<void>{};
}

Task<desk::Sent> WechatChannel::send(desk::Departure departure)
{
    auto user = wire::user_of(departure.address);
    if (user.empty()) {
        co_return desk::not_sent(desk::SendFault::refused, "address", "there is no address");
    }
    if (departure.file) {
        auto carriage = wire::carriage_of(departure.file->type, settings_.largest_picture);
        weixin::OwnFile own{
            .file = *departure.file,
            .name = "file" + carriage.suffix,
            .kind = carriage.kind,
            .largest = carriage.largest};
        auto judge = [this](const weixin::Fault& fault) { return failed(fault); };
        auto media = co_await weixin::upload_media(&api_, std::move(own), judge);
        if (!media) co_return std::unexpected{media.error()};
        co_return co_await post(wire::send_media(user, carriage.kind, *media));
    }
    if (departure.text.size() > wire::kLongestText) {
        co_return desk::not_sent(desk::SendFault::refused, "45002", "longer than WeChat takes");
    }
    co_return co_await post(wire::send_text(user, departure.text));
}

Task<desk::Sent> WechatChannel::post(std::string body)
{
    weixin::Call call{.path = "/cgi-bin/message/custom/send", .body = std::move(body)};
    auto called = co_await api_.call(std::move(call));
    if (!called) co_return std::unexpected{failed(called.error())};
    inlet_.working();
    // The platform gives a customer-service message no id.
    co_return desk::Receipt{};
}

Task<Result<desk::Fetched>> WechatChannel::fetch(std::string source, std::size_t limit)
{
    auto wanted = weixin::parse_json(source);
    auto media_id = weixin::text_at(wanted, "/media_id");
    co_return co_await weixin::fetch_media(&api_, std::move(media_id), limit);
}

Task<void> WechatChannel::typing(std::string address, bool on)
{
    weixin::Call call{
        .path = "/cgi-bin/message/custom/typing", .body = wire::typing(wire::user_of(address), on)};
    // 45080 and 45081 (nothing said in 30 s, typing already) are no faults, and nothing is
    // promised.
    auto called = co_await api_.call(std::move(call));
    (void)called;
}

std::string WechatChannel::address_for_customers(std::string_view token) const
{
    if (token.empty()) return settings_.public_address;
    if (inlet_.public_url().empty() || !weixin::is_link(token)) return {};
    return inlet_.public_url() + "/hooks/" + settings_.inbox_key + "?link=" + std::string{token};
}

desk::SendError WechatChannel::failed(const weixin::Fault& fault)
{
    auto error = wire::send_error(fault, inlet_.clock().now());
    bool ours = error.fault == desk::SendFault::account || fault.code == 0;
    if (ours) inlet_.failing(error.code, error.detail);
    return error;
}

void WechatChannel::refused(const Error& error)
{
    // Anybody can send us something unsigned: once the platform was heard, that is no fault of
    // ours.
    if (!heard_) inlet_.failing("callback", error.what);
}

Task<void> WechatChannel::heard()
{
    if (heard_) co_return;
    heard_ = true;
    auto kept = co_await inlet_.remember(kHeard, std::to_string(millis(inlet_.clock().now())));
    (void)kept;  // Only the wizard reads it.
}

Task<std::vector<desk::Step>> WechatChannel::check()
{
    std::vector<desk::Step> steps;
    auto token = co_await api_.try_token();
    steps.push_back(token ? token_good() : token_bad(token.error()));
    if (token) {
        auto rights = co_await api_.call({.path = "/cgi-bin/customservice/getkflist"});
        steps.push_back(rights ? rights_good() : rights_bad(rights.error()));
    }
    auto called = co_await inlet_.recall(kHeard);
    bool known = called && !called->empty();
    steps.push_back(weixin::callback_step(known, inlet_.public_url(), settings_.inbox_key));
    steps.push_back(weixin::virtual_currency_rule());
    co_return steps;
}

Task<std::vector<desk::Step>> WechatChannel::set_up()
{
    std::vector<desk::Step> steps;
    if (!settings_.menu) {
        steps.push_back(menu_left_alone());
        co_return steps;
    }
    weixin::Call call{
        .path = "/cgi-bin/menu/create",
        .body = wire::menu(settings_.talk_label, settings_.report_label)};
    auto made = co_await api_.call(std::move(call));
    steps.push_back(made ? menu_good() : menu_bad(made.error()));
    co_return steps;
}

}  // namespace keydesk::wechat
