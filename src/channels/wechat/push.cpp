#include "base/crypto.hpp"
#include "channels/wechat/wire.hpp"
#include "channels/weixin/text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <chrono>
#include <utility>

// What comes in: https://developers.weixin.qq.com/doc/offiaccount/Message_Management/
// Receiving_standard_messages.html and Receiving_event_pushes.html

namespace keydesk::wechat::wire {

namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kLongestId = 128;
constexpr std::size_t kLongestType = 64;
constexpr std::string_view kFollowScene = "qrscene_";

std::string text_of(const weixin::XmlMessage& message, std::string_view name)
{
    return std::string{message.get(name)};
}

std::string address_of(const std::string& user)
{
    return json::serialize(json::object{{"openid", user}});
}

desk::Place place_of(const std::string& user)
{
    return {.key = user, .address = address_of(user)};
}

Time sent_at(const weixin::XmlMessage& message, Time now)
{
    // Seconds. A date beyond all reason would overflow what it is added to.
    auto seconds = weixin::number_of(message.get("CreateTime"), -1);
    bool sane = seconds >= 0 && seconds < 1LL << 40;
    return sane ? Time{std::chrono::seconds{seconds}} : now;
}

desk::Allowance after_message(Time now)
{
    return {.until = now + 48h, .messages = kAfterMessage};
}

desk::Allowance after_tap(Time now)
{
    return {.until = now + 1min, .messages = kAfterTap};
}

desk::Notice notice_of(const Push& push, desk::Notice::What what, Time at)
{
    return {
        .what = what, .person = {.external_id = push.user}, .place = place_of(push.user), .at = at};
}

desk::ArrivedFile file_of(
    const weixin::XmlMessage& message, std::string name, std::string type, std::string_view kind)
{
    json::object source{{"media_id", text_of(message, "MediaId")}, {"kind", kind}};
    return {.name = std::move(name), .type = std::move(type), .source = json::serialize(source)};
}

void take_voice(const weixin::XmlMessage& message, desk::Arrival& arrival, std::string& text)
{
    bool speex = message.get("Format") == "speex";
    arrival.files.push_back(file_of(
        message,
        speex ? "voice.speex" : "voice.amr",
        speex ? "audio/speex" : "audio/amr",
        "voice"));
    text = text_of(message, "Recognition");
    if (!text.empty()) {
        arrival.warnings.emplace_back(
            "The text is what WeChat understood of a voice message. 文字由微信语音识别得出。");
    }
}

std::string location_of(const weixin::XmlMessage& message)
{
    return "[位置 · Location] " + text_of(message, "Label") + "\n" +
           text_of(message, "Location_X") + ", " + text_of(message, "Location_Y");
}

std::string link_of(const weixin::XmlMessage& message)
{
    std::string text;
    for (std::string_view name : {"Title", "Description", "Url"}) {
        auto line = message.get(name);
        if (line.empty()) continue;
        if (!text.empty()) text += "\n";
        text += line;
    }
    return text;
}

/// Fills text and files; a kind that came after this was written is told by its name.
void take_content(const weixin::XmlMessage& message, desk::Arrival& arrival)
{
    auto type = message.get("MsgType");
    std::string text;
    if (type == "text") {
        text = text_of(message, "Content");
    } else if (type == "image") {
        arrival.files.push_back(file_of(message, "", "image/jpeg", "image"));
    } else if (type == "voice") {
        take_voice(message, arrival, text);
    } else if (type == "video" || type == "shortvideo") {
        arrival.files.push_back(file_of(message, "video.mp4", "video/mp4", "video"));
    } else if (type == "location") {
        text = location_of(message);
    } else if (type == "link") {
        text = link_of(message);
    } else {
        text = "[微信消息 · WeChat message: " + std::string{type.substr(0, kLongestType)} + "]";
    }
    arrival.text = guard::RawText{std::move(text)};
}

std::string message_id(const weixin::XmlMessage& message)
{
    auto id = text_of(message, "MsgId");
    if (!id.empty() && id.size() <= kLongestId) return id;
    // The platform's own rule for what has no MsgId is FromUserName + CreateTime.
    std::string all;
    for (const auto& [name, text] : message.texts()) all += name + "=" + text + "\n";
    return text_of(message, "FromUserName") + "-" + text_of(message, "CreateTime").substr(0, 20) +
           "-" + hex(sha256(all)).substr(0, 16);
}

void read_message(const weixin::XmlMessage& message, Time now, Push& push)
{
    desk::Arrival arrival{
        .external_id = message_id(message),
        .person = {.external_id = push.user},
        .place = place_of(push.user),
        .text = guard::RawText{""},
        .sent_at = sent_at(message, now)};
    // A tap on a menu inside a message arrives as text but counts as a click.
    bool tapped = message.has("bizmsgmenuid");
    arrival.allowance = tapped ? after_tap(arrival.sent_at) : after_message(arrival.sent_at);
    take_content(message, arrival);
    push.arrival = std::move(arrival);
}

void allow(Push& push, desk::Allowance allowance, std::string_view scene, Time at)
{
    auto notice = notice_of(push, desk::Notice::What::allowed, at);
    notice.allowance = allowance;
    if (weixin::is_link(scene)) notice.link = scene;
    push.notices.push_back(std::move(notice));
}

void read_follow(const weixin::XmlMessage& message, Time at, Push& push)
{
    push.notices.push_back(notice_of(push, desk::Notice::What::reachable, at));
    auto scene = message.get("EventKey");
    if (scene.starts_with(kFollowScene)) scene.remove_prefix(kFollowScene.size());
    allow(push, after_tap(at), scene, at);
    push.answer = Push::Answer::greeting;
}

/// He takes his leave: nothing can be sent any more, and the platform wants his data gone.
void read_leave(Time at, Push& push)
{
    push.notices.push_back(notice_of(push, desk::Notice::What::unreachable, at));
    push.notices.push_back(notice_of(push, desk::Notice::What::forget, at));
}

void read_event(const weixin::XmlMessage& message, Time now, Push& push)
{
    auto event = message.get("Event");
    auto key = message.get("EventKey");
    auto at = sent_at(message, now);
    if (event == "subscribe") return read_follow(message, at, push);
    if (event == "unsubscribe") return read_leave(at, push);
    if (event == "SCAN") return allow(push, after_tap(at), key, at);
    // Of the menu's buttons only these open the window ("kf/intro").
    if (event == "CLICK" || event == "scancode_push" || event == "scancode_waitmsg") {
        allow(push, after_tap(at), {}, at);
        if (key == kTalkKey) push.answer = Push::Answer::talk;
        if (key == kReportKey) push.answer = Push::Answer::report;
        return;
    }
    if (event == "user_pay_from_pay_cell" || event == "merchant_order") {
        return allow(push, {.until = at + 48h, .messages = {}}, {}, at);
    }
    // LOCATION (where he is, again and again), VIEW, TEMPLATESENDJOBFINISH, kf_*_session and what
    // else there is or will be: nothing the desk needs to keep.
}

}  // namespace

Result<Push> read_push(const weixin::XmlMessage& message, Time now)
{
    Push push{.user = text_of(message, "FromUserName"), .account = text_of(message, "ToUserName")};
    bool whole = !push.user.empty() && push.user.size() <= kLongestId && !push.account.empty() &&
                 !message.get("MsgType").empty();
    if (!whole) return fail(ErrorKind::invalid_input, "no push of an Official Account");
    if (message.get("MsgType") == "event") {
        read_event(message, now, push);
    } else {
        read_message(message, now, push);
    }
    return push;
}

}  // namespace keydesk::wechat::wire
