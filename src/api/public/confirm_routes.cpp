// "Is this address yours?" Looking changes nothing, since mail servers open every link; a button
// does. The pages show nothing that was submitted: who was written to in error learns nothing.
#include "api/public/html.hpp"
#include "api/public/public_door.hpp"

namespace keydesk::api {

namespace {

using html::escaped;
using html::filled;

constexpr std::string_view kConfirm = "/feedback/confirm";
constexpr std::string_view kStop = "/feedback/confirm/stop";
constexpr std::size_t kLargestForm = 1'024;

constexpr Said kTitle{"Answers by e-mail", "用邮件接收回复"};
constexpr Said kAsk{
    "Somebody filled in our feedback form and wants the answers to report {} sent to {}. Was it "
    "you?",
    "有人填写了我们的反馈表单，希望把编号 {} 的回复发送到 {}。是您本人吗？"};
constexpr Said kYes{"Yes, send the answers here", "是我，把回复发到这个邮箱"};
constexpr Said kStopAsk{
    "If it was not you, we shall not write to {} again because of a form.",
    "如果不是您，我们不会再因反馈表单向 {} 发送邮件。"};
constexpr Said kNo{"It was not me, do not write again", "不是我，请不要再发"};
constexpr Said kDone{
    "Confirmed. Answers to report {} go to {} from now on, and you can answer by mail. Your "
    "private "
    "page shows them, too.",
    "已确认。编号 {} 的回复今后会发送到 {}，您也可以直接回复邮件。进度页面仍然可以使用。"};
constexpr Said kStopped{
    "Done. No form makes us write to {} again. You need not do anything else.",
    "已处理。我们不会再因反馈表单向 {} 发送邮件，您无需再做其他操作。"};
constexpr Said kOver{
    "This link is over: it is good for 48 hours, and once. Your private page still shows every "
    "answer.",
    "链接已失效：仅在 48 小时内有效，且只能使用一次。您仍可在进度页面查看所有回复。"};
constexpr Said kUnknown{
    "This link is not complete, or not ours. Open it from the mail again.",
    "链接不完整，或不是我们发出的。请从邮件中重新打开。"};
constexpr Said kNever{
    "We never ask for a recovery phrase, private key, password or code, neither here nor by mail.",
    "无论在这里还是在邮件中，我们都不会索要助记词、私钥、密码或验证码。"};

/// "m•••@customer.test": enough for its owner.
std::string masked(const std::string& address)
{
    auto at = address.find('@');
    return address.substr(0, 1) + "•••" + (at == address.npos ? "" : address.substr(at));
}

std::string button(
    std::string_view path, const std::string& token, Locale locale, std::string_view text)
{
    std::string lang{locale == Locale::zh ? "zh-CN" : "en"};
    return R"(<form method="post" action=")" + std::string{path} + "?lang=" + lang + R"(">)" +
           R"(<input type="hidden" name="c" value=")" + escaped(token) +
           R"("><button type="submit">)" + escaped(text) + "</button></form>";
}

struct Shown {
    Locale locale = Locale::en;
    std::string brand, body;
    std::string path{kConfirm}, query = {};
    int status = 200;
};

Task<net::Response> show(PublicDoor& door, net::Request& request, Shown shown)
{
    auto workspace = co_await door.parts.workspace.workspace();
    if (!workspace) co_return refused(request, workspace.error());
    auto title = std::string{kTitle.in(shown.locale)};
    html::Page page{
        .locale = shown.locale,
        .title = title,
        .brand = workspace->name,
        .path = shown.path,
        .stylesheet = door.parts.stylesheet,
        .body = "<h1>" + title + "</h1>" + shown.body + R"(<p class="never">)" +
                std::string{kNever.in(shown.locale)} + "</p>",
        .query = shown.query,
        .posts = true};
    auto response = html::page(page);
    response.status = shown.status;
    co_return response;
}

Shown said(Locale locale, std::string text, int status = 200)
{
    return {
        .locale = locale,
        .brand = {},
        .body = R"(<p role="status">)" + escaped(text) + "</p>",
        .status = status};
}

Shown failed(Locale locale, const Error& error)
{
    bool over = error.kind == ErrorKind::conflict;
    return said(locale, std::string{(over ? kOver : kUnknown).in(locale)}, over ? 410 : 404);
}

Task<net::Response> look(PublicDoor& door, net::Request& request, bool stop)
{
    auto locale = html::locale_of(request);
    auto token = request.query("c").value_or("");
    auto one = co_await door.parts.confirmations.find(token, stop ? "stop" : "confirm");
    if (!one) co_return co_await show(door, request, failed(locale, one.error()));
    Shown shown{.locale = locale};
    auto address = masked(one->address), number = "#" + std::to_string(one->number);
    bool waits = one->state == "sent" || one->state == "uncertain" || one->state == "sending";
    auto no = std::string{kNo.in(locale)};
    if (stop) {
        shown.body = "<p>" + escaped(filled(kStopAsk.in(locale), {address})) + "</p>" +
                     button(kStop, token, locale, no);
    } else if (one->state == "confirmed") {
        shown = said(locale, filled(kDone.in(locale), {number, address}));
    } else if (!waits) {
        shown = failed(locale, Error{ErrorKind::conflict, one->state});
    } else {
        auto stop_token = door.parts.confirmations.token_of(one->id, "stop");
        shown.body = "<p>" + escaped(filled(kAsk.in(locale), {number, address})) + "</p>" +
                     button(kConfirm, token, locale, kYes.in(locale)) +
                     button(kStop, stop_token, locale, no);
    }
    shown.path = stop ? kStop : kConfirm;
    shown.query = "&c=" + token;
    co_return co_await show(door, request, std::move(shown));
}

/// The one field of our own form.
std::string token_in(const std::string& body)
{
    auto form = net::parse_target("/?" + body);
    if (!form) return {};
    for (const auto& [name, value] : form->query) {
        if (name == "c") return value;
    }
    return {};
}

Task<net::Response> decide(PublicDoor& door, net::Request& request, bool stop)
{
    auto locale = html::locale_of(request);
    auto body = co_await request.body(kLargestForm);
    if (!body) co_return refused(request, body_too_large());
    auto token = token_in(*body);
    auto& confirmations = door.parts.confirmations;
    auto one = co_await confirmations.find(token, stop ? "stop" : "confirm");
    if (!one) co_return co_await show(door, request, failed(locale, one.error()));
    auto task = stop ? confirmations.refuse(token) : confirmations.confirm(token);
    auto done = co_await std::move(task);
    if (!done && done.error().transient()) co_return refused(request, done.error());
    if (!done) co_return co_await show(door, request, failed(locale, done.error()));
    door.parts.desk.feed().publish(*done);
    auto address = masked(one->address), number = "#" + std::to_string(one->number);
    auto words =
        stop ? filled(kStopped.in(locale), {address}) : filled(kDone.in(locale), {number, address});
    co_return co_await show(door, request, said(locale, std::move(words)));
}

}  // namespace

void add_confirm_routes(net::Router& router, PublicDoor& door)
{
    using net::Method;
    for (bool stop : {false, true}) {
        auto path = stop ? kStop : kConfirm;
        router.on(
            Method::get, path, [&door, stop](net::Request& r) { return look(door, r, stop); });
        router.on(
            Method::post, path, [&door, stop](net::Request& r) { return decide(door, r, stop); });
    }
}

}  // namespace keydesk::api
