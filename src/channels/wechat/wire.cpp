#include "channels/wechat/wire.hpp"

#include "channels/weixin/faults.hpp"
#include "channels/weixin/json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <chrono>

namespace keydesk::wechat::wire {

namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

using desk::SendFault;

/// What a code of message/custom/send and of media/upload asks of us; what is not here is the
/// message's own fault. Source: developers.weixin.qq.com "Global Return Code".
constexpr auto kMeanings = std::to_array<weixin::Meaning>({
    {-1, SendFault::retry, "WeChat is busy"},
    {40001, SendFault::account, "WeChat refuses the access token"},
    {40003, SendFault::unreachable, "WeChat does not know this user"},
    {40013, SendFault::account, "the AppID is wrong"},
    {40014, SendFault::account, "WeChat refuses the access token"},
    {40125, SendFault::account, "the AppSecret is wrong"},
    {40164, SendFault::account, "our address is not in the account's IP white-list"},
    {41001, SendFault::account, "the access token is missing"},
    {41002, SendFault::account, "the AppID is missing"},
    {41004, SendFault::account, "the AppSecret is missing"},
    {42001, SendFault::retry, "the access token has expired"},
    {43004, SendFault::unreachable, "the customer no longer follows the account"},
    {43019, SendFault::unreachable, "the customer is on the account's black-list"},
    {45009, SendFault::rate_limited, "today's quota of calls is used up"},
    {45011, SendFault::rate_limited, "too many calls in this minute"},
    {45015, SendFault::closed, "the customer has not written for 48 hours"},
    {45047, SendFault::closed, "five messages were sent since the customer wrote"},
    {48001, SendFault::account, "the account has no right to customer-service messages"},
    {48002, SendFault::unreachable, "the customer has turned messages off"},
    {48004, SendFault::account, "the account's interface is banned"},
    {50001, SendFault::account, "the account has no right to this interface"},
    {50002, SendFault::account, "the account is restricted"},
    {61004, SendFault::account, "our address is not in the account's IP white-list"},
});

}  // namespace

std::string passive_text(const Push& push, std::string_view text, Time now)
{
    auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    return "<xml><ToUserName>" + weixin::cdata(push.user) + "</ToUserName><FromUserName>" +
           weixin::cdata(push.account) + "</FromUserName><CreateTime>" + std::to_string(seconds) +
           "</CreateTime><MsgType><![CDATA[text]]></MsgType><Content>" + weixin::cdata(text) +
           "</Content></xml>";
}

std::string envelope(
    std::string_view sealed,
    std::string_view signature,
    std::string_view timestamp,
    std::string_view nonce)
{
    return "<xml><Encrypt>" + weixin::cdata(sealed) + "</Encrypt><MsgSignature>" +
           weixin::cdata(signature) + "</MsgSignature><TimeStamp>" + std::string{timestamp} +
           "</TimeStamp><Nonce>" + weixin::cdata(nonce) + "</Nonce></xml>";
}

std::string user_of(const std::string& address)
{
    return weixin::text_at(weixin::parse_json(address), "/openid");
}

std::string send_text(const std::string& user, const std::string& text)
{
    return json::serialize(
        json::object{{"touser", user}, {"msgtype", "text"}, {"text", {{"content", text}}}});
}

std::string send_media(
    const std::string& user, const std::string& kind, const std::string& media_id)
{
    json::object media{{"media_id", media_id}};
    if (kind == "video") {
        // Its own id stands for the thumbnail, which has to be there: a picture of 64 KB would have
        // to be cut out of the film otherwise.
        media["thumb_media_id"] = media_id;
        media["title"] = "";
        media["description"] = "";
    }
    return json::serialize(json::object{{"touser", user}, {"msgtype", kind}, {kind, media}});
}

std::string typing(const std::string& user, bool on)
{
    return json::serialize(
        json::object{{"touser", user}, {"command", on ? "Typing" : "CancelTyping"}});
}

std::string menu(std::string_view talk, std::string_view report)
{
    json::array buttons;
    auto add = [&](std::string_view name, std::string_view key) {
        if (!name.empty()) buttons.push_back({{"type", "click"}, {"name", name}, {"key", key}});
    };
    add(talk, kTalkKey);
    add(report, kReportKey);
    return json::serialize(json::object{{"button", std::move(buttons)}});
}

std::string make_qr_code(const std::string& scene)
{
    return json::serialize(json::object{
        {"expire_seconds", 2'592'000},
        {"action_name", "QR_STR_SCENE"},
        {"action_info", {{"scene", {{"scene_str", scene}}}}}});
}

Carriage carriage_of(std::string_view mime_type, std::int64_t largest_picture)
{
    constexpr std::int64_t kMiB = 1 << 20;
    struct Row {
        std::string_view type, kind, suffix;
        std::int64_t largest;
    };
    // Source: developers.weixin.qq.com "api_uploadtempmedia" and its older version; of two sizes
    // the smaller.
    const auto rows = std::to_array<Row>({
        {"image/jpeg", "image", ".jpg", largest_picture},
        {"image/png", "image", ".png", largest_picture},
        {"image/gif", "image", ".gif", largest_picture},
        {"audio/amr", "voice", ".amr", 2 * kMiB},
        {"audio/mpeg", "voice", ".mp3", 2 * kMiB},
        {"video/mp4", "video", ".mp4", 10 * kMiB},
    });
    auto bare = mime_type.substr(0, mime_type.find(';'));
    auto row = std::ranges::find(rows, bare, &Row::type);
    if (row == rows.end()) return {};
    return {std::string{row->kind}, std::string{row->suffix}, row->largest};
}

std::chrono::milliseconds until_midnight_in_china(Time now)
{
    // UTC+8 all year: China has had no summer time since 1991.
    auto there = now + 8h;
    auto next = std::chrono::ceil<std::chrono::days>(there + 1ms);
    return std::chrono::duration_cast<std::chrono::milliseconds>(next - there);
}

desk::SendError send_error(const weixin::Fault& fault, Time now)
{
    auto error = weixin::send_error(kMeanings, fault);
    if (fault.code == 45009) error.after = until_midnight_in_china(now);
    return error;
}

}  // namespace keydesk::wechat::wire
