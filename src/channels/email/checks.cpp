// The wizard's steps: each tried live, with what to do when it fails.
#include "channels/email/channel.hpp"

#include <algorithm>

namespace keydesk::email {

namespace {

using desk::Step;
using desk::Words;

constexpr std::uint32_t kNewest = 40;
constexpr std::size_t kMostLooked = 8;
constexpr std::size_t kHead = 32 << 10;

Step passed(std::string id, Words name, Words detail = {})
{
    return {std::move(id), std::move(name), Step::State::passed, std::move(detail)};
}

Step skipped(std::string id, Words name, Words detail)
{
    return {std::move(id), std::move(name), Step::State::skipped, std::move(detail)};
}

Step failed(std::string id, Words name, const std::string& seen, Words advice)
{
    advice.en = seen + ". " + advice.en;
    advice.zh = seen + "。" + advice.zh;
    return {std::move(id), std::move(name), Step::State::failed, std::move(advice)};
}

const Words kImapConnect{.en = "Connection to the IMAP server", .zh = "连接 IMAP 服务器"};
const Words kImapLogin{.en = "Login for receiving", .zh = "收信登录"};
const Words kFolder{.en = "Folder", .zh = "文件夹"};
const Words kIdle{.en = "New mail at once (IDLE)", .zh = "即时收信（IDLE）"};
const Words kAuthserv{.en = "Verified senders", .zh = "发件人验证"};
const Words kSmtp{.en = "Sending", .zh = "发信"};

Words connection_advice(const Error& error)
{
    if (error.kind == ErrorKind::bad_reply) {
        return {
            "Port and security must fit together: 993 is TLS from the first byte, 143 is STARTTLS; "
            "a certificate of your own needs the CA file.",
            "端口与加密方式须匹配：993 为全程 TLS，143 为 STARTTLS；自签证书需填写 CA 文件。"};
    }
    return {
        "Check the server's name, the port, and whether a firewall or proxy is in the way.",
        "请检查服务器名称、端口，以及防火墙或代理设置。"};
}

Words login_advice()
{
    return {
        "QQ, 163 and 126 want an authorisation code, Gmail an app password, and IMAP must be "
        "switched on in the mailbox's settings.",
        "QQ、163、126 邮箱需使用授权码，Gmail 需使用应用专用密码，并须在邮箱设置中开启 IMAP。"};
}

/// The authserv-ids in the newest mails: the topmost line of each.
Task<Result<std::vector<std::string>>> seen_authserv_ids(
    net::ImapClient& client, std::uint32_t uid_next)
{
    std::vector<std::string> ids;
    auto first = uid_next > kNewest ? uid_next - kNewest : 1;
    auto uids = co_await client.search(first);
    if (!uids) co_return fail(uids.error());
    if (uids->size() > kMostLooked) uids->erase(uids->begin(), uids->end() - kMostLooked);
    for (auto uid : *uids) {
        auto head = co_await client.fetch(uid, kHead);
        if (!head) co_return fail(head.error());
        if (!*head) continue;
        auto id = authserv_id_in(**head);
        if (!id.empty() && std::ranges::find(ids, id) == ids.end()) ids.push_back(std::move(id));
    }
    co_return ids;
}

Step authserv_step(const Settings& settings, const std::vector<std::string>& seen)
{
    std::string list;
    for (const auto& id : seen) list += (list.empty() ? "" : ", ") + id;
    if (settings.authserv_ids.empty()) {
        if (seen.empty()) {
            return skipped(
                "authserv",
                kAuthserv,
                {"No mail in the folder says who was verified. Every sender counts as not "
                 "verified.",
                 "文件夹中的邮件没有验证结果，所有发件人都视为未验证。"});
        }
        return skipped(
            "authserv",
            kAuthserv,
            {"Your server seems to write '" + list +
                 "'. Enter it only if that is your own receiving server.",
             "您的服务器似乎写入“" + list + "”。确认它是您自己的收信服务器后再填写。"});
    }
    auto known = [&](const std::string& id) {
        return std::ranges::find(settings.authserv_ids, id) != settings.authserv_ids.end();
    };
    if (seen.empty() || std::ranges::any_of(seen, known)) return passed("authserv", kAuthserv);
    return failed(
        "authserv",
        kAuthserv,
        "Mail in the folder says '" + list + "'",
        {"The configured name is not among them: no sender would count as verified.",
         "其中没有所配置的名称，所有发件人都会视为未验证。"});
}

Task<void> check_folder(const Settings& settings, net::ImapClient& client, std::vector<Step>& steps)
{
    auto box = co_await client.select(settings.folder);
    if (!box) {
        Words advice{
            .en = "163 and 126 also refuse here until IMAP is allowed for other programs.",
            .zh = "163、126 邮箱若未允许第三方客户端，也会在此步拒绝。"};
        steps.push_back(failed("folder", kFolder, box.error().what, std::move(advice)));
        co_return;
    }
    steps.push_back(passed("folder", kFolder));
    if (client.can("IDLE")) {
        steps.push_back(passed("idle", kIdle));
    } else {
        Words how{
            .en = "The server has no IDLE: it is asked every minute.",
            .zh = "服务器不支持 IDLE，将每分钟查询一次。"};
        steps.push_back(skipped("idle", kIdle, std::move(how)));
    }
    auto seen = co_await seen_authserv_ids(client, box->uid_next);
    auto ids = seen.value_or(std::vector<std::string>{});
    steps.push_back(authserv_step(settings, ids));
}

Task<void> check_receiving(const Settings& settings, net::MailLogin login, std::vector<Step>& steps)
{
    net::ImapClient client{settings.imap, settings.imap_security};
    client.patience = settings.imap.deadline;
    auto connected = co_await client.connect();
    if (!connected) {
        auto advice = connection_advice(connected.error());
        steps.push_back(failed("imap", kImapConnect, connected.error().what, std::move(advice)));
        co_return;
    }
    steps.push_back(passed("imap", kImapConnect));
    auto entered = co_await client.login(std::move(login));
    if (!entered) {
        steps.push_back(failed("imap_login", kImapLogin, entered.error().what, login_advice()));
        co_return;
    }
    steps.push_back(passed("imap_login", kImapLogin));
    co_await check_folder(settings, client, steps);
    co_await client.leave();
}

Step sending_step(const net::SmtpOutcome& outcome)
{
    if (outcome) return passed("smtp", kSmtp);
    const auto& fault = outcome.error();
    Words advice;
    switch (fault.stage) {
        case net::SmtpStage::connection:
        case net::SmtpStage::tls:
            advice = {
                "465 is TLS from the first byte, 587 is STARTTLS; many hosts block 25.",
                "465 为全程 TLS，587 为 STARTTLS；许多主机封锁 25 端口。"};
            break;
        case net::SmtpStage::login:
            advice = login_advice();
            break;
        default:
            advice = {"The account may not send as this address.", "该账号无权以此地址发信。"};
    }
    auto seen = std::string{name_of(fault.stage)} + ": " + fault.shown();
    return failed("smtp", kSmtp, seen, std::move(advice));
}

}  // namespace

std::string authserv_id_in(std::string_view head)
{
    static constexpr std::string_view name = "authentication-results:";
    for (std::size_t at = 0; at < head.size();) {
        auto end = std::min(head.find('\n', at), head.size());
        auto line = head.substr(at, end - at);
        if (line == "\r" || line.empty()) break;
        at = end + 1;
        bool here = line.size() > name.size() &&
                    std::ranges::equal(line.substr(0, name.size()), name, [](char a, char b) {
                        return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
                    });
        if (!here) continue;
        line.remove_prefix(name.size());
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        return std::string{line.substr(0, line.find_first_of("; \t\r"))};
    }
    return {};
}

Task<std::vector<Step>> check_account(const Settings& settings, Access& access, Time now)
{
    std::vector<Step> steps;
    auto login = co_await access.fresh(settings.imap_login, now);
    if (!login) {
        Words name{.en = "Access token", .zh = "访问令牌"};
        Words advice{
            .en = "Give consent again and enter the new refresh token.",
            .zh = "请重新授权并填写新的刷新令牌。"};
        steps.push_back(failed("token", name, login.error().what, std::move(advice)));
        co_return steps;
    }
    if (settings.by_imap) {
        auto copy = *login;
        co_await check_receiving(settings, std::move(copy), steps);
    }
    auto server = settings.smtp;
    server.patience = server.server.deadline;
    if (server.login && server.login->bearer) server.login->secret = login->secret;
    auto outcome = co_await net::try_sender(std::move(server), settings.address);
    steps.push_back(sending_step(outcome));
    co_return steps;
}

}  // namespace keydesk::email
