#include "api/problem.hpp"

#include "api/quota.hpp"
#include "api/read_body.hpp"
#include "api/wire.hpp"
#include "base/trim.hpp"

#include <algorithm>
#include <charconv>

namespace keydesk::api {

namespace {

constexpr Words kInvalid{
    {"Something is not right", "内容有误"},
    {"The request could not be understood or has wrong fields.", "请求无法识别，或有字段不正确。"},
    {"Correct the fields named and send it again.", "请修改标出的内容后重试。"}};
constexpr Words kNotFound{
    {"Not found", "未找到"},
    {"There is nothing here, or it has been removed.", "此处没有内容，或已被删除。"},
    {"Check the address, or go back and look again.", "请检查地址，或返回后重新查看。"}};
constexpr Words kConflict{
    {"Changed in the meantime", "内容已变化"},
    {"What you saw is no longer true, or it exists already.",
     "您看到的内容已不是最新，或该内容已存在。"},
    {"Look at it again, then decide anew.", "请重新查看后再作决定。"}};
constexpr Words kDenied{
    {"Not allowed", "没有权限"},
    {"You may not do this.", "您不能执行此操作。"},
    {"Ask an administrator of this desk if you need it.", "如有需要，请联系本系统的管理员。"}};
constexpr Words kRateLimited{
    {"Too many tries", "操作过于频繁"},
    {"This was done too often in a short time.", "短时间内操作次数过多。"},
    {"Wait a little, then try again.", "请稍候再试。"}};
constexpr Words kUnavailable{
    {"Not possible at this moment", "暂时无法处理"},
    {"The server cannot do this just now. Nothing was changed.",
     "服务器暂时无法处理，未作任何更改。"},
    {"Try again in a moment.", "请稍后重试。"}};
constexpr Words kInternal{
    {"Something went wrong on our side", "服务器出错"},
    {"The server made a mistake; it has been logged.", "服务器出现错误，已记录。"},
    {"Try again; if it happens again, tell whoever runs this desk.",
     "请重试；如再次出现，请告知系统管理员。"}};
constexpr Words kNotLoggedIn{
    {"Not logged in", "尚未登录"},
    {"This needs a log-in, or yours has ended.", "此操作需要登录，或您的登录已失效。"},
    {"Log in and try again.", "请登录后重试。"}};
constexpr Words kUntrusted{
    {"Request refused", "请求被拒绝"},
    {"The request does not prove that it comes from this desk's own page.",
     "该请求无法证明来自本系统的页面。"},
    {"Reload the page and try again.", "请刷新页面后重试。"}};
constexpr Words kTooLarge{
    {"Too large", "内容过大"},
    {"What was sent is larger than allowed here.", "发送的内容超过允许的大小。"},
    {"Send less at once.", "请减少内容后重试。"}};

struct Shape {
    int status;
    const Words& words;
};

Shape shape_of(ErrorKind kind)
{
    switch (kind) {
        case ErrorKind::invalid_input:
            return {400, kInvalid};
        case ErrorKind::not_found:
            return {404, kNotFound};
        case ErrorKind::conflict:
            return {409, kConflict};
        case ErrorKind::denied:
            return {403, kDenied};
        case ErrorKind::rate_limited:
            return {429, kRateLimited};
        case ErrorKind::unavailable:
            return {503, kUnavailable};
        case ErrorKind::bad_reply:
            return {502, kUnavailable};
        case ErrorKind::internal:
            return {500, kInternal};
    }
    return {500, kInternal};
}

void put_member(std::string& out, std::string_view name, std::string_view value)
{
    out += ',';
    wire::put_text(out, name);
    out += ':';
    wire::put_text(out, value);
}

void put_faults(std::string& out, const Faults& faults)
{
    out += ",\"errors\":[";
    for (std::size_t i = 0; i < faults.size(); ++i) {
        out += i ? ",{\"field\":" : "{\"field\":";
        wire::put_text(out, faults[i].field);
        put_member(out, "problem", faults[i].problem);
        out += '}';
    }
    out += ']';
}

Refusal special(ErrorKind kind, const char* what, int status, const Words& words)
{
    Refusal refusal{Error{kind, what}};
    refusal.status = status;
    refusal.words = &words;
    return refusal;
}

/// The weight in "zh-CN;q=0.8", in thousandths.
int weight_of(std::string_view range)
{
    auto at = range.find("q=");
    if (at == std::string_view::npos) return 1000;
    double weight = 0;
    auto digits = trimmed(range.substr(at + 2), " \t");
    std::from_chars(digits.data(), digits.data() + digits.size(), weight);
    return static_cast<int>(std::clamp(weight, 0.0, 1.0) * 1000);
}

}  // namespace

Locale locale_of(std::string_view accept_language)
{
    int english = 0, chinese = 0;
    while (!accept_language.empty()) {
        auto comma = accept_language.find(',');
        auto range = trimmed(accept_language.substr(0, comma), " \t");
        accept_language.remove_prefix(
            comma == std::string_view::npos ? accept_language.size() : comma + 1);
        if (range.size() < 2 || (range.size() > 2 && range[2] != '-' && range[2] != ';')) continue;
        // ASCII only, and free of the process' locale.
        char first = static_cast<char>(range[0] | 0x20),
             second = static_cast<char>(range[1] | 0x20);
        if (first == 'z' && second == 'h') chinese = std::max(chinese, weight_of(range));
        if (first == 'e' && second == 'n') english = std::max(english, weight_of(range));
    }
    return chinese > english ? Locale::zh : Locale::en;
}

Refusal not_logged_in()
{
    return special(ErrorKind::denied, "no session", 401, kNotLoggedIn);
}

Refusal untrusted_request()
{
    return special(ErrorKind::denied, "csrf token or origin is wrong", 403, kUntrusted);
}

Refusal body_too_large()
{
    return special(ErrorKind::invalid_input, "body too large", 413, kTooLarge);
}

Refusal wrong_fields(Faults faults)
{
    return {Error{ErrorKind::invalid_input, "wrong fields"}, std::move(faults)};
}

net::Response problem_document(const Refusal& refusal, Locale locale)
{
    auto shape = shape_of(refusal.error.kind);
    const Words& words = refusal.words ? *refusal.words : shape.words;
    int status = refusal.status ? refusal.status : shape.status;
    std::string code = refusal.code.empty() ? name_of(refusal.error.kind) : refusal.code;

    std::string out = "{\"type\":";
    wire::put_text(out, "urn:keydesk:problem:" + code);
    put_member(out, "title", words.title.in(locale));
    out += ",\"status\":" + std::to_string(status);
    put_member(out, "detail", words.detail.in(locale));
    put_member(out, "code", code);
    put_member(out, "what_to_do", words.what_to_do.in(locale));
    if (!refusal.faults.empty()) put_faults(out, refusal.faults);
    if (!refusal.more.empty()) (out += ',') += refusal.more;
    out += '}';

    auto response = net::json(status, std::move(out));
    response.with_header("Content-Type", "application/problem+json");
    response.with_header("Content-Language", locale == Locale::zh ? "zh-CN" : "en");
    response.with_header("Cache-Control", "no-store");
    if (refusal.error.retry_after)
        response.with_header("Retry-After", std::to_string(refusal.error.retry_after->count()));
    if (refusal.quota) put_quota(response, *refusal.quota);
    return response;
}

Task<std::expected<std::string, Refusal>> read_bytes(net::Request& request, std::size_t limit)
{
    if (request.content_length().value_or(0) > limit) co_return refuse(body_too_large());
    auto bytes = co_await request.body(limit);
    if (!bytes) {
        if (net::too_long(bytes.error())) co_return refuse(body_too_large());
        co_return refuse(bytes.error());
    }
    co_return std::move(*bytes);
}

}  // namespace keydesk::api
