#include "channels/weibo/wire.hpp"

#include "base/crypto.hpp"
#include "channels/weibo/json.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace keydesk::weibo::wire {

namespace json = boost::json;
using desk::Arrival;
using desk::Notice;

namespace {

std::string_view found(const Query& query, std::string_view name)
{
    auto at = query.find(name);
    return at == query.end() ? std::string_view{} : std::string_view{at->second};
}

/// Percent-encoded but for the unreserved characters (RFC 3986, section 2.3).
std::string percent(std::string_view text)
{
    constexpr std::string_view kPlain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if (kPlain.contains(c)) {
            out += c;
        } else {
            out += {'%', kHex[byte >> 4], kHex[byte & 15]};
        }
    }
    return out;
}

/// Weibo gives messages no id. Its own rule for telling repeats is sender and date; the date has
/// whole seconds, so what was said is added. Two equal texts in one second become one.
std::string id_of(const json::value& push, const std::string& sender)
{
    auto date = text_at(push, "/created_at");
    const auto* data = at(push, "/data");
    std::string said = text_at(push, "/type") + '\0' + date + '\0' + text_at(push, "/text") + '\0';
    if (data != nullptr) said += json::serialize(*data);
    return sender + ":" + hex(sha256(said)).substr(0, 24);
}

desk::Person person(const std::string& uid)
{
    return {.external_id = uid, .handle = "微博 " + uid};
}

desk::Place place(const std::string& uid)
{
    return {.key = uid, .address = address_of(uid)};
}

/// Weibo writes a sentence of its own beside a picture or a voice; it is nobody's words.
bool weibos_own_words(std::string_view text)
{
    constexpr std::array<std::string_view, 6> kOwn{
        "发了一张图片", "发了一个图片", "发了一个语音消息", "发了一段语音", "分享图片", "分享语音"};
    return std::ranges::find(kOwn, text) != kOwn.end();
}

desk::ArrivedFile file(const json::value& push, bool voice)
{
    // tovfid is the receiver's copy; the sender's own (vfid) is refused to us.
    json::object source{{"fid", digits_at(push, "/data/tovfid")}};
    return {
        .name = voice ? "voice.amr" : "",
        .type = voice ? "audio/amr" : "image/jpeg",
        .source = json::serialize(source)};
}

std::string described_place(const json::value& push)
{
    auto latitude = text_at(push, "/data/latitude"), longitude = text_at(push, "/data/longitude");
    if (latitude.empty() || longitude.empty()) return {};
    return "\n(" + latitude + ", " + longitude + ")";
}

void read_message(const json::value& push, const std::string& type, Time at_time, Push& out)
{
    auto text = text_at(push, "/text");
    bool voice = type == "voice", picture = type == "image";
    if ((voice || picture) && weibos_own_words(text)) text.clear();
    if (type == "position") text += described_place(push);
    std::erase(text, '\0');
    out.arrival = Arrival{
        .external_id = id_of(push, out.sender),
        .person = person(out.sender),
        .place = place(out.sender),
        .text = guard::RawText{std::move(text)},
        .sent_at = at_time,
        .allowance = desk::Allowance{.until = at_time + kWindow, .messages = {}}};
    if (voice || picture) out.arrival->files.push_back(file(push, voice));
    if (!out.mentioned) return;
    out.arrival->allowance->messages = 1;
    bool comment = text_at(push, "/data/subtype") == "comment";
    out.arrival->warnings.emplace_back(
        comment ? "@mention in a public comment · 评论中提到"
                : "@mention in a public post · 微博中提到");
}

void read_event(const json::value& push, Time at_time, Push& out)
{
    auto subtype = text_at(push, "/data/subtype");
    auto key = text_at(push, "/data/key");
    Notice notice{
        .what = Notice::What::allowed,
        .external_id = {},
        .person = person(out.sender),
        .place = place(out.sender),
        .detail = subtype,
        .at = at_time};
    if (subtype == "unfollow") {
        notice.what = Notice::What::unreachable;
    } else if (
        subtype == "follow" || subtype == "subscribe" || subtype == "scan" ||
        subtype == "scan_follow" || subtype == "click") {
        notice.allowance = desk::Allowance{.until = at_time + kWindow, .messages = {}};
    } else {
        return;  // unsubscribe is about mass messages, which we never send; view is a mere link.
    }
    out.asks_for_us = subtype == "click" && key == kMenuKey;
    out.notice = std::move(notice);
}

}  // namespace

