#include "channels/wecom/wire.hpp"
#include "channels/weixin/json.hpp"
#include "channels/weixin/text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <charconv>
#include <chrono>
#include <utility>

// What comes in: https://developer.work.weixin.qq.com/document/path/94670

namespace keydesk::wecom::wire {

namespace json = boost::json;
using namespace std::chrono_literals;
using weixin::number_at;
using weixin::text_at;
using weixin::words_at;

namespace {

constexpr std::size_t kLongestId = 90;  // Two of them make a key of at most 200 bytes.
constexpr std::size_t kLongestType = 64;

constexpr std::int64_t kFromCustomer = 3;

/// The values of these pointers that are there, a line each.
std::string lines_of(const json::value& message, std::initializer_list<const char*> pointers)
{
    std::string text;
    for (const auto* pointer : pointers) {
        auto line = words_at(message, pointer);
        if (line.empty()) continue;
        if (!text.empty()) text += "\n";
        text += line;
    }
    return text;
}

/// A coordinate as people write it: 23.1, not 2.31E1.
std::string degrees_at(const json::value& message, std::string_view pointer)
{
    boost::system::error_code missing;
    const auto* found = message.find_pointer({pointer.data(), pointer.size()}, missing);
    if (found == nullptr || !found->is_number()) return words_at(message, pointer);
    std::array<char, 32> digits{};
    auto written = std::to_chars(
        digits.data(), digits.data() + digits.size(), found->to_number<double>(missing));
    return {digits.data(), written.ptr};
}

std::string location_of(const json::value& message)
{
    return "[位置 · Location] " + lines_of(message, {"/location/name", "/location/address"}) +
           "\n" + degrees_at(message, "/location/latitude") + ", " +
           degrees_at(message, "/location/longitude");
}

bool take_file(const json::value& message, const std::string& type, desk::Arrival& arrival)
{
    struct Row {
        std::string_view kind, name, mime;
    };
    constexpr Row kRows[] = {
        {"image", "", "image/jpeg"},
        {"voice", "voice.amr", "audio/amr"},
        {"video", "video.mp4", "video/mp4"},
        {"file", "", ""}};
    for (const auto& row : kRows) {
        if (row.kind != type) continue;
        json::object source{{"media_id", text_at(message, "/" + type + "/media_id")}};
        arrival.files.push_back(
            {.name = std::string{row.name},
             .type = std::string{row.mime},
             .source = json::serialize(source)});
        return true;
    }
    return false;
}

std::string text_of(const json::value& message, const std::string& type)
{
    if (type == "text") return words_at(message, "/text/content");
    if (type == "location") return location_of(message);
    if (type == "link") return lines_of(message, {"/link/title", "/link/desc", "/link/url"});
    if (type == "miniprogram") {
        return "[小程序 · Mini program] " + words_at(message, "/miniprogram/title");
    }
    if (type == "channels_shop_product") {
        return "[商品 · Product] " +
               lines_of(message, {"/channels_shop_product/title", "/channels_shop_product/price"});
    }
    if (type == "channels_shop_order") {
        return "[订单 · Order] " + words_at(message, "/channels_shop_order/order_id");
    }
    if (type == "merged_msg") {
        return "[聊天记录 · Chat history] " + words_at(message, "/merged_msg/title");
    }
    return "[微信消息 · WeChat message: " + weixin::clean_text(type.substr(0, kLongestType)) + "]";
}

Time time_of(const json::value& message, Time now)
{
    auto seconds = number_at(message, "/send_time");
    bool sane = seconds > 0 && seconds < 1LL << 40;
    return sane ? Time{std::chrono::seconds{seconds}} : now;
}

desk::Place place_of(const std::string& account, const std::string& user)
{
    json::object address{{"open_kfid", account}, {"touser", user}};
    return {.key = account + "/" + user, .address = json::serialize(address)};
}

Line message_line(const json::value& message, const std::string& account, Time now)
{
    Line line{.user = text_at(message, "/external_userid")};
    auto id = text_at(message, "/msgid");
    bool whole = !id.empty() && id.size() <= kLongestId && !line.user.empty() &&
                 line.user.size() <= kLongestId;
    if (!whole) return {};
    auto type = text_at(message, "/msgtype");
    auto at = time_of(message, now);
    desk::Arrival arrival{
        .external_id = id,
        .person = {.external_id = line.user},
        .place = place_of(account, line.user),
        .text = guard::RawText{""},
        .sent_at = at};
    arrival.allowance = desk::Allowance{.until = at + 48h, .messages = kAfterMessage};
    bool file = take_file(message, type, arrival);
    if (!file) arrival.text = guard::RawText{text_of(message, type)};
    line.arrival = std::move(arrival);
    return line;
}

/// Entering lets us greet, not write; it is worth telling for the link it may bring.
Line entered(const json::value& message, const std::string& account, Time at)
{
    Line line{.user = text_at(message, "/event/external_userid")};
    if (line.user.empty() || line.user.size() > kLongestId) return {};
    auto link = text_at(message, "/event/scene_param");
    if (weixin::is_link(link)) {
        line.notice = desk::Notice{
            .what = desk::Notice::What::allowed,
            .person = {.external_id = line.user},
            .place = place_of(account, line.user),
            .allowance = desk::Allowance{.until = at, .messages = 0},
            .link = link,
            .at = at};
    }
    auto code = text_at(message, "/event/welcome_code");
    if (!code.empty()) line.welcome = Welcome{code, text_at(message, "/msgid"), at};
    return line;
}

Line event_line(const json::value& message, const std::string& account, Time now)
{
    using What = desk::Notice::What;
    auto type = text_at(message, "/event/event_type");
    auto at = time_of(message, now);
    if (type == "enter_session") return entered(message, account, at);
    auto about = [&](What what, const char* id) {
        return desk::Notice{.what = what, .external_id = text_at(message, id), .at = at};
    };
    Line line;
    if (type == "user_recall_msg") line.notice = about(What::deleted, "/event/recall_msgid");
    if (type == "msg_send_fail") {
        line.notice = about(What::bounced, "/event/fail_msgid");
        line.notice->detail = "fail_type " + std::to_string(number_at(message, "/event/fail_type"));
    }
    // servicer_status_change, session_status_change, reject_customer_msg_switch_change and what
    // else there is or will be: who works in the WeCom app is not the desk's concern.
    if (line.notice && line.notice->external_id.empty()) line.notice.reset();
    return line;
}

}  // namespace

Batch read_batch(const json::value& answer, const std::string& account, Time now)
{
    Batch batch{
        .next_cursor = text_at(answer, "/next_cursor"),
        .more = number_at(answer, "/has_more") == 1,
        .lines = {}};
    boost::system::error_code missing;
    const auto* list = answer.find_pointer("/msg_list", missing);
    const auto* messages = list != nullptr ? list->if_array() : nullptr;
    if (messages == nullptr) return batch;
    for (const auto& message : *messages) {
        auto origin = number_at(message, "/origin");
        bool event = text_at(message, "/msgtype") == "event";
        // Origin 5 is an agent of the WeCom app: not of the desk, and not the customer.
        if (event) batch.lines.push_back(event_line(message, account, now));
        if (!event && origin == kFromCustomer) {
            batch.lines.push_back(message_line(message, account, now));
        }
    }
    return batch;
}

}  // namespace keydesk::wecom::wire
