#include "channels/wecom/kind.hpp"

#include "channels/wecom/channel.hpp"
#include "channels/weixin/settings.hpp"
#include "channels/weixin/steps.hpp"

#include <utility>

namespace keydesk::wecom {

namespace {

using desk::Field;
using weixin::SettingsReader;
using weixin::wrong;

constexpr auto kApiRoot = "https://qyapi.weixin.qq.com";
constexpr auto kGreeting =
    "您好，这里是客服。请直接发送您的问题。\n"
    "我们绝不会索要助记词、私钥、密码、验证码或付款。\n\n"
    "Hello, this is support. Just write what happened.\n"
    "Nobody of ours ever asks for a seed phrase, key, password, code or payment.";

std::vector<std::string> lines_of(const std::string& text)
{
    std::vector<std::string> lines;
    std::string line;
    for (char c : text + "\n") {
        bool ends = c == '\n' || c == '\r' || c == ' ' || c == ',';
        if (ends && !line.empty()) lines.push_back(std::exchange(line, {}));
        if (!ends) line += c;
    }
    return lines;
}

std::vector<Field> account_fields()
{
    using Kind = Field::Kind;
    return {
        {.key = "corp_id",
         .required = true,
         .name = {"CorpID", "企业 ID"},
         .help = {"我的企业 → 企业信息; begins with ww.", "我的企业 → 企业信息，以 ww 开头。"}},
        {.key = "secret",
         .kind = Kind::secret,
         .required = true,
         .name = {"Secret", "Secret"},
         .help =
             {"Of the app that is allowed at 微信客服 → API.",
              "微信客服 → API 中授权应用的 Secret。"}},
        {.key = "token",
         .kind = Kind::secret,
         .required = true,
         .name = {"Token", "Token"},
         .help =
             {"3 to 32 letters and digits of your own choice; enter the same at WeCom.",
              "自定义 3–32 位字母或数字，企业微信侧填写相同内容。"}},
        {.key = "aes_key",
         .kind = Kind::secret,
         .required = true,
         .name = {"EncodingAESKey", "EncodingAESKey"},
         .help = {"43 letters and digits.", "43 位字母或数字。"}},
        {.key = "open_kfid",
         .kind = Kind::lines,
         .required = true,
         .name = {"Customer service accounts (open_kfid)", "客服账号（open_kfid）"},
         .help = {"One a line; begins with wk.", "每行一个，以 wk 开头。"}},
        {.key = "greeting",
         .kind = Kind::lines,
         .initial = kGreeting,
         .name = {"Greeting", "欢迎语"},
         .help =
             {"Sent when a customer enters the chat for the first time in 48 hours.",
              "客户 48 小时内首次进入会话时发送。"}},
    };
}

Result<Settings> read_settings(std::string inbox_key, const desk::ChannelSettings& written)
{
    SettingsReader from{written};
    auto corp = from.needed("corp_id");
    if (!corp) return fail(corp.error());
    auto secret = from.needed("secret");
    if (!secret) return fail(secret.error());
    auto token = weixin::callback_token(from);
    if (!token) return fail(token.error());
    auto key = weixin::CallbackKey::make(from.text("aes_key"), *corp);
    if (!key) return wrong("aes_key", key.error().what);
    auto accounts = lines_of(from.text("open_kfid"));
    if (accounts.empty()) return wrong("open_kfid", "is missing");
    auto greeting = from.text("greeting", kGreeting);
    if (greeting.size() > wire::kLongestText) return wrong("greeting", "is longer than 2048 bytes");
    auto api = from.api(kApiRoot, *corp + "\n" + *secret);
    if (!api) return fail(api.error());
    return Settings{
        .inbox_key = std::move(inbox_key),
        .corp_id = std::move(*corp),
        .secret = Secret{std::move(*secret)},
        .token = Secret{std::move(*token)},
        .key = std::move(*key),
        .accounts = std::move(accounts),
        .greeting = std::move(greeting),
        .api = std::move(*api)};
}

class WecomKind final : public desk::ChannelKind {
public:
    explicit WecomKind(net::HttpClient& http) : http_{http} {}

    std::string_view kind() const noexcept override { return "wecom"; }
    desk::Words name() const override { return {"WeChat customer service", "微信客服"}; }
    desk::Words about() const override
    {
        auto rule = weixin::virtual_currency_words();
        return {
            "Customers write from WeChat by a link or QR code of "
            "[微信客服](https://kf.weixin.qq.com), without following an account; five answers may "
            "follow within 48 hours of each of their messages. " +
                rule.en,
            "客户无需关注公众号，通过[微信客服](https://kf.weixin.qq.com)链接或二维码发消息；"
            "客户每次发言后 48 小时内最多可回复 5 条。" +
                rule.zh};
    }
    std::vector<Field> fields() const override
    {
        auto all = account_fields();
        auto rest = weixin::api_fields(kApiRoot);
        all.insert(all.end(), rest.begin(), rest.end());
        return all;
    }
    desk::Capabilities capabilities() const override { return wecom::capabilities(); }
    Result<std::unique_ptr<desk::Channel>> make(
        std::string inbox_key,
        const desk::ChannelSettings& settings,
        desk::Inlet& inlet) const override
    {
        auto read = read_settings(std::move(inbox_key), settings);
        if (!read) return fail(read.error());
        return std::make_unique<WecomChannel>(http_, inlet, std::move(*read));
    }

private:
    net::HttpClient& http_;
};

}  // namespace

std::unique_ptr<desk::ChannelKind> make_kind(net::HttpClient& http)
{
    return std::make_unique<WecomKind>(http);
}

}  // namespace keydesk::wecom