std::string signature(std::string_view app_secret, std::string timestamp, std::string nonce)
{
    std::array parts{std::string{app_secret}, std::move(timestamp), std::move(nonce)};
    std::ranges::sort(parts);
    return hex(sha1(parts[0] + parts[1] + parts[2]));
}

Signed check_signature(const Query& query, std::string_view app_secret, Time now)
{
    std::string timestamp{found(query, "timestamp")}, nonce{found(query, "nonce")};
    auto expected = signature(app_secret, timestamp, nonce);
    if (app_secret.empty() || !equal_secret(expected, found(query, "signature"))) return Signed::no;
    std::int64_t sent = 0;
    auto read = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), sent);
    if (read.ec != std::errc{}) return Signed::stale;
    auto age = millis(now) - sent;
    constexpr auto kAge = std::chrono::milliseconds{kSignatureAge}.count();
    return age > kAge || age < -kAge ? Signed::stale : Signed::yes;
}

Result<Push> read_push(std::string_view body, Time now)
{
    auto push = parse_loosely(body);
    if (!push || !push->is_object()) {
        return fail(ErrorKind::invalid_input, "this is no push of Weibo's: no JSON object");
    }
    auto type = text_at(*push, "/type");
    Push out{
        .receiver = digits_at(*push, "/receiver_id"), .sender = digits_at(*push, "/sender_id")};
    if (type.empty() || out.sender.empty()) {
        return fail(ErrorKind::invalid_input, "this is no push of Weibo's: no type or sender");
    }
    // A date in the future would hold a window open for longer than Weibo does.
    auto date = std::min(read_date(text_at(*push, "/created_at")).value_or(now), now);
    out.mentioned = type == "mention";
    bool has_file = type == "voice" || type == "image";
    if (has_file && digits_at(*push, "/data/tovfid").empty()) {
        return fail(ErrorKind::invalid_input, "a picture or voice of Weibo's without its file id");
    }
    if (type == "event") {
        read_event(*push, date, out);
    } else if (has_file || out.mentioned || type == "text" || type == "position") {
        read_message(*push, type, date, out);
    }
    return out;
}

std::string passive_text(const Push& push, std::string_view text)
{
    json::object data{{"text", text}};
    json::object answer{
        {"result", true},
        {"sender_id", push.receiver},
        {"receiver_id", push.sender},
        {"type", "text"},
        {"data", percent(json::serialize(data))}};
    return json::serialize(answer);
}

std::string encode(const Form& form)
{
    std::string out;
    for (const auto& [name, value] : form) {
        if (!out.empty()) out += '&';
        out += percent(name) + '=' + percent(value);
    }
    return out;
}

Form text_reply(const desk::Departure& departure)
{
    json::object data{{"text", departure.text}};
    return {
        {"type", "text"},
        {"data", json::serialize(data)},
        {"receiver_id", uid_of_address(departure.address)},
        // Seen in the account's own message box too, by whoever looks there.
        {"save_sender_box", "1"}};
}

std::string uid_of_address(std::string_view address)
{
    auto value = parse_loosely(address);
    return value ? digits_at(*value, "/uid") : std::string{};
}

std::string address_of(std::string_view uid)
{
    return R"({"uid":")" + std::string{uid} + R"("})";
}

Form menu(std::string_view public_url)
{
    json::array buttons{{{"type", "click"}, {"name", "客服咨询"}, {"key", kMenuKey}}};
    if (!public_url.empty()) {
        buttons.push_back(
            {{"type", "view"},
             {"name", "问题反馈"},
             {"url", std::string{public_url} + "/feedback"}});
    }
    return {{"menus", json::serialize(json::object{{"button", std::move(buttons)}})}};
}

}  // namespace keydesk::weibo::wire
