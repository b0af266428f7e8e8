// What Weibo's answers mean. Source: https://open.weibo.com/wiki/Error_code; the codes of the fans'
// service (264xx, 284xx) are nowhere listed, so they are shown as they come.
#include "channels/weibo/json.hpp"
#include "channels/weibo/wire.hpp"

#include <charconv>

namespace keydesk::weibo::wire {

using desk::SendError;
using desk::SendFault;
using namespace std::chrono_literals;

namespace {

struct Meaning {
    int first, last;
    SendFault fault;
    const char* why;
};

constexpr Meaning kMeanings[]{
    {10001, 10002, SendFault::retry, "Weibo has an error or a pause"},
    {10003, 10003, SendFault::uncertain, "a service behind Weibo's door failed"},
    {10004, 10004, SendFault::account, "Weibo does not take calls from this address (IP)"},
    {10005, 10006, SendFault::account, "the app's key is missing or may not use this call"},
    {10007, 10008, SendFault::refused, "Weibo does not take this kind of message"},
    {10009, 10010, SendFault::retry, "Weibo has too much to do"},
    {10011, 10011, SendFault::uncertain, "a service behind Weibo's door failed"},
    {10012, 10012, SendFault::refused, "Weibo calls the request wrong"},
    {10013, 10013, SendFault::unreachable, "this Weibo user does not exist any more"},
    {10014, 10014, SendFault::account, "the app lacks the permission of the fans' service"},
    {10016, 10018, SendFault::refused, "Weibo calls a value wrong or too long"},
    {10020, 10021, SendFault::account, "there is no such call at this address (api_root)"},
    {10022, 10024, SendFault::rate_limited, "the hour's calls are used up"},
    {20003, 20003, SendFault::unreachable, "this Weibo user does not exist any more"},
    {20012, 20013, SendFault::refused, "the text is too long for Weibo"},
    {20016, 20016, SendFault::rate_limited, "too many messages in a short time"},
    {20020, 20021, SendFault::refused, "Weibo calls the text unfit"},
    {21301, 21332, SendFault::account, "the access token is wrong, expired or taken back"},
};

SendError by_status(int status)
{
    auto code = "HTTP " + std::to_string(status);
    if (status == 429) {
        return {
            .fault = SendFault::rate_limited,
            .code = code,
            .detail = "too many calls",
            .after = 1min,
            .whole_account = true};
    }
    if (status == 401 || status == 403 || status == 404) {
        return {.fault = SendFault::account, .code = code, .detail = "Weibo refuses the call"};
    }
    if (status >= 400 && status < 500) {
        return {.fault = SendFault::refused, .code = code, .detail = "Weibo refuses the call"};
    }
    // It may have failed after the message was on its way.
    return {.fault = SendFault::uncertain, .code = code, .detail = "Weibo did not say what it did"};
}

}  // namespace

int error_code(std::string_view body)
{
    auto answer = parse_loosely(body);
    if (!answer) return 0;
    auto digits = digits_at(*answer, "/error_code");
    int code = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), code);
    return code;
}

SendError explain(int code)
{
    SendError error{
        .fault = SendFault::refused,
        .code = std::to_string(code),
        .detail = "Weibo refuses the message"};
    for (const auto& one : kMeanings) {
        if (code < one.first || code > one.last) continue;
        error.fault = one.fault;
        error.detail = one.why;
    }
    if (error.fault == SendFault::rate_limited) {
        error.whole_account = code != 20016;
        error.after = error.whole_account ? 5min : 30s;
    }
    return error;
}

desk::Sent read_sent(int status, std::string_view body)
{
    if (int code = error_code(body); code != 0) return std::unexpected{explain(code)};
    if (status < 200 || status > 299) return std::unexpected{by_status(status)};
    auto answer = parse_loosely(body);
    const auto* result = answer ? at(*answer, "/result") : nullptr;
    const auto* good = result != nullptr ? result->if_bool() : nullptr;
    if (good != nullptr && *good) return desk::Receipt{};
    if (good != nullptr) {
        return desk::not_sent(SendFault::refused, "result", "Weibo says that it did not send it");
    }
    return desk::not_sent(SendFault::uncertain, "reply", "this is no answer of Weibo's");
}

std::optional<TokenState> read_token(std::string_view body)
{
    auto answer = parse_loosely(body);
    if (!answer) return std::nullopt;
    auto left = digits_at(*answer, "/expire_in");
    TokenState state{.uid = digits_at(*answer, "/uid"), .app_key = text_at(*answer, "/appkey")};
    if (state.app_key.empty()) state.app_key = digits_at(*answer, "/appkey");
    std::int64_t seconds = 0;
    std::from_chars(left.data(), left.data() + left.size(), seconds);
    state.left = std::chrono::seconds{seconds};
    if (left.empty() || state.uid.empty()) return std::nullopt;
    return state;
}

}  // namespace keydesk::weibo::wire
