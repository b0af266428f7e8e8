#include "channels/weibo/kind.hpp"

#include "channels/weibo/channel.hpp"
#include "net/web_url.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace keydesk::weibo {

using desk::ChannelSettings;
using desk::Field;

namespace {

std::string setting(const ChannelSettings& settings, std::string_view key)
{
    auto found = settings.find(key);
    return found == settings.end() ? std::string{} : found->second;
}

bool truth(const ChannelSettings& settings, std::string_view key, bool initial)
{
    auto text = setting(settings, key);
    return text.empty() ? initial : text == "true" || text == "1";
}

Error wrong(std::string_view field, std::string_view why)
{
    return {ErrorKind::invalid_input, std::string{field} + ": " + std::string{why}};
}

/// Weibo's three hosts, or the one that stands for all of them.
Result<void> set_roots(const ChannelSettings& settings, Settings& out)
{
    auto root = setting(settings, "api_root");
    if (root.empty()) {
        out.message_root = "https://m.api.weibo.com";
        out.media_root = "https://upload.api.weibo.com";
        out.info_root = "https://api.weibo.com";
        return {};
    }
    while (root.ends_with('/')) root.pop_back();
    if (!net::read_web_url(root)) return fail(wrong("api_root", "not an http or https address"));
    out.message_root = out.media_root = out.info_root = root;
    return {};
}

Result<Settings> read_settings(const ChannelSettings& settings)
{
    Settings out{
        .app_secret = setting(settings, "app_secret"),
        .app_key = setting(settings, "app_key"),
        .access_token = setting(settings, "access_token"),
        .uid = setting(settings, "uid"),
        .acknowledge = truth(settings, "acknowledge", true),
        .menu = truth(settings, "menu", false),
        .message_root = {},
        .media_root = {},
        .info_root = {},
        .proxy = setting(settings, "proxy")};
    if (out.app_secret.empty()) return fail(wrong("app_secret", "missing"));
    if (out.access_token.empty()) return fail(wrong("access_token", "missing"));
    auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!std::ranges::all_of(out.uid, digit)) return fail(wrong("uid", "digits only"));
    if (!net::is_proxy_or_none(out.proxy))
        return fail(wrong("proxy", "neither http://, https:// nor socks5h://"));
    if (auto text = setting(settings, "deadline_seconds"); !text.empty()) {
        int seconds = 0;
        auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
        if (read.ec != std::errc{} || seconds < 1 || seconds > 120) {
            return fail(wrong("deadline_seconds", "a number from 1 to 120"));
        }
        out.deadline = std::chrono::seconds{seconds};
    }
    if (auto roots = set_roots(settings, out); !roots) return fail(roots.error());
    return out;
}

std::vector<Field> account_fields()
{
    return {
        {.key = "app_secret",
         .kind = Field::Kind::secret,
         .required = true,
         .name = {"AppSecret", "AppSecret"},
         .help =
             {"Of the app that developer mode names. It signs every push.",
              "开发模式所用应用的 AppSecret，微博用它给每次推送签名。"}},
        {.key = "app_key",
         .name = {"AppKey", "AppKey"},
         .help = {"To check that token and app fit.", "用于核对 access_token 与应用是否匹配。"}},
        {.key = "access_token",
         .kind = Field::Kind::secret,
         .required = true,
         .name = {"Access token", "access_token"},
         .help =
             {"Shown on the developer mode page; lasts about a year.",
              "在开发模式页面获取，有效期约一年。"}},
        {.key = "uid",
         .name = {"Account id (uid)", "账号 UID"},
         .help = {
             "The number in weibo.com/u/…; the contact page links to it.",
             "weibo.com/u/ 后面的数字；联系页面会链接到它。"}}};
}

std::vector<Field> other_fields()
{
    return {
        {.key = "acknowledge",
         .kind = Field::Kind::truth,
         .initial = "true",
         .name = {"Confirm first messages", "首条消息自动确认"},
         .help =
             {"Says at once that the message is here, with its number.",
              "立即告知客户消息已收到及编号。"}},
        {.key = "menu",
         .kind = Field::Kind::truth,
         .initial = "false",
         .name = {"Set the menu", "设置自定义菜单"},
         .help =
             {"Replaces the account's menu by 客服咨询 and 问题反馈.",
              "用“客服咨询”“问题反馈”替换账号当前的菜单。"}},
        {.key = "proxy",
         .name = {"Proxy", "代理"},
         .help = {"http://, https:// or socks5h://", "http://、https:// 或 socks5h://"}},
        {.key = "deadline_seconds",
         .kind = Field::Kind::number,
         .initial = "10",
         .name = {"Deadline of a call, seconds", "调用超时（秒）"}},
        {.key = "api_root",
         .kind = Field::Kind::url,
         .name = {"API address", "接口地址"},
         .help = {
             "Empty: Weibo's own hosts. Otherwise one that stands for all three.",
             "留空使用微博官方地址；填写后三个官方域名都改用它。"}}};
}

class WeiboKind final : public desk::ChannelKind {
public:
    explicit WeiboKind(net::HttpClient& http) : http_{http} {}

    std::string_view kind() const noexcept override { return "weibo"; }
    desk::Words name() const override { return {"Weibo", "微博"}; }
    desk::Words about() const override
    {
        return {
            "Private messages and @mentions of a verified Weibo account, by the "
            "[fans' service](https://open.weibo.com/wiki/Messages_api_start). "
            "Answers are texts within 48 hours after the customer wrote.",
            "接收已认证微博账号的私信与 @ 提及，使用"
            "[粉丝服务平台](https://open.weibo.com/wiki/Messages_api_start)。"
            "客户来信后 48 小时内可用文字回复。"};
    }
    std::vector<Field> fields() const override
    {
        auto fields = account_fields();
        std::ranges::move(other_fields(), std::back_inserter(fields));
        return fields;
    }
    desk::Capabilities capabilities() const override { return capabilities_of_kind(); }
    Result<std::unique_ptr<desk::Channel>> make(
        std::string inbox_key, const ChannelSettings& settings, desk::Inlet& inlet) const override
    {
        auto read = read_settings(settings);
        if (!read) return fail(read.error());
        return std::make_unique<WeiboChannel>(http_, inlet, std::move(inbox_key), std::move(*read));
    }

private:
    net::HttpClient& http_;
};

}  // namespace

std::unique_ptr<desk::ChannelKind> make_kind(net::HttpClient& http)
{
    return std::make_unique<WeiboKind>(http);
}

}  // namespace keydesk::weibo
