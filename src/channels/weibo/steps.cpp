// The wizard's live steps.
#include "channels/weibo/channel.hpp"
#include "channels/weibo/json.hpp"

#include <utility>

namespace keydesk::weibo {

using namespace std::chrono_literals;
using desk::Step;
using desk::Words;

namespace {

Step made(std::string id, Words name)
{
    return {.id = std::move(id), .name = std::move(name)};
}

Step failed(Step step, std::string en, std::string zh)
{
    step.state = Step::State::failed;
    step.detail = {std::move(en), std::move(zh)};
    return step;
}

Step passed(Step step, std::string en, std::string zh)
{
    step.state = Step::State::passed;
    step.detail = {std::move(en), std::move(zh)};
    return step;
}

Step refused(Step step, int code, int status)
{
    auto why = desk::SendError{.code = "HTTP " + std::to_string(status)};
    if (code != 0) why = wire::explain(code);
    return failed(
        std::move(step),
        "Weibo answers " + why.code + (why.detail.empty() ? "." : ": " + why.detail + "."),
        "微博返回 " + why.code + "。请对照文档 docs/channels/weibo.md 的错误表处理。");
}

}  // namespace

Task<Step> WeiboChannel::check_token()
{
    auto step = made("token", {"Access token", "access_token 有效"});
    auto reply = co_await post(settings_.info_root, "/oauth2/get_token_info", {});
    if (!reply) {
        auto what = reply.error().what;
        co_return failed(std::move(step), "No answer: " + what, "无法连接微博：" + what);
    }
    auto state = wire::read_token(reply->body);
    if (!state) co_return refused(std::move(step), wire::error_code(reply->body), reply->status);
    if (!settings_.app_key.empty() && state->app_key != settings_.app_key) {
        co_return failed(
            std::move(step),
            "The token belongs to app " + state->app_key + ", not to this AppKey.",
            "该 access_token 属于应用 " + state->app_key + "，与填写的 AppKey 不一致。");
    }
    if (!settings_.uid.empty() && state->uid != settings_.uid) {
        co_return failed(
            std::move(step),
            "The token belongs to account " + state->uid + ", not to this one.",
            "该 access_token 属于账号 " + state->uid + "，与填写的账号不一致。");
    }
    auto days = std::to_string(std::chrono::duration_cast<std::chrono::days>(state->left).count());
    if (state->left < std::chrono::days{14}) {
        co_return failed(
            std::move(step),
            "The token ends in " + days + " days: take a new one from the developer page.",
            "access_token 将在 " + days + " 天后失效，请在开发模式页面重新获取。");
    }
    co_return passed(
        std::move(step),
        "Account " + state->uid + ", " + days + " days left.",
        "账号 " + state->uid + "，剩余 " + days + " 天。");
}

Task<Step> WeiboChannel::check_permission()
{
    auto step = made("permissions", {"Permission of the fans' service", "粉丝服务接口权限"});
    // Shows the menu: reads only, and needs the same permission as sending.
    wire::Form query{{"access_token", settings_.access_token}};
    net::HttpAsk ask{
        .url = settings_.message_root + "/2/messages/menu/show.json?" + wire::encode(query),
        .deadline = settings_.deadline,
        .limit = 256 << 10,
        .proxy = settings_.proxy};
    auto reply = co_await http_.send(std::move(ask));
    if (!reply) {
        auto what = reply.error().what;
        co_return failed(std::move(step), "No answer: " + what, "无法连接微博：" + what);
    }
    int code = wire::error_code(reply->body);
    if (code != 0 || reply->status != 200) {
        co_return refused(std::move(step), code, reply->status);
    }
    co_return passed(std::move(step), "Weibo lets this app in.", "微博已允许该应用调用。");
}

Step WeiboChannel::check_address() const
{
    auto step = made("webhook", {"Address for Weibo to call", "微博回调地址"});
    const auto& root = inlet_.public_url();
    if (root.empty()) {
        return failed(
            std::move(step),
            "Keydesk does not know its public address: set public_url.",
            "Keydesk 不知道自己的公网地址：请设置 public_url。");
    }
    auto url = root + "/hooks/" + key_;
    return passed(
        std::move(step),
        "Enter this URL in developer mode: " + url,
        "请在“开发模式”中填写此 URL：" + url);
}

Step WeiboChannel::check_pushes() const
{
    auto step = made("pushes", {"Weibo has called", "已收到微博推送"});
    if (pushed_) {
        return passed(
            std::move(step),
            "The signature is right: so is the AppSecret.",
            "签名正确，AppSecret 无误。");
    }
    step.state = Step::State::skipped;
    step.detail = {
        "No call since the start. Save the URL in developer mode, or write to the account.",
        "启动以来还没有收到推送。请在开发模式中保存 URL，或给该账号发一条私信。"};
    return step;
}

Task<std::vector<Step>> WeiboChannel::check()
{
    std::vector<Step> steps;
    auto token = co_await check_token();
    steps.push_back(std::move(token));
    auto permission = co_await check_permission();
    steps.push_back(std::move(permission));
    steps.push_back(check_address());
    co_return steps;
}

Task<Step> WeiboChannel::set_menu()
{
    auto step = made("menu", {"Menu", "自定义菜单"});
    auto form = wire::menu(inlet_.public_url());
    auto reply =
        co_await post(settings_.message_root, "/2/messages/menu/create.json", std::move(form));
    if (!reply) {
        auto what = reply.error().what;
        co_return failed(std::move(step), "No answer: " + what, "无法连接微博：" + what);
    }
    int code = wire::error_code(reply->body);
    if (code != 0 || reply->status != 200) {
        co_return refused(std::move(step), code, reply->status);
    }
    co_return passed(
        std::move(step),
        "客服咨询 and 问题反馈 are in the menu.",
        "已创建“客服咨询”和“问题反馈”。");
}

/// Weibo has no call that sets the address of the pushes: a person enters it, and here stands
/// whether that has worked.
Task<std::vector<Step>> WeiboChannel::set_up()
{
    std::vector<Step> steps;
    if (settings_.menu) {
        auto menu = co_await set_menu();
        steps.push_back(std::move(menu));
    }
    steps.push_back(check_address());
    steps.push_back(check_pushes());
    co_return steps;
}

}  // namespace keydesk::weibo
