#include "channels/wechat/kind.hpp"

#include "channels/wechat/channel.hpp"
#include "channels/wechat/fields.hpp"
#include "channels/weixin/settings.hpp"
#include "channels/weixin/steps.hpp"

#include <utility>

namespace keydesk::wechat {

namespace {

using weixin::SettingsReader;
using weixin::wrong;

/// Source: menu/create, errcode 40018.
constexpr std::size_t kLongestLabel = 16;

Result<GateSettings> gate_settings(const SettingsReader& settings, const std::string& app_id)
{
    auto token = weixin::callback_token(settings);
    if (!token) return fail(token.error());
    GateSettings gate{.token = Secret{*token}};
    auto mode = settings.text("mode", "safe");
    if (mode != "safe" && mode != "compatible" && mode != "plain") {
        return wrong("mode", "is neither safe, compatible nor plain");
    }
    gate.mode = mode == "plain"        ? Mode::plain
                : mode == "compatible" ? Mode::compatible
                                       : Mode::safe;
    auto written = settings.text("aes_key");
    if (written.empty() && gate.mode == Mode::plain) return gate;
    auto key = weixin::CallbackKey::make(written, app_id);
    if (!key) return wrong("aes_key", key.error().what);
    gate.key = std::move(*key);
    return gate;
}

Result<void> take_answers(const SettingsReader& from, Settings& into)
{
    into.greeting = from.text("greeting", kGreeting);
    into.talk_label = from.text("talk_label", kTalkLabel);
    into.talk_answer = from.text("talk_answer", kTalkAnswer);
    into.report_label = from.text("report_label", kReportLabel);
    into.report_answer = from.text("report_answer", kReportAnswer);
    into.menu = from.truth("menu", true);
    for (const auto* key : {"talk_label", "report_label"}) {
        auto label = from.text(key);
        if (label.size() > kLongestLabel) return wrong(key, "is longer than 16 bytes");
    }
    for (const auto* key : {"greeting", "talk_answer", "report_answer"}) {
        auto text = from.text(key);
        if (text.size() > wire::kLongestText) return wrong(key, "is longer than 2000 bytes");
    }
    return {};
}

Result<Settings> read_settings(std::string inbox_key, const desk::ChannelSettings& written)
{
    SettingsReader from{written};
    auto app_id = from.needed("app_id");
    if (!app_id) return fail(app_id.error());
    auto secret = from.needed("app_secret");
    if (!secret) return fail(secret.error());
    auto gate = gate_settings(from, *app_id);
    if (!gate) return fail(gate.error());
    auto api = from.api(kApiRoot, *app_id + "\n" + *secret);
    if (!api) return fail(api.error());
    auto largest = from.number("largest_picture", 2, 1, 10);
    if (!largest) return fail(largest.error());
    Settings settings{
        .inbox_key = std::move(inbox_key),
        .app_id = std::move(*app_id),
        .app_secret = Secret{std::move(*secret)},
        .gate = std::move(*gate),
        .public_address = from.text("public_address"),
        .largest_picture = *largest << 20,
        .api = std::move(*api)};
    auto taken = take_answers(from, settings);
    if (!taken) return fail(taken.error());
    return settings;
}

class WechatKind final : public desk::ChannelKind {
public:
    explicit WechatKind(net::HttpClient& http) : http_{http} {}

    std::string_view kind() const noexcept override { return "wechat"; }
    desk::Words name() const override { return {"WeChat Official Account", "微信公众号"}; }
    desk::Words about() const override
    {
        auto rule = weixin::virtual_currency_words();
        return {
            "Customers write to your verified service account in "
            "[WeChat](https://mp.weixin.qq.com); five answers may follow within 48 hours of each "
            "of their messages. " +
                rule.en,
            "客户在[微信公众平台](https://mp.weixin.qq.com)的已认证服务号中发消息；"
            "客户每次发言后 48 小时内最多可回复 5 条。" +
                rule.zh};
    }
    std::vector<desk::Field> fields() const override { return wechat::fields(); }
    desk::Capabilities capabilities() const override { return wechat::capabilities(2 << 20); }
    Result<std::unique_ptr<desk::Channel>> make(
        std::string inbox_key,
        const desk::ChannelSettings& settings,
        desk::Inlet& inlet) const override
    {
        auto read = read_settings(std::move(inbox_key), settings);
        if (!read) return fail(read.error());
        return std::make_unique<WechatChannel>(http_, inlet, std::move(*read));
    }

private:
    net::HttpClient& http_;
};

}  // namespace

std::unique_ptr<desk::ChannelKind> make_kind(net::HttpClient& http)
{
    return std::make_unique<WechatKind>(http);
}

}  // namespace keydesk::wechat
