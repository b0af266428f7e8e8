#include "channels/telegram/channel.hpp"

#include "net/web_url.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace keydesk::telegram {

namespace {

using desk::Step;
using desk::Words;

Step step(std::string id, Words name, Step::State state, Words detail)
{
    return {std::move(id), std::move(name), state, std::move(detail)};
}

const Words kToken{"The bot's token", "机器人令牌"};
const Words kProxy{"The way to Telegram", "与 Telegram 的连接"};
const Words kRights{"Reading in groups", "读取群消息"};
const Words kGroups{"The registered groups", "已登记的群组"};
const Words kHook{"How messages come", "消息接收方式"};

Words refused(const Refusal& refusal)
{
    auto said =
        refusal.code == 0 ? refusal.detail : std::to_string(refusal.code) + " " + refusal.detail;
    return {"Telegram does not take it: " + said, "Telegram 未接受：" + said};
}

Step way(const Settings& settings, const Answer& answer)
{
    using Origin = Refusal::Origin;
    if (answer || answer.error().origin == Origin::telegram) {
        return step(
            "proxy",
            kProxy,
            Step::State::passed,
            settings.proxy.empty()
                ? Words{"Telegram answers.", "Telegram 有响应。"}
                : Words{"Telegram answers through the proxy.", "通过代理可连接 Telegram。"});
    }
    const auto& said = answer.error().detail;
    return step(
        "proxy",
        kProxy,
        Step::State::failed,
        {said + ". From networks that block Telegram, set a proxy (socks5h://… or http://…).",
         said + "。如果所在网络屏蔽 Telegram，请填写代理（socks5h://… 或 http://…）。"});
}

Step token(const Answer& answer)
{
    if (!answer) {
        bool wrong = answer.error().code == 401 || answer.error().code == 404;
        auto detail = wrong ? Words{"Telegram does not know this token. Copy it again from "
                                    "@BotFather (/mybots, API Token).",
                                    "Telegram 不认识这个令牌。请在 @BotFather 中重新复制"
                                    "（/mybots → API Token）。"}
                            : refused(answer.error());
        return step("token", kToken, Step::State::failed, std::move(detail));
    }
    auto me = read_account(*answer).value_or(Account{});
    auto name = "@" + me.username;
    return step(
        "token", kToken, Step::State::passed, {"This is " + name + ".", "机器人是 " + name + "。"});
}

/// With privacy mode on, a mention of the bot is not delivered, whatever @BotFather says
/// (https://core.telegram.org/bots/features#privacy-mode).
Step rights(const Settings& settings, const Account& me)
{
    if (settings.groups.empty()) {
        return step(
            "permissions",
            kRights,
            Step::State::skipped,
            {"No group is registered.", "没有登记群组。"});
    }
    if (me.reads_groups) {
        return step(
            "permissions",
            kRights,
            Step::State::passed,
            {"Privacy mode is off: mentions are delivered.", "隐私模式已关闭，可收到 @ 提及。"});
    }
    return step(
        "permissions",
        kRights,
        Step::State::failed,
        {"Privacy mode is on: Telegram delivers commands and replies to the bot, but no mention of "
         "it. Send /setprivacy to @BotFather, choose Disable, then remove the bot from each group "
         "and add it again; or make it an administrator there.",
         "隐私模式已开启：Telegram 只转发命令和对机器人的回复，不转发 @ 提及。请在 @BotFather 发送 "
         "/setprivacy 并选择 Disable，然后把机器人移出群组再重新加入；或将其设为群管理员。"});
}

/// Ports that Telegram calls: https://core.telegram.org/bots/api#setwebhook
bool callable(std::string_view url)
{
    constexpr std::array ports = std::to_array<std::uint16_t>({443, 80, 88, 8443});
    auto read = net::read_web_url(url);
    return read && read->secure && std::ranges::count(ports, read->port) > 0;
}

Step no_address()
{
    return step(
        "webhook",
        kHook,
        Step::State::failed,
        {"Telegram calls only https addresses on port 443, 80, 88 or 8443. Set the desk's public "
         "address, or choose polling, which needs no open port.",
         "Telegram 只访问 443、80、88、8443 端口的 https 地址。请设置公开地址，或改用轮询模式"
         "（无需开放端口）。"});
}

Step hook(const Trial& trial, const Answer& answer)
{
    if (!answer) return step("webhook", kHook, Step::State::failed, refused(answer.error()));
    auto url = text_at(*answer, "/url");
    auto pending = std::to_string(number_at(*answer, "/pending_update_count").value_or(0));
    auto last = text_at(*answer, "/last_error_message").substr(0, 200);
    if (!trial.settings.webhook) {
        if (url.empty()) {
            return step(
                "webhook",
                kHook,
                Step::State::passed,
                {"By polling; waiting at Telegram: " + pending + ".",
                 "轮询模式；Telegram 端待取消息：" + pending + "。"});
        }
        return step(
            "webhook",
            kHook,
            Step::State::failed,
            {"A webhook is set, and while it is, polling gets nothing. Setting up removes it.",
             "已设置 webhook，此时无法轮询。“设置”会将其移除。"});
    }
    // On a self-hosted server any address will do.
    bool reachable =
        trial.settings.api_root != "https://api.telegram.org" || callable(trial.hook_url);
    if (trial.hook_url.empty() || !reachable) return no_address();
    if (url != trial.hook_url) {
        return step(
            "webhook",
            kHook,
            Step::State::failed,
            {"Telegram does not call this desk yet. Setting up tells it the address.",
             "Telegram 尚未指向本系统。“设置”会登记地址。"});
    }
    if (!last.empty()) {
        return step(
            "webhook",
            kHook,
            Step::State::failed,
            {"The last call failed: " + last + ". Waiting: " + pending + ".",
             "最近一次回调失败：" + last + "。待处理：" + pending + "。"});
    }
    return step(
        "webhook",
        kHook,
        Step::State::passed,
        {"Telegram calls this desk; waiting: " + pending + ".",
         "Telegram 正常回调；待处理：" + pending + "。"});
}

Task<Step> groups(Trial trial)
{
    std::string lost;
    for (const auto& group : trial.settings.groups) {
        json::object question{{"chat_id", group.id}};
        auto answer = co_await trial.api.call("getChat", std::move(question));
        if (!answer) lost += (lost.empty() ? "" : ", ") + std::to_string(group.id);
    }
    if (trial.settings.groups.empty()) {
        co_return step(
            "groups",
            kGroups,
            Step::State::skipped,
            {"None: the bot leaves every group it is added to.", "未登记：机器人会退出任何群组。"});
    }
    if (lost.empty()) {
        co_return step(
            "groups",
            kGroups,
            Step::State::passed,
            {"The bot is in all of them.", "机器人已在所有登记的群组中。"});
    }
    co_return step(
        "groups",
        kGroups,
        Step::State::failed,
        {"The bot is not in: " + lost + ". Add it there.",
         "机器人不在这些群组：" + lost + "。请先添加。"});
}

}  // namespace

