#include "channels/wecom/wire.hpp"

#include "base/crypto.hpp"
#include "channels/weixin/faults.hpp"
#include "channels/weixin/json.hpp"
#include "channels/weixin/text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <chrono>

namespace keydesk::wecom::wire {

namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

using desk::SendFault;

/// Of one call: more makes answers of many megabytes.
constexpr int kMostMessages = 500;

/// What is not here is the message's own fault.
/// Source: https://developer.work.weixin.qq.com/document/path/96213
constexpr auto kMeanings = std::to_array<weixin::Meaning>({
    {-1, SendFault::retry, "WeChat is busy"},
    {40001, SendFault::account, "the Secret is wrong"},
    {40003, SendFault::unreachable, "WeChat does not know this user"},
    {40013, SendFault::account, "the CorpID is wrong"},
    {40014, SendFault::account, "WeChat refuses the access token"},
    {41001, SendFault::account, "the access token is missing"},
    {42001, SendFault::retry, "the access token has expired"},
    {45009, SendFault::rate_limited, "too many calls"},
    {45033, SendFault::rate_limited, "too many calls at once"},
    {48002, SendFault::account, "the app has no right to this interface"},
    {60011, SendFault::account, "the app has no right to this customer service account"},
    {60020, SendFault::account, "our address is not among the trusted IPs"},
    {60030, SendFault::account, "the app has no right to this interface"},
    {95000, SendFault::account, "the customer service account does not exist"},
    {95001, SendFault::closed, "five messages were sent since the customer wrote"},
    {95002, SendFault::closed, "the customer has not written for 48 hours"},
    {95003, SendFault::account, "an unverified company may serve no more customers"},
    {95004, SendFault::account, "the customer service account does not exist"},
    {95017, SendFault::account, "the app may not use 微信客服"},
    {95018, SendFault::closed, "the session has ended, or somebody answers it in the WeCom app"},
});

/// msgid is limited to 32 characters; a UUID without its dashes has just as many.
constexpr std::size_t kLongestId = 32;

json::object to(const Address& address, const std::string& id)
{
    return {{"touser", address.user}, {"open_kfid", address.account}, {"msgid", id}};
}

}  // namespace

Address read_address(const std::string& address)
{
    auto value = weixin::parse_json(address);
    return {weixin::text_at(value, "/open_kfid"), weixin::text_at(value, "/touser")};
}

std::string sync(const std::string& account, const std::string& cursor, const std::string& doorbell)
{
    json::object question{{"open_kfid", account}, {"limit", kMostMessages}, {"voice_format", 0}};
    if (!cursor.empty()) question["cursor"] = cursor;
    // Without the doorbell's token the platform answers only a few calls an hour.
    if (!doorbell.empty()) question["token"] = doorbell;
    return json::serialize(question);
}

std::string message_id(std::string_view departure_id)
{
    std::string id;
    for (char c : departure_id) {
        if (c != '-') id += c;
    }
    bool fits = !id.empty() && id.size() <= kLongestId && weixin::url_part(id) == id &&
                !id.contains('.') && !id.contains('~');
    return fits ? id : hex(sha256(departure_id)).substr(0, kLongestId);
}

std::string send_text(const Address& address, const std::string& id, const std::string& text)
{
    auto body = to(address, id);
    body["msgtype"] = "text";
    body["text"] = {{"content", text}};
    return json::serialize(body);
}

std::string send_media(
    const Address& address,
    const std::string& id,
    const std::string& kind,
    const std::string& media_id)
{
    auto body = to(address, id);
    body["msgtype"] = kind;
    body[kind] = {{"media_id", media_id}};
    return json::serialize(body);
}

std::string send_welcome(const Welcome& welcome, const std::string& text)
{
    return json::serialize(json::object{
        {"code", welcome.code},
        {"msgid", message_id("welcome " + welcome.message)},
        {"msgtype", "text"},
        {"text", {{"content", text}}}});
}

std::string contact_way(const std::string& account)
{
    return json::serialize(json::object{{"open_kfid", account}, {"scene", "keydesk"}});
}

std::string names_of(const std::vector<std::string>& users)
{
    json::array list(users.begin(), users.end());
    return json::serialize(
        json::object{{"external_userid_list", std::move(list)}, {"need_enter_session_context", 0}});
}

std::map<std::string, std::string> read_names(const json::value& answer)
{
    std::map<std::string, std::string> names;
    boost::system::error_code missing;
    const auto* list = answer.find_pointer("/customer_list", missing);
    const auto* customers = list != nullptr ? list->if_array() : nullptr;
    if (customers == nullptr) return names;
    for (const auto& customer : *customers) {
        auto user = weixin::text_at(customer, "/external_userid");
        if (!user.empty()) names[user] = weixin::words_at(customer, "/nickname");
    }
    return names;
}

Carriage carriage_of(std::string_view mime_type)
{
    constexpr std::int64_t kMiB = 1 << 20;
    auto bare = mime_type.substr(0, mime_type.find(';'));
    // Source: https://developer.work.weixin.qq.com/document/path/90253; what is of no other kind,
    // or too large for it, goes as a file.
    if (bare == "image/jpeg" || bare == "image/png") return {"image", 10 * kMiB};
    if (bare == "audio/amr") return {"voice", 2 * kMiB};
    if (bare == "video/mp4") return {"video", 10 * kMiB};
    return {"file", 20 * kMiB};
}

bool refuses_a_repeat(const weixin::Fault& fault)
{
    bool of_this_product = fault.code >= 95'000 && fault.code < 96'000;
    return of_this_product && weixin::meaning_of(kMeanings, fault.code) == nullptr;
}

desk::SendError send_error(const weixin::Fault& fault)
{
    return weixin::send_error(kMeanings, fault);
}

}  // namespace keydesk::wecom::wire
