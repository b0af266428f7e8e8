#include "channels/weixin/steps.hpp"

#include "channels/weixin/json.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace keydesk::weixin {

namespace {

using desk::Step;
using desk::Words;

struct Cure {
    int code;
    const char* en;
    const char* zh;
};

/// What an operator does about a code. Sources: the "Global Return Code" pages of
/// developers.weixin.qq.com and developer.work.weixin.qq.com.
constexpr auto kCures = std::to_array<Cure>({
    {-1, "The platform is busy; try again in a minute.", "系统繁忙，请稍后重试。"},
    {40001,
     "The secret is wrong, or was reset. Copy it anew from the platform.",
     "密钥错误或已被重置，请从平台重新复制。"},
    {40013, "The AppID or CorpID is wrong.", "AppID 或企业 ID 错误。"},
    {40125, "The AppSecret is wrong, or was reset.", "AppSecret 错误或已被重置。"},
    {40164,
     "Our address is not in the IP white-list: 设置与开发 → 基本配置 → IP白名单.",
     "本机 IP 不在白名单内：设置与开发 → 基本配置 → IP白名单。"},
    {61004,
     "Our address is not in the IP white-list: 设置与开发 → 基本配置 → IP白名单.",
     "本机 IP 不在白名单内：设置与开发 → 基本配置 → IP白名单。"},
    {60020,
     "Our address is not among the app's trusted IPs: 应用管理 → 企业可信IP.",
     "本机 IP 不在企业可信 IP 内：应用管理 → 企业可信IP。"},
    {45009, "Today's quota of calls is used up.", "今日接口调用次数已用完。"},
    {48001,
     "The account has no right to this. It needs to be a verified service account (认证服务号).",
     "账号没有该接口权限，需要已认证的服务号。"},
    {48002, "The app has no right to this interface.", "应用没有该接口权限。"},
    {48004, "The interface was banned by the platform.", "接口已被平台封禁。"},
    {50002, "The account is restricted by the platform.", "账号已被平台限制。"},
    {95000, "The 客服账号 (open_kfid) is wrong.", "客服账号 open_kfid 错误。"},
    {95017,
     "The app may not use 微信客服: 微信客服 → API → 可调用接口的应用.",
     "应用无权调用微信客服接口：微信客服 → API → 可调用接口的应用。"},
});

Words cure_of(const Fault& fault)
{
    const auto* found = std::ranges::find(kCures, fault.code, &Cure::code);
    if (found != kCures.end()) return {found->en, found->zh};
    if (fault.code != 0) {
        return {"The platform's list of return codes tells more.", "详见平台返回码说明。"};
    }
    return {
        "Is the network, the proxy, the address of the API right?", "请检查网络、代理和接口地址。"};
}

}  // namespace

Step passed(std::string id, Words name, Words detail)
{
    return {std::move(id), std::move(name), Step::State::passed, std::move(detail)};
}

Step step_of(std::string id, Words name, const Fault& fault)
{
    auto detail = cure_of(fault);
    auto seen = fault.detail;
    auto address = address_in(fault.said);
    bool tells = fault.code == 40164 || fault.code == 61004 || fault.code == 60020;
    if (tells && !address.empty()) seen += ", IP " + address;
    detail.en = seen + ". " + detail.en;
    detail.zh = seen + "。" + detail.zh;
    return {std::move(id), std::move(name), Step::State::failed, std::move(detail)};
}

Step callback_step(bool heard, const std::string& public_url, const std::string& inbox_key)
{
    Words name{"Callback", "消息回调"};
    if (heard) {
        return passed(
            "callback",
            std::move(name),
            {"The platform has called us and its signature was right.",
             "平台已成功回调，签名正确。"});
    }
    if (public_url.empty()) {
        return {
            "callback",
            std::move(name),
            Step::State::failed,
            {"No public address is configured (server.public_url).",
             "尚未配置公网地址（server.public_url）。"}};
    }
    auto url = public_url + "/hooks/" + inbox_key;
    return {
        "callback",
        std::move(name),
        Step::State::skipped,
        {"The platform has not called yet. Enter there the URL " + url +
             " with the token, the EncodingAESKey and the mode that are set here, and save.",
         "平台尚未回调。请在平台填写 URL " + url +
             "，以及此处设置的 Token、EncodingAESKey 和加密模式，然后保存。"}};
}

Words virtual_currency_words()
{
    return {
        "Rule 3.24 of the platform (June 2022) lets it restrict or close accounts that offer "
        "issuing, trading or financing of virtual currency, entrances, guidance or prices. An "
        "account that helps users of a wallet is at risk. Keep another door open; conversations "
        "stay here if the account goes.",
        "《微信公众平台运营规范》3.24（2022 年 6 月）：提供虚拟货币发行、交易、融资，或交易入口、"
        "指引、行情等服务的账号，可能被限制功能直至永久封号。钱包客服账号存在风险。请同时开通其他"
        "渠道；即使账号被封，会话记录仍保留在本系统。"};
}

Step virtual_currency_rule()
{
    return {
        "rule",
        {"Rule 3.24 on virtual currency", "运营规范 3.24（虚拟货币）"},
        Step::State::skipped,
        virtual_currency_words()};
}

}  // namespace keydesk::weixin
