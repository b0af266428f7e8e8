#include "channels/telegram/kind.hpp"

#include "channels/telegram/channel.hpp"

#include <utility>

namespace keydesk::telegram {

namespace {

using desk::Field;

Field bot_token()
{
    return {
        .key = "bot_token",
        .kind = Field::Kind::secret,
        .required = true,
        .name = {"Bot token", "机器人令牌"},
        .help = {
            "Send /newbot to @BotFather; it answers with a token such as 123456789:AAF…",
            "向 @BotFather 发送 /newbot，即可得到形如 123456789:AAF… 的令牌"}};
}

Field mode()
{
    return {
        .key = "mode",
        .kind = Field::Kind::choice,
        .initial = "polling",
        .name = {"How messages come", "消息接收方式"},
        .help =
            {"Polling needs no open port. A webhook needs a public https address.",
             "轮询无需开放端口；webhook 需要公网 https 地址。"},
        .options = {
            {"polling", {"The desk asks Telegram", "主动拉取（轮询）"}},
            {"webhook", {"Telegram calls the desk", "Telegram 回调（webhook）"}}}};
}

Field groups()
{
    return {
        .key = "groups",
        .kind = Field::Kind::lines,
        .name = {"Groups that are served", "服务的群组"},
        .help = {
            "One a line: its number, its public link, its name: -1001234567890 "
            "https://t.me/mywallet MyWallet. Those with a link are published (/groups). The "
            "bot leaves all others, and says their number as it goes.",
            "每行一个：编号、公开链接、名称，例如 -1001234567890 https://t.me/mywallet MyWallet。"
            "带链接的会公开（/groups）。其他群组机器人会退出，并告知其编号。"}};
}

Field team()
{
    return {
        .key = "team",
        .kind = Field::Kind::lines,
        .name = {"Our own people", "我们的成员"},
        .help = {
            "Their Telegram numbers, one a line: nobody is warned of them, whatever their "
            "names are.",
            "成员的 Telegram 数字编号，每行一个：他们的名字不会触发冒充警告。"}};
}

std::vector<Field> ways()
{
    return {
        {.key = "api_root",
         .kind = Field::Kind::url,
         .initial = "https://api.telegram.org",
         .name = {"Bot API server", "Bot API 服务器"},
         .help =
             {"Telegram's own, a relay of yours, or a self-hosted Bot API server.",
              "Telegram 官方地址、您的中转地址或自建 Bot API 服务器。"}},
        {.key = "proxy",
         .kind = Field::Kind::secret,
         .name = {"Proxy", "代理"},
         .help =
             {"http://, https:// or socks5h://user:password@host:port. Needed where Telegram is "
              "blocked, as in mainland China.",
              "http://、https:// 或 socks5h://用户:密码@主机:端口。在中国大陆等屏蔽 Telegram "
              "的网络中需要。"}},
        {.key = "deadline",
         .kind = Field::Kind::number,
         .initial = "20",
         .name = {"Seconds for a call", "调用超时（秒）"},
         .help = {
             "How long Telegram may take to answer; files get six times as long.",
             "等待 Telegram 响应的时间；传文件时为六倍。"}}};
}

class TelegramKind final : public desk::ChannelKind {
public:
    explicit TelegramKind(net::HttpClient& http) : http_{http} {}

    std::string_view kind() const noexcept override { return "telegram"; }
    desk::Words name() const override { return {"Telegram", "Telegram"}; }
    desk::Words about() const override
    {
        return {
            "A bot that customers write to, in private and in groups that you register. Make one "
            "with [@BotFather](https://t.me/BotFather) and paste its token here.",
            "客户可私聊机器人，也可在您登记的群组中 @ 它。请用 "
            "[@BotFather](https://t.me/BotFather) 创建机器人并粘贴令牌。"};
    }
    std::vector<Field> fields() const override
    {
        std::vector<Field> out{bot_token(), mode(), groups(), team()};
        for (auto& field : ways()) out.push_back(std::move(field));
        return out;
    }
    desk::Capabilities capabilities() const override
    {
        return TelegramChannel::capabilities_of_telegram();
    }
    Result<std::unique_ptr<desk::Channel>> make(
        std::string inbox_key,
        const desk::ChannelSettings& settings,
        desk::Inlet& inlet) const override
    {
        auto read = read_settings(settings);
        if (!read) return fail(read.error());
        return std::make_unique<TelegramChannel>(
            http_, disk_, std::move(*read), std::move(inbox_key), inlet);
    }

private:
    net::HttpClient& http_;
    mutable Compute disk_{1};  ///< Reads the files that go out.
};

}  // namespace

std::unique_ptr<desk::ChannelKind> make_kind(net::HttpClient& http)
{
    return std::make_unique<TelegramKind>(http);
}

}  // namespace keydesk::telegram
