#include "channels/email/presets.hpp"
#include "channels/email/settings.hpp"

namespace keydesk::email {

namespace {

using desk::Field;
using desk::Words;
using Kind = desk::Field::Kind;

Field field(std::string key, Kind kind, Words name, Words help = {})
{
    return {.key = std::move(key), .kind = kind, .name = std::move(name), .help = std::move(help)};
}

Field choice(
    std::string key,
    std::string initial,
    Words name,
    std::vector<std::pair<std::string, Words>> options,
    Words help = {})
{
    auto made = field(std::move(key), Kind::choice, std::move(name), std::move(help));
    made.initial = std::move(initial);
    made.options = std::move(options);
    return made;
}

std::vector<std::pair<std::string, Words>> security_options()
{
    return {
        {"usual", {"As the provider has it", "按服务商默认"}},
        {"tls", {"TLS from the first byte", "全程 TLS"}},
        {"starttls", {"STARTTLS", "STARTTLS"}},
        {"none", {"None (this machine only)", "不加密（仅限本机）"}}};
}

std::vector<Field> account_fields()
{
    auto address = field(
        "address",
        Kind::text,
        {"Address", "邮箱地址"},
        {"What customers write to, support@example.com.",
         "客户写信的地址，如 support@example.com。"});
    address.required = true;
    return {
        address,
        field("name", Kind::text, {"Sender's name", "发件人名称"}, {"Your brand.", "您的品牌。"}),
        choice("provider", "custom", {"Provider", "服务商"}, preset_options()),
        choice(
            "receive",
            "imap",
            {"Mail comes", "收信方式"},
            {{"imap", {"from an IMAP mailbox", "从 IMAP 邮箱收取"}},
             {"lmtp",
              {"from the mail server on this machine (LMTP)", "由本机邮件服务器投递（LMTP）"}}}),
        choice(
            "login",
            "password",
            {"Login", "登录方式"},
            {{"password", {"Password or authorisation code", "密码或授权码"}},
             {"oauth", {"OAuth 2 (XOAUTH2)", "OAuth 2（XOAUTH2）"}}}),
        field(
            "user",
            Kind::text,
            {"User", "用户名"},
            {"Empty: the address.", "留空则使用邮箱地址。"}),
        field(
            "password",
            Kind::secret,
            {"Password", "密码"},
            {"QQ, 163 and 126 want the authorisation code (授权码), Gmail an app password.",
             "QQ、163、126 邮箱请填授权码，Gmail 请填应用专用密码。"})};
}

std::vector<Field> server_fields()
{
    return {
        field("imap_host", Kind::text, {"IMAP server", "IMAP 服务器"}),
        field("imap_port", Kind::number, {"IMAP port", "IMAP 端口"}),
        choice("imap_security", "usual", {"IMAP security", "IMAP 加密"}, security_options()),
        field("smtp_host", Kind::text, {"SMTP server", "SMTP 服务器"}),
        field("smtp_port", Kind::number, {"SMTP port", "SMTP 端口"}),
        choice("smtp_security", "usual", {"SMTP security", "SMTP 加密"}, security_options()),
        field(
            "smtp_user",
            Kind::text,
            {"SMTP user", "SMTP 用户名"},
            {"Empty: as for receiving.", "留空则与收信相同。"}),
        field("smtp_password", Kind::secret, {"SMTP password", "SMTP 密码"}),
        field("token_url", Kind::url, {"OAuth: token URL", "OAuth：令牌地址"}),
        field("client_id", Kind::text, {"OAuth: client ID", "OAuth：客户端 ID"}),
        field("client_secret", Kind::secret, {"OAuth: client secret", "OAuth：客户端密钥"}),
        field("refresh_token", Kind::secret, {"OAuth: refresh token", "OAuth：刷新令牌"}),
        field(
            "proxy",
            Kind::text,
            {"Proxy", "代理"},
            {"http://user:password@host:port or socks5h://…",
             "http://用户:密码@主机:端口 或 socks5h://…"}),
        field(
            "authorities",
            Kind::text,
            {"CA file", "CA 证书文件"},
            {"PEM, for a server with a certificate of your own.", "PEM，用于自签证书的服务器。"}),
        field("deadline", Kind::number, {"Seconds to connect", "连接超时（秒）"})};
}

std::vector<Field> folder_fields()
{
    return {
        field(
            "folder", Kind::text, {"Folder", "收取的文件夹"}, {"Empty: INBOX.", "留空为收件箱。"}),
        field(
            "archive",
            Kind::text,
            {"Move mail that was taken to", "收取后移动到"},
            {"Empty: it stays and is marked as read.", "留空则保留在原处并标为已读。"}),
        choice(
            "begin",
            "now",
            {"Begin with", "起点"},
            {{"now", {"mail that comes from now on", "从现在起的新邮件"}},
             {"all", {"all mail in the folder", "文件夹中的全部邮件"}}}),
        field("poll", Kind::number, {"Look again after (seconds)", "轮询间隔（秒）"})};
}

std::vector<Field> rule_fields()
{
    return {
        field(
            "aliases",
            Kind::lines,
            {"Further addresses of yours", "您的其他地址"},
            {"One a line. Mail from them is never answered by itself.",
             "每行一个。来自这些地址的邮件不会被自动回复。"}),
        field(
            "authserv_id",
            Kind::lines,
            {"Name in Authentication-Results", "Authentication-Results 中的名称"},
            {"What your receiving server writes there; without it no sender counts as verified.",
             "您的收信服务器写入的名称；不填则所有发件人都视为未验证。"}),
        field(
            "tags",
            Kind::truth,
            {"The server delivers support+anything@", "服务器支持 support+任意@ 地址"},
            {"Reply addresses carry a signed tag then.", "开启后回复地址带有签名标记。"}),
        field(
            "verp",
            Kind::truth,
            {"Bounces come to support+b…@", "退信发往 support+b…@"},
            {"Each mail leaves with a sender address of its own, so that a bounce which quotes "
             "nothing is still understood. Only where the server delivers tags and lets you send "
             "from them.",
             "每封邮件使用独立的信封发件人，即使退信不含原文也能识别。"
             "仅在服务器支持 + 标记且允许以其发信时开启。"}),
        field(
            "acknowledge",
            Kind::truth,
            {"Confirm the first mail", "自动确认首封来信"},
            {"To verified senders only, once in 24 hours.",
             "仅发给已验证的发件人，24 小时内一次。"}),
        field("signature", Kind::lines, {"Signature", "签名"}),
        field(
            "most_per_sender",
            Kind::number,
            {"Mails of one sender in ten minutes", "每个发件人十分钟内的邮件数"},
            {"More are set aside in quarantine.", "超出部分进入隔离区。"})};
}

}  // namespace

std::vector<Field> setting_fields()
{
    auto all = account_fields();
    for (const auto& part : {server_fields(), folder_fields(), rule_fields()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    for (auto& one : all) {
        if (one.key == "tags") one.initial = "true";
        if (one.key == "acknowledge" || one.key == "verp") one.initial = "false";
        if (one.key == "poll") one.initial = "120";
        if (one.key == "most_per_sender") one.initial = "20";
    }
    return all;
}

}  // namespace keydesk::email