Task<std::vector<Step>> try_settings(Trial trial)
{
    json::object nothing;
    auto me = co_await trial.api.call("getMe", nothing);
    std::vector<Step> steps{way(trial.settings, me)};
    if (steps.back().state == Step::State::failed) co_return steps;
    steps.push_back(token(me));
    if (!me) co_return steps;
    steps.push_back(rights(trial.settings, read_account(*me).value_or(Account{})));
    auto known = co_await groups(trial);
    steps.push_back(std::move(known));
    auto info = co_await trial.api.call("getWebhookInfo", nothing);
    steps.push_back(hook(trial, info));
    co_return steps;
}

namespace {

json::object commands(bool chinese)
{
    json::array list{
        {{"command", "start"}, {"description", chinese ? "联系客服" : "Talk to support"}},
        {{"command", "groups"}, {"description", chinese ? "官方群组" : "Our own groups"}}};
    json::object out{{"commands", std::move(list)}};
    if (chinese) out["language_code"] = "zh";
    return out;
}

Step told(std::string id, Words name, const Answer& answer, Words done)
{
    if (!answer)
        return step(std::move(id), std::move(name), Step::State::failed, refused(answer.error()));
    return step(std::move(id), std::move(name), Step::State::passed, std::move(done));
}

}  // namespace

Task<std::vector<Step>> set_up_account(Trial trial)
{
    std::vector<Step> steps;
    bool webhook = trial.settings.webhook;
    if (webhook && trial.hook_url.empty()) {
        steps.push_back(no_address());
        co_return steps;
    }
    auto method = webhook ? "setWebhook" : "deleteWebhook";
    auto question = webhook ? set_webhook(trial.hook_url, trial.secret) : json::object{};
    auto set = co_await trial.api.call(method, std::move(question));
    steps.push_back(told(
        "webhook",
        kHook,
        set,
        webhook ? Words{"Telegram calls this desk from now on.", "Telegram 将回调本系统。"}
                : Words{"This desk asks Telegram for messages.", "本系统将主动拉取消息。"}));
    for (bool chinese : {false, true}) {
        auto list = commands(chinese);
        auto said = co_await trial.api.call("setMyCommands", std::move(list));
        if (chinese && said) continue;
        steps.push_back(told(
            "commands",
            {"The bot's menu", "机器人菜单"},
            said,
            {"/start and /groups are offered.", "已提供 /start 和 /groups。"}));
    }
    co_return steps;
}

}  // namespace keydesk::telegram
